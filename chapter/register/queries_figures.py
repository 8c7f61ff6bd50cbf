"""Reads: figures of the register, and of those whom a search finds. What is too small to be shown is None already."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, func, or_, select

from chapter.db import db
from chapter.people.models import Person
from chapter.register import rules
from chapter.register.models import MonthTally
from chapter.searches import registry
from chapter.searches.queries import finds
from chapter.searches.rules import EVERYBODY, Search

MONTHS = 24
Size = int | None


@dataclass(frozen=True)
class Figures:
    """``ages`` are by (from, to), or None where the year isn't known; ``joined`` and ``left`` follow ``months``."""

    people: Size
    members: Size
    supporters: Size
    paid: Size
    emails: Size
    mobiles: Size
    ages: list[tuple[Any, Size]]
    towns: list[tuple[str, Size]]
    other_towns: Size
    unknown_towns: Size
    months: list[tuple[int, int]]
    joined: list[Size]
    left: list[Size]
    joined_this_year: Size
    left_this_year: Size


def figures(search: Search, today: date) -> Figures:
    """The figures of those whom ``search`` finds, and of how they came and went in the last two years."""
    now, ever = finds(search), registry.clause(search)
    months = rules.months(today.year, today.month, MONTHS)
    joined, left = (_by_month(column, months, ever) for column in (Person.joined_on, Person.left_on))
    if search == EVERYBODY:
        joined, left = _with_the_erased(months, joined, left)
    sums: dict[str, Any] = _sums(now, today.year) | _towns(_grouped(Person.town, now))
    return Figures(
        **sums,
        ages=_ages(_grouped(Person.birth_year, now), today.year),
        months=months,
        joined=rules.veiled_by_year(months, joined),
        left=rules.veiled_by_year(months, left),
        joined_this_year=_this_year(months, joined, today.year),
        left_this_year=_this_year(months, left, today.year),
    )


def _sums(now: ColumnElement[bool], year: int) -> dict[str, Size]:
    has_paid = and_(Person.fee_paid_for.is_not(None), Person.fee_paid_for >= year)
    is_member = or_(Person.joined_on.is_not(None), has_paid)
    has_mobile = and_(Person.mobile.is_not(None), ~Person.mobile_is_wrong)
    counted = [
        func.count().filter(condition) for condition in (is_member, has_paid, Person.email.is_not(None), has_mobile)
    ]
    row = db.session.execute(select(func.count(), *counted).where(now)).one()
    everybody, members, paid, emails, mobiles = tuple(row)
    shown_paid, _unpaid, supporters = rules.veiled([paid, members - paid, everybody - members])
    return {
        "people": _alone(everybody),
        "members": None if supporters is None else _alone(members),
        "supporters": supporters,
        "paid": shown_paid,
        "emails": rules.veiled([emails, everybody - emails])[0],
        "mobiles": rules.veiled([mobiles, everybody - mobiles])[0],
    }


def _alone(number: int) -> Size:
    """``number``, if it is no small group."""
    return rules.veiled([number])[0]


def _grouped(column: Any, now: ColumnElement[bool]) -> dict[Any, int]:
    return {
        value: number for value, number in db.session.execute(select(column, func.count()).where(now).group_by(column))
    }


def _ages(births: dict[int | None, int], year: int) -> list[tuple[Any, Size]]:
    groups = rules.ages(births, year)
    return list(zip((group for group, _number in groups), rules.veiled([n for _g, n in groups]), strict=True))


def _towns(towns: dict[str | None, int]) -> dict[str, Any]:
    largest, others, unknown = rules.places(towns)
    shown = rules.veiled([*(number for _town, number in largest), others, unknown])
    names = [town for town, _number in largest]
    return {"towns": list(zip(names, shown, strict=False)), "other_towns": shown[-2], "unknown_towns": shown[-1]}


def _by_month(column: Any, months: list[tuple[int, int]], ever: ColumnElement[bool]) -> list[int]:
    year, month = extract("year", column), extract("month", column)
    found = select(year, month, func.count()).where(column >= date(*months[0], 1), ever).group_by(year, month)
    counted = {(y, m): number for y, m, number in db.session.execute(found)}
    return [counted.get(month, 0) for month in months]


def _with_the_erased(months: list[tuple[int, int]], joined: list[int], left: list[int]) -> tuple[list[int], list[int]]:
    """How many joined and left in each month, counting those of whom nothing else remains."""
    tallies = db.session.scalars(select(MonthTally).where(MonthTally.year >= months[0][0]))
    gone = {(tally.year, tally.month): tally for tally in tallies}
    for place, month in enumerate(months):
        if month in gone:
            joined[place] += gone[month].joined
            left[place] += gone[month].left
    return joined, left


def _this_year(months: list[tuple[int, int]], numbers: list[int], year: int) -> Size:
    return _alone(sum(number for (y, _month), number in zip(months, numbers, strict=True) if y == year))
