"""The letters of the routine: which there are, what can be filled in, and when one goes by itself."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from urllib.parse import quote

from chapter.welcome.rules import OPEN, Kind, Point, State


class Key(StrEnum):
    """The letters there are."""

    WELCOME = "welcome"
    DAY_AFTER = "day_after"
    WRITE_INSTEAD = "write_instead"
    """After calls that nobody answered."""
    WELCOME_BACK = "welcome_back"
    """To those who have left; it belongs to no case."""


STEPS = {Key.WELCOME: Kind.LETTER, Key.DAY_AFTER: Kind.DAY_AFTER, Key.WRITE_INSTEAD: Key.WRITE_INSTEAD}
"""What a case notes when a letter is sent: a step of the routine, or one of the letter's own."""
AHEAD = {Kind.LETTER: 1, Kind.DAY_AFTER: 0}
"""What goes by itself, and how many days before its time is up; the day after is never the day itself."""
OLD_NEWS = 7
"""A letter that is more days late is left for a human."""

WORDS = (
    *("first_name", "chapter", "signer", "signer_title", "signer_email", "signer_phone", "call", "contact"),
    *("groups", "next_events"),
)
"""The fields, as they are written between braces."""
LISTS = WORDS[-2:]
IN_A_LINK = "signer_email", "signer_phone"
"""Only officers' own facts can be part of an address: whoever calls themselves one puts no link into a letter."""
ALSO_CALLED = {
    **dict.fromkeys(("namn", "navn", "förnamn", "fornavn", "name"), "first_name"),
    **dict.fromkeys(("förening", "lokalförening", "forening", "lokallag"), "chapter"),
    **dict.fromkeys(("grupper", "group"), "groups"),
    **dict.fromkeys(("titel", "tittel", "title"), "signer_title"),
    **dict.fromkeys(("epost", "e-post", "mejl", "email", "e-mail"), "signer_email"),
    **dict.fromkeys(("telefon", "mobil", "phone"), "signer_phone"),
    **dict.fromkeys(("kontakt", "kontaktperson"), "contact"),
    **dict.fromkeys(("samtal", "samtale"), "call"),
}
"""What people write who guess."""

_FIELD = re.compile(r"\{([^{}\n]*)\}")
_ADDRESS = re.compile(r"(?:\]\(|\]:|://|<)\s*\S*\Z")
"""How a text ends where an address has begun."""
_GAP = re.compile(r"\n{3,}")
_CODE = re.compile(r"\b[45]\.(\d{1,3}\.\d{1,3})\b")


class Trouble(StrEnum):
    """What is wrong with a field in a text."""

    UNKNOWN = "unknown"
    LIST = "list"
    LINK = "link"


@dataclass(frozen=True)
class Problem:
    """A field as it was written that can't be filled in, why, and which was meant, if that can be guessed."""

    field: str
    trouble: Trouble
    meant: str | None = None


def problems(text: str, is_subject: bool = False) -> Iterator[Problem]:
    """What can't be filled in; a subject is one line and has no room for lists."""
    for found in _FIELD.finditer(text):
        name = found[1].strip()
        if name not in WORDS:
            yield Problem(name, Trouble.UNKNOWN, _meant(name.lower()))
        elif is_subject and name in LISTS:
            yield Problem(name, Trouble.LIST)
        elif not is_subject and _in_address(found) and name not in IN_A_LINK:
            yield Problem(name, Trouble.LINK)


def _meant(name: str) -> str | None:
    close = get_close_matches(name, [*WORDS, *ALSO_CALLED], n=1, cutoff=0.65)
    return ALSO_CALLED.get(close[0], close[0]) if close else None


def _in_address(found: re.Match[str]) -> bool:
    return _ADDRESS.search(found.string, max(found.start() - 500, 0), found.start()) is not None


def fill(
    text: str, words: Mapping[str, str], lists: Mapping[str, Sequence[str]], plain: Callable[[str], str] = str
) -> str:
    """``text`` with its fields filled in: ``words`` made ``plain``, and ``lists`` of ready markdown.

    A line whose fields are all empty goes, with whatever else stands on it, and a paragraph with its last line. What
    is no field stays as it is. No value gets into an address, apart from those ``IN_A_LINK``.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name in LISTS:
            return "".join(["\n\n", *(f"- {item}\n" for item in lists.get(name, ())), "\n"])
        if name not in WORDS:
            return found[0]
        if not _in_address(found):
            return plain(words.get(name, ""))
        return quote(words.get(name, "").replace(" ", ""), safe="@+") if name in IN_A_LINK else ""

    kept = "\n".join(line for line in text.splitlines() if not _is_empty(line, {**words, **lists}))
    return _GAP.sub("\n\n", _FIELD.sub(value, kept)).strip()


def _is_empty(line: str, values: Mapping[str, object]) -> bool:
    names = [found.strip() for found in _FIELD.findall(line)]
    return bool(names) and all(name in WORDS and not values.get(name) for name in names)


def day_by_itself(point: Point, today: date) -> date | None:
    """On which day a letter that nobody sends goes by itself, today at the earliest; None if it doesn't, or no longer.

    That is shortly before its time is up; what has become old news is left for a human.
    """
    ahead = AHEAD.get(point.step.kind)
    if ahead is None or point.due_on is None or point.state not in (*OPEN, State.AHEAD):
        return None
    if point.late(today) > OLD_NEWS:
        return None
    return max(point.due_on - timedelta(days=ahead), point.opens_on or today, today)


class Refusal(StrEnum):
    """Why a mail server refuses a letter, as far as its codes tell (RFC 3463)."""

    ADDRESS = "address"
    FULL = "full"
    US = "us"
    OTHER = "other"


def refusal(said: str) -> Refusal:
    """Why a mail server has refused a letter, by what it ``said``: “550 5.1.1 No such user”."""
    code = _CODE.search(said)
    subject = code[1] if code else {"550": "1.1", "551": "1.6", "552": "2.2", "553": "1.3"}.get(said[:3], "")
    if subject == "2.2":
        return Refusal.FULL
    return {"1": Refusal.ADDRESS, "2": Refusal.ADDRESS, "7": Refusal.US}.get(subject[:1], Refusal.OTHER)
