"""The chain: each entry's hash stands on the one before, so that nothing can be changed, taken out or put in unseen.

An entry names nobody. It has numbers for who looked and at whom, each made of who it is and a secret of its own; which
is whose stands in tables beside. When somebody is erased their row there goes, secret and all: then nothing can be read
or guessed from the number, and the chain still holds.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from chapter.people.rules_looks import What

START = "0" * 64
"""What the first entry of all stands on."""


class Line(NamedTuple):
    """An entry as the chain holds it. ``many`` is how many people it is about."""

    number: int
    at: datetime
    reader: int | None
    roles: list[str]
    what: What
    about: str
    many: int


class Fault(StrEnum):
    """What is wrong with the log."""

    CHANGED = "changed"
    REMOVED = "removed"
    PUT_IN = "put in"
    CUT_OFF = "cut off"
    REWRITTEN = "rewritten"
    UNWITNESSED = "unwitnessed"
    """What stood outside the database, to hold the end against, is gone."""
    UNTIED = "untied"
    """A number that isn't the person's, or the reader's, whom the table beside gives it to."""
    LOST = "lost"
    """A number that is nobody's, though no one was erased."""


class Verdict(NamedTuple):
    """What came of looking through the log: how many entries hold, and what is wrong first, if anything is.

    ``number`` is the entry that is wrong, or the first that is missing.
    """

    holding: int
    fault: Fault | None = None
    number: int = 0


def token(salt: str, *facts: int | str) -> int:
    """The number that stands for somebody in the log."""
    return int.from_bytes(sha256(json.dumps([salt, *facts]).encode()).digest()[:8]) >> 1


def chained(previous: str, line: Line, people: Iterable[int]) -> str:
    """The hash of an entry about ``people`` (their numbers, the lowest first) that follows on ``previous``."""
    facts = line._replace(at=line.at.isoformat(), what=line.what.value)  # type: ignore[arg-type]
    content = sha256(json.dumps(facts).encode())
    for number in people:
        content.update(number.to_bytes(8))
    return sha256(bytes.fromhex(previous) + content.digest()).hexdigest()


def tidied(removed_to: int, its_hash: str) -> str:
    """What the entry says that is written when old ones go: the last of them, and what the next stands on."""
    return f"{removed_to} {its_hash}"


def start(about: str | None) -> tuple[int, str]:
    """The number and hash that the oldest entry stands on, by what was said when older ones went, if any have."""
    number, _space, its_hash = (about or f"0 {START}").partition(" ")
    is_whole = number.isdecimal() and len(its_hash) == len(START) and set(its_hash) <= set("0123456789abcdef")
    return (int(number), its_hash) if is_whole else (0, START)


def misplaced(number: int, expected: int) -> Fault | None:
    """What is wrong when the entry ``number`` comes where ``expected`` should."""
    if number == expected:
        return None
    return Fault.REMOVED if number > expected else Fault.PUT_IN
