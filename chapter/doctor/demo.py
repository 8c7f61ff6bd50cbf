"""The doctor has been here this morning, and found a few things to look at."""

from datetime import timedelta

from chapter.db import db
from chapter.doctor.actions import keep
from chapter.doctor.models import DoctorReport
from chapter.doctor.rules import Finding, State
from chapter.i18n import local
from chapter.settings.demo import Plan

FOUND = [
    Finding("backup_away", State.LOOK, "only here"),
    Finding("certificate", State.LOOK, "ends", {"host": "ring.example.org", "day": "2026-12-06", "days": 15}),
    Finding("mail_server", State.UNKNOWN, "demo"),
    Finding("disk", State.WELL, "well", {"free": "14,2 GB", "data": "48 MB"}),
    Finding("worker", State.WELL),
    Finding("database", State.WELL),
    Finding("backup", State.WELL, "well", {"hours": 9}),
    Finding("read_log", State.WELL),
]


def fill(plan: Plan) -> None:
    """Keep a report, and how large the data was a month before."""
    day = local(plan.now).date()
    db.session.add(DoctorReport(day=day - timedelta(days=30), at=plan.now, findings=[], data_bytes=40_000_000, told=[]))
    db.session.flush()
    keep(FOUND, 48_000_000, plan.now - timedelta(hours=2))
