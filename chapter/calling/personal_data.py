"""What is stored about those who are called, and about those who call."""

from chapter.access import Permission
from chapter.calling.rules import LEASE
from chapter.i18n import lazy
from chapter.people.stored import Basis, also, describe

describe(
    "calls",
    40,
    *("call", "call_version", "flag", "queue_place"),
    title=lazy("When we call you"),
    what=lazy("That we called, when, and how it went. Also what the caller noted for the next one."),
    why=lazy("So that you aren’t called by two at once, and what you asked for is done."),
    basis=Basis.MEMBERS,
    kept=lazy("As long as you are in the register."),
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
