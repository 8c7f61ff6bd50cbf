"""What is stored about those who are called, and about those who call."""

from collections.abc import Mapping
from typing import Any

from chapter import expiry
from chapter.access import Permission
from chapter.calling.rules import LEASE
from chapter.calling.terms import CALLS_KEPT, WORDS_KEPT
from chapter.calling.words import OUTCOMES, SKIPS
from chapter.i18n import lazy
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, also, describe

describe(
    "calls",
    40,
    *("call", "call_version", "flag", "queue_place"),
    title=lazy("When we call you"),
    what=lazy("That we called, when, and how it went. Also what the caller noted for the next one."),
    why=lazy("So that you aren’t called by two at once, and what you asked for is done."),
    basis=Basis.MEMBERS,
    kept=lazy(
        "What was noted: %(words)s. That we called, and how it went: %(calls)s. All of it goes when you are erased.",
        words=expiry.later(WORDS_KEPT),
        calls=expiry.later(CALLS_KEPT),
    ),
    seen_by=lazy(
        "The caller who has you on the line. A caller sees one person at a time, and an open call is taken back "
        "after %(minutes)s minutes of silence.",
        minutes=LEASE.seconds // 60,
    ),
    may=[Permission.CALLING_LEAD, Permission.FLAGS_HANDLE],
)
describe(
    "callers",
    50,
    *("assignment_caller", "caller_tag"),
    title=lazy("When you call for us"),
    what=lazy("Which call lists you are on, and the calls that you make. Nobody is ranked."),
    why=lazy("So that you get people to call, and can correct your reports."),
    basis=Basis.CONSENT,
    kept=lazy("As long as you have an account. After that your name is taken away from the calls."),
    seen_by=lazy("Yourself."),
    may=[Permission.CALLING_LEAD],
)
also("did", "call_assignment")


def _texts(answers: Any, _row: Mapping[str, Any]) -> str:
    """What was written in a report, apart from the answers that were chosen."""
    return "; ".join(said["text"] for said in answers.values() if isinstance(said, dict) and said.get("text"))


claim(
    "call",
    lazy("Calls to you"),
    labels={
        "claimed_at": lazy("When"),
        "assignment_id.title": lazy("Call list"),
        "they_rang": lazy("You rang back"),
        "outcome": lazy("How it went"),
        "call_back_after": lazy("We ring again after"),
        "action_needed": lazy("Somebody was asked to act"),
        "note": lazy("The caller’s note to the next one"),
        "reported_at": lazy("Reported"),
        "skipped_because": lazy("Why the caller passed you over"),
    },
    words={"outcome": OUTCOMES, "skipped_because": SKIPS},
    newest="claimed_at",
    inner="id person_id lease_until released_at",
    twice="numbers answers correction",
    others="caller_id",
)
claim(
    "call_version",
    lazy("Reports as they were sent"),
    labels={"sent_at": lazy("Sent"), "answers": lazy("What the caller wrote")},
    words={"answers": _texts},
    newest="sent_at",
    inner="id call_id",
    others="sent_by_id",
)
claim(
    "flag",
    lazy("What callers passed on to somebody who could act"),
    labels={
        "raised_at": lazy("When"),
        "message": lazy("What the caller wrote"),
        "is_leaving": lazy("That you want to leave"),
        "reply": lazy("What the caller was answered"),
        "taken_at": lazy("Taken by somebody"),
        "handled_at": lazy("Handled"),
    },
    newest="raised_at",
    inner="id call_id person_id",
    others="taken_by_id handled_by_id",
)
claim(
    "queue_place",
    lazy("Call lists that you are on"),
    "assignment_id.title",
    labels={
        "last_called_at": lazy("Last called"),
        "call_back_after": lazy("We ring again after"),
        "promised_at": lazy("Promised"),
        "done_at": lazy("Done"),
    },
    inner="person_id",
    others="promised_to_id",
)
claim(
    "assignment_caller",
    lazy("Call lists on which you ring"),
    "assignment_id.title",
    labels={"added_at": lazy("Since")},
    inner="account_id",
)
claim(
    "caller_tag",
    lazy("Whom you ring first, or never"),
    "assignment_id.title tag_id.name",
    labels={"is_excluded": lazy("Never")},
    inner="account_id",
)
signed("call", lazy("Calls that you made for us"))
signed("call_version", lazy("Reports that you sent"))
signed("call_assignment", lazy("Call lists that you lead"))
signed("flag", lazy("Flagged calls that you took or handled"))
signed("queue_place", lazy("People whom you promised to ring back"))
