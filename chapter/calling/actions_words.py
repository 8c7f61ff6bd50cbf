"""Writes: what was said in calls is forgotten; that there was a call, and how it went, stays for longer."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from chapter import expiry
from chapter.calling.models import Call
from chapter.calling.queries import HAS_WORDS, IS_SETTLED
from chapter.calling.rules import Step
from chapter.db import db

WORDS_KEPT = 2 * expiry.YEAR
WRITTEN = Step.NOTE, Step.ACTION_MESSAGE
AT_ONCE = 500


def forget_words(now: datetime) -> int:
    """Forget what was written in reports that are old, and their earlier versions; gives in how many.

    So many at a time: the rest goes the next day.
    """
    old = select(Call).where(Call.reported_at <= now - WORDS_KEPT, IS_SETTLED, HAS_WORDS).limit(AT_ONCE)
    calls = db.session.scalars(old.with_for_update(of=Call)).all()
    for call in calls:
        call.note, call.correction, call.versions = "", None, []
        call.answers = without_words(call.answers)
        if call.flag is not None:
            call.flag.message = call.flag.reply = ""
    db.session.flush()
    return len(calls)


def without_words(answers: dict[str, Any]) -> dict[str, Any]:
    """``answers`` without what a caller wrote in their own words."""
    return {
        step: {name: said for name, said in given.items() if step not in WRITTEN or name != "text"}
        for step, given in answers.items()
    }
