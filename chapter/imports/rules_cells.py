"""A row of clean text becomes facts about a person, or reasons why it can't.

A row is unusable when it has no name, when a filled cell of the ``STRICT`` fields can't be understood, or when
something is too long: it is pointed at, and never half-used. In the other fields, what can't be understood is left
out. Empty cells say nothing. Nothing here raises, whatever the cells hold.

Texts are in the form of :mod:`chapter.imports.reading`: a cell that begins with ``=`` is a formula, one that begins
with ``'=`` is the text after the apostrophe.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

Facts = dict[str, Any]
Phone = Callable[[str], str | None]


class Reason(StrEnum):
    """Why a row can't be used; the words are in ``words.REASONS``."""

    NO_NAME = "no_name"
    NOT_A_NAME = "not_a_name"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_A_NUMBER = "not_a_number"
    LOST_DIGITS = "lost_digits"
    NOT_A_YEAR = "not_a_year"
    NOT_A_DAY = "not_a_day"
    FORMULA = "formula"
    GARBLED = "garbled"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Problem:
    """A cell that keeps its row out: the field (``name``, ``email`` …), its column (from 0), and why."""

    column: str
    index: int
    reason: Reason


@dataclass(frozen=True)
class Said:
    """What a row says: facts by field (``joined_on`` a date, ``tags`` a list), or problems.

    ``seen`` are the fields in which it says anything at all, understood or not.
    """

    facts: Facts
    problems: list[Problem]
    seen: frozenset[str]


def read_row(cells: Sequence[str], mapping: Mapping[int, str], today: date, country: str, phone: Phone) -> Said:
    """What a row says of a person; ``phone`` turns a number into E.164 or gives None. No problems: it can be used.

    With problems the facts are those that could be understood, to be shown and not to be used.
    """
    raise NotImplementedError


def is_not_a_person(cells: Sequence[str], mapping: Mapping[int, str], names: Sequence[str] = ()) -> bool:
    """Whether a row is the headings (``names``) once more, or totals at the bottom: skipped, not unusable."""
    raise NotImplementedError


def same(field: str, ours: Any, said: Any) -> bool:
    """Whether ``said`` is what we have already, spelt otherwise: spaces, a postcode’s gap, capitals of an address."""
    raise NotImplementedError
