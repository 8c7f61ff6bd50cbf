"""All checks: what is outside is asked in a process of its own, while the rest is measured in here."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
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
            found = [finding for name, check in inside.CHECKS.items() for finding in _found(name, check, now)]
            judges = _outside(_answers(asking), now)
            return order([*found, *(finding for name, judge in judges.items() for finding in _found(name, judge))])
    finally:
        asking.kill()
        asking.communicate()


def _found(name: str, check: Callable[..., list[Finding] | Finding], *given: datetime) -> list[Finding]:
    try:
        found = check(*given)
        return [found] if isinstance(found, Finding) else found
    except Exception as error:
        db.session.rollback()
        complain(f"the doctor’s check {name}", error)
        state = State.BROKEN if name == "database" else State.UNKNOWN
        why = "not opened" if name == "database" else "not judged"
        return [Finding(name, state, why, {"error": type(error).__name__})]


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


def _outside(answers: Answers, now: datetime) -> dict[str, Callable[[], Finding]]:
    """What judges each answer; they come from strangers, and may be anything."""
    domain, is_set = _domain(), mail.is_set()
    found: dict[str, Callable[[], Finding]] = {
        "clock": lambda: inside.clock(now, answers.get("clock", {}).get("at")),
        "certificate": lambda: _certificate(_of(answers, "certificate"), now),
    }
    if mail.is_read_here():
        return found | {"mail_server": lambda: Finding("mail_server", State.UNKNOWN, "demo")}
    found["mail_server"] = lambda: rules_mail.server(_of(answers, "mail_server") if is_set else None)
    if domain:
        for judge in (rules_mail.spf, rules_mail.dmarc, rules_mail.mx):
            found[judge.__name__] = partial(judge, domain, _of(answers, judge.__name__))
        found["dkim"] = lambda: rules_mail.dkim(domain, is_set)
    return found


def _of(answers: Answers, name: str) -> dict[str, Any]:
    return {"host": ""} | answers.get(name, {"trouble": "no answer"})


def _certificate(answer: dict[str, Any], now: datetime) -> Finding:
    ends = datetime.fromtimestamp(answer["ends"], UTC) if "ends" in answer else None
    return rules.certificate(answer["host"], answer.get("error", ""), ends, now)
