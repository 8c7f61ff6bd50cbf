"""Where each step of a case is done."""

from flask import url_for

from chapter.access import may_open
from chapter.welcome.rules import Kind, Step

PAGES = {
    Kind.LETTER: "letters.letter",
    Kind.DAY_AFTER: "letters.letter",
    Kind.CALL: "welcome.call",
    Kind.REFERRAL: "welcome.refer",
    Kind.FOLLOW_UP: "welcome.follow_up",
}
"""The steps with a page of their own; the others share a plain one."""


def path(case_id: int, step: Step) -> str | None:
    """The page where the reader does ``step``; None if it isn't theirs to do."""
    endpoint = PAGES.get(step.kind, "welcome.step")
    if not may_open(endpoint):
        return None
    key = step.key if step.kind is Kind.DAY_AFTER or step.kind not in PAGES else None
    return url_for(endpoint, case_id=case_id, key=key)
