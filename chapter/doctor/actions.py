"""Writes: what was found, and telling administrators what is newly broken, and what is well again."""

from datetime import datetime
from typing import Any

from chapter import ledger
from chapter.db import db
from chapter.doctor import queries, words
from chapter.doctor.models import DoctorReport
from chapter.doctor.rules import Finding, news
from chapter.i18n import local, speaking
from chapter.messages import actions as messages
from chapter.pages import public_url

JOB = "doctor.check"


def ask(now: datetime) -> None:
    """Have everything looked at now."""
    ledger.want(JOB, now)


def keep(findings: list[Finding], data_bytes: int, now: datetime) -> None:
    """Keep what was found, in place of what was found before on the same day, and tell what is new."""
    last, day = queries.last(), local(now).date()
    told = set(last.told) if last else set()
    broken, well = news(told, findings)
    told = (told | {finding.check for finding in broken}) - {finding.check for finding in well}
    report = last if last and last.day == day else DoctorReport(day=day)
    report.at, report.findings, report.told = (
        now,
        [[f.check, f.state.value, f.why, dict(f.facts)] for f in findings],
        sorted(told),
    )
    report.data_bytes = data_bytes
    db.session.add(report)
    if broken or well:
        _tell(broken, well, now)
    db.session.flush()


def _tell(broken: list[Finding], well: list[Finding], now: datetime) -> None:
    """A mail to each administrator, in their language."""
    for account in queries.administrators():
        with speaking(account.language):
            told = [(words.title(f), words.sentence(f), words.advice(f)) for f in broken]
            again = [words.title(f) for f in well]
        to = account.name, account.email, account.language
        facts: dict[str, Any] = {"first_name": account.first_name, "link": public_url("doctor.overview")}
        messages.post(*to, "doctor/mail/news.md", now, source="doctor:", broken=told, well=again, **facts)
