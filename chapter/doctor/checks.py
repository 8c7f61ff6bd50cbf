"""All checks: what is outside is asked in a process of its own, while the rest is measured in here."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import current_app

from chapter import mail
from chapter.config import setting
from chapter.db import db, reading
from chapter.doctor import inside, rules, rules_mail
from chapter.doctor.rules import Finding, State, order
from chapter.errors import complain
from chapter.messages import smtp

OUTSIDE = Path(__file__).with_name("outside.py")
PATIENCE = 40
"""Seconds for everything outside; each question has its own, shorter."""
Answers = dict[str, dict[str, Any]]


def gather(now: datetime) -> list[Finding]:
    """Everything, the worst first. Nothing is written, and nothing raises: what fails couldn't be asked."""
    asking = subprocess.Popen(
        [sys.executable, "-I", str(OUTSIDE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        with reading():
            found = [finding for name in inside.CHECKS for finding in _in_here(name, now)]
            return order([*found, *_outside(_answers(asking), now)])
    finally:
        asking.kill()
        asking.communicate()


def _in_here(name: str, now: datetime) -> list[Finding]:
    try:
        return inside.CHECKS[name](now)
    except Exception as error:
        db.session.rollback()
        complain(f"the doctor’s check {name}", error)
        state = State.BROKEN if name == "database" else State.UNKNOWN
        return [Finding(name, state, "not opened" if name == "database" else "failed", {"error": type(error).__name__})]


def _answers(asking: subprocess.Popen[bytes]) -> Answers:
    try:
        said, _nothing = asking.communicate(json.dumps(_questions()).encode(), PATIENCE)
        return json.loads(said)
    except (subprocess.TimeoutExpired, ValueError, OSError):
        return {}


def _questions() -> dict[str, Any]:
    """What to ask: our own mail server, our own address, and the DNS of the domain that mail comes from."""
    is_real = setting("CHAPTER_MODE") == "live" or mail.is_set()
    sender = _domain() if is_real else ""
    asked = {"url": setting("CHAPTER_URL"), "smtp": setting("CHAPTER_SMTP_URL"), "domain": sender}
    return asked | {"dns": current_app.config.get("DOCTOR_DNS", [])}


def _domain() -> str:
    try:
        return smtp.sender().rpartition("@")[2]
    except Exception:  # the database may be what is broken
        return ""


def _outside(answers: Answers, now: datetime) -> list[Finding]:
    domain, is_set = _domain(), mail.is_set()
    found = [inside.clock(now, answers.get("clock", {}).get("at")), _certificate(answers.get("certificate"), now)]
    if mail.is_read_here():
        return [*found, Finding("mail_server", State.UNKNOWN, "demo")]
    nothing = {"trouble": "no answer"}
    known = answers.get("mail_server", nothing | {"host": ""}) if is_set else None
    found.append(rules_mail.server(known))
    if domain:
        for judge in (rules_mail.spf, rules_mail.dmarc, rules_mail.mx):
            found.append(judge(domain, answers.get(judge.__name__, nothing)))
        found.append(rules_mail.dkim(domain, is_set))
    return found


def _certificate(answer: dict[str, Any] | None, now: datetime) -> Finding:
    answer = answer or {"host": "", "error": "no answer"}
    ends = datetime.fromtimestamp(answer["ends"], UTC) if "ends" in answer else None
    return rules.certificate(answer["host"], answer.get("error", ""), ends, now)
