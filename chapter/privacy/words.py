"""What is known of somebody, what keeps them, and what stays when they are erased, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table

from chapter.access import ROLE_NAMES
from chapter.i18n import _, lazy
from chapter.people.models import Person
from chapter.privacy.queries import Kept
from chapter.privacy.rules import Keep

_ACCOUNT, _WELCOME = lazy("Their account, and how they sign in"), lazy("How they were welcomed, and what they said")
_LISTS, _CALLS = lazy("Places in call lists"), lazy("Calls, and reports on them")
_FILES = lazy("Rows of files that were imported")
_COURSES = lazy("Courses that they are interested in or have taken")
_TWICE = lazy("Notes on who is in the register twice")
_LOOKS = lazy("Their place in the log of who has looked at whom")
TABLES = {
    "person_tag": lazy("Tags"),
    "history_entry": lazy("Lines in their history"),
    "person_change": lazy("Lines in the log of changes"),
    "call": _CALLS,
    "call_version": _CALLS,
    "flag": lazy("Flagged calls"),
    "queue_place": _LISTS,
    "group_place": lazy("Places in groups"),
    "exported_person": lazy("Exports that they were in"),
    **dict.fromkeys(("read_person", "read_reader", "read_oddity"), _LOOKS),
    "import_row": _FILES,
    "kept_fact": _FILES,
    "look_alike": _TWICE,
    "not_same": _TWICE,
    "merge": _TWICE,
    **dict.fromkeys(("welcome_case", "case_step", "case_note", "welcome_invitation", "welcome_referral"), _WELCOME),
    "welcome_follow_up": _WELCOME,
    **dict.fromkeys(("account", "account_role", "role_change", "sign_in_link", "welcomer", "group_contact"), _ACCOUNT),
    **dict.fromkeys(("passkey", "code_app", "recovery_code", "factor_change"), _ACCOUNT),
    **dict.fromkeys(("assignment_caller", "caller_tag"), lazy("Call lists on which they ring")),
    "signup": lazy("Sign-ups"),
    **dict.fromkeys(("course_interest", "course_read", "course_done"), _COURSES),
    "resource_favourite": lazy("Favourites in the resource bank"),
    "rights_request": lazy("What they have asked for about their data"),
}
"""What the tables hold, in the order in which it is told; some are told as one."""
OTHER = lazy("Other things")

WHY = {
    Keep.IN_CALL: lazy("Somebody is ringing them just now, or they are ringing somebody."),
    Keep.FLAG: lazy("A caller has asked somebody to act, and nobody has yet."),
    Keep.MEMBER: lazy("They are a member. Note first that they have left."),
    Keep.CONSENT: lazy("They have said yes to being known here."),
}


def known(rows: Mapping[Table, int], traces: Iterable[tuple[Any, int]]) -> list[tuple[str, int]]:
    """What there is of somebody besides their entry in the register, and how much."""
    labels = {**dict.fromkeys(map(str, TABLES.values()), 0), str(OTHER): 0}
    for table, number in rows.items():
        labels[str(TABLES.get(table.name, OTHER))] += number
    for label, number in traces:
        labels[str(label)] = labels.get(str(label), 0) + number
    return [(label, number) for label, number in labels.items() if number]


def why_kept(kept: Kept) -> list[str]:
    """What keeps somebody, each a sentence."""
    office = [_("They hold an office: %(roles)s.", roles=", ".join(str(ROLE_NAMES[role]) for role in kept.roles))]
    others = [str(words) for keep, words in WHY.items() if keep in kept.why]
    return (office if Keep.OFFICE in kept.why else []) + others


def stays(person: Person, has_account: bool) -> list[str]:
    """What stays when somebody is erased."""
    found = [_("A number in the figures: how many joined, left and were erased, and why. It tells of nobody.")]
    if person.do_not_call_at:
        found.append(
            _(
                "A mark that they aren’t to be called. It holds no name, number or address, and only shows when "
                "somebody with the same comes into the register again."
            )
        )
    if has_account:
        found.append(
            _("Calls that they made to others, without their name. The log of exports keeps it, if they made any.")
        )
    found.append(_("What others wrote about them in notes on somebody else: that can’t be found."))
    found.append(_("Copies in backups, until those are deleted, and in a file that waits to be imported, for a day."))
    return found
