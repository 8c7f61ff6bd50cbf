"""Reads: the last report, how data has grown, and whom to tell."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from chapter.access import Role
from chapter.accounts.models import Account, AccountRole
from chapter.db import db
from chapter.doctor.models import DoctorReport
from chapter.doctor.rules import Finding, State
from chapter.messages.models import Message
from chapter.messages.rules import State as Sending

GROWN_FOR = timedelta(days=90)


class Outbox(NamedTuple):
    """How many mails wait, since when the oldest does, and how many have failed within a week."""

    waiting: int
    since: datetime | None
    failed: int


def last() -> DoctorReport | None:
    """The latest report."""
    return db.session.scalars(select(DoctorReport).order_by(DoctorReport.day.desc()).limit(1)).one_or_none()


def findings(report: DoctorReport) -> list[Finding]:
    """What it says."""
    return [Finding(check, State(state), why, facts) for check, state, why, facts in report.findings]


def sizes(today: date) -> list[tuple[date, int]]:
    """How many bytes of data there were, by day, the earliest first."""
    found = select(DoctorReport.day, DoctorReport.data_bytes).where(DoctorReport.day > today - GROWN_FOR)
    return [(day, number) for day, number in db.session.execute(found.order_by(DoctorReport.day)) if number]


def administrators() -> Sequence[Account]:
    """Those who are told."""
    theirs = select(Account).where(Account.given.any(AccountRole.role == Role.ADMINISTRATOR))
    return db.session.scalars(theirs.where(Account.confirmed_at.is_not(None)).order_by(Account.id)).all()


def outbox(now: datetime) -> Outbox:
    """How it stands with the mail."""
    waits, failed = Message.state.in_([Sending.WAITING, Sending.SENDING]), Message.state == Sending.FAILED
    lately = Message.written_at >= now - timedelta(days=7)
    counts = func.count().filter(waits), func.min(Message.written_at).filter(waits), func.count().filter(failed, lately)
    return Outbox(*db.session.execute(select(*counts).select_from(Message)).one())
