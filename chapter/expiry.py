"""How long things are kept, and what deletes them when their time is up.

Each feature says it once, in its ``personal_data.py``: with :func:`keep`, of what goes by itself, and with
:func:`stays`, of what has no time of its own. What a job deletes (:func:`enforce`), what the page about it shows
(:func:`outlooks`) and what people are told are made of the same term, so that none can promise anything else.
That something went is on record in numbers (:class:`Gone`), never whose it was.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, Date, Select, cast, delete, func, literal, null, select, union_all, update
from sqlalchemy.orm import Mapped, mapped_column

from chapter import ledger
from chapter.db import Model, UtcDateTime, db
from chapter.i18n import local, ngettext

JOB = "retention.forget"
"""The job that deletes what has no job of its own."""
SOON = timedelta(days=30)
GRACE = timedelta(days=2)
"""The longest that a job which runs once a day may be late by itself; who is later stands still."""
YEAR = timedelta(days=365)


class Gone(Model):
    """So many things of a kind went on a day (the chapter's), as their time was up."""

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class Outlook(NamedTuple):
    """How many there are, how many of them go within a month, when the next does, and how many should have gone."""

    there: int
    soon: int
    next: date | datetime | None
    late: int


Conditions = Collection[ColumnElement[bool]]


@dataclass(frozen=True)
class Term:
    """One kind of things that go: rows of ``model``, so long after ``since`` as it ``lasts``.

    Where ``since`` stands in another row, ``via`` is the column that leads there. Of rows that stay, and only lose
    something, ``becomes`` says what they are afterwards. ``only`` narrows them down. Where that can't be said in a
    column, ``outlook`` counts and ``do`` deletes; where somebody must press a button, ``by_hand`` says so. ``told``
    says how long, if it isn't simply the period.
    """

    key: str
    model: Any
    what: Any
    lasts: timedelta | Callable[[], timedelta]
    since: Any = None
    via: Any = None
    only: Conditions | Callable[[], Conditions] = ()
    becomes: dict[str, Any] | None = None
    tables: tuple[str, ...] = ()
    job: str = JOB
    told: Any = None
    outlook: Callable[[datetime], Outlook] | None = None
    do: Callable[[datetime], int] | None = None
    by_hand: Callable[[], str] | None = None

    @property
    def period(self) -> timedelta:
        """For how long; a setting may say so."""
        return self.lasts() if callable(self.lasts) else self.lasts

    @property
    def how_long(self) -> str:
        """For how long, in words."""
        if self.told is None:
            return spoken(self.period)
        return str(self.told() if callable(self.told) else self.told)

    @property
    def these(self) -> Conditions:
        """What narrows them down."""
        return self.only() if callable(self.only) else self.only

    def by(self, moment: datetime) -> ColumnElement[bool]:
        """Those whose time is up at ``moment``."""
        if self.via is None:
            return self._past(moment)
        return self.via.in_(select(self.since.class_.id).where(self._past(moment)))

    def _past(self, moment: datetime) -> ColumnElement[bool]:
        last = moment - self.period
        return self.since <= (local(last).date() if self.is_by_day else last)

    @property
    def is_by_day(self) -> bool:
        """Whether they are dated by the day."""
        return isinstance(self.since.type, Date)

    def counted(self, now: datetime) -> Select[Any]:
        """How many there are, in one row: the columns of :class:`Outlook` after the key, the next as moment or day."""
        first, none = func.min(self.since), (cast(null(), UtcDateTime()), cast(null(), Date()))
        whens = (none[0], first) if self.is_by_day else (first, none[1])
        numbers = [func.count().filter(self._past(at)) for at in (now + SOON, now - GRACE)]
        counts = select(literal(self.key), func.count(), numbers[0], whens[0], whens[1], numbers[1])
        counts = counts.select_from(self.model).where(*self.these)
        return counts if self.via is None else counts.where(self.via == self.since.class_.id)


class Staying(NamedTuple):
    """What is kept as long as something else is there, and why."""

    what: Any
    because: Any
    tables: tuple[str, ...]


_terms: dict[str, Term] = {}
_staying: list[Staying] = []


def keep(
    key: str, model: Any, *with_it: str, period: timedelta | Callable[[], timedelta], what: Any, **facts: Any
) -> None:
    """Rows of ``model`` go in time, with those of the tables ``with_it``; see :class:`Term` for the ``facts``."""
    table = getattr(model, "__table__", model).name
    _terms[key] = Term(key, model, what, period, tables=(table, *with_it), **facts)


def stays(what: Any, because: Any, *tables: str) -> None:
    """Rows of ``tables`` have no time of their own."""
    entry = Staying(what, because, tables)
    if entry.tables not in [other.tables for other in _staying]:
        _staying.append(entry)


def terms() -> list[Term]:
    """All that goes in time, in the order of the features."""
    return list(_terms.values())


def staying() -> list[Staying]:
    """All that has no time of its own."""
    return _staying


def outlooks(now: datetime) -> dict[str, Outlook]:
    """How it stands with each kind; one query for all that have a column for it."""
    counted = union_all(*(term.counted(now) for term in _terms.values() if term.since is not None))
    found = {
        key: Outlook(there, soon, _after(_terms[key], moment or day), late)
        for key, there, soon, moment, day, late in db.session.execute(counted)
    }
    return found | {term.key: term.outlook(now) for term in _terms.values() if term.outlook}


def _after(term: Term, since: date | datetime | None) -> date | datetime | None:
    return since + term.period if since is not None else None


def enforce(key: str, now: datetime) -> int:
    """Delete what ``key`` names and whose time is up, or take from it what is to go; gives how many.

    Nothing goes on the day on which the clock has leapt.
    """
    term = _terms[key]
    if ledger.has_leapt(now):
        return 0
    if term.do is not None:
        number = term.do(now)
    else:
        which = [*term.these, term.by(now)]
        change = delete(term.model) if term.becomes is None else update(term.model).values(term.becomes)
        result: Any = db.session.execute(change.where(*which), execution_options={"synchronize_session": False})
        number = result.rowcount
        db.session.expire_all()
    went(key, number, now)
    return number


def went(key: str, number: int, now: datetime) -> None:
    """Put on record that so many of a kind have gone."""
    if number:
        day = local(now).date()
        there = db.session.get(Gone, (day, key), with_for_update=True) or Gone(day=day, key=key, number=0)
        there.number += number
        db.session.add(there)
        db.session.flush()


def spoken(period: timedelta) -> str:
    """“24 hours”, “30 days”, “2 years”."""
    if period < timedelta(days=2):
        return ngettext("%(num)s hour", "%(num)s hours", round(period.total_seconds() / 3600))
    if period >= YEAR and not period % YEAR:
        return ngettext("%(num)s year", "%(num)s years", period // YEAR)
    return ngettext("%(num)s day", "%(num)s days", period.days)


def later(period: timedelta) -> LazyString:
    """The same in the language that is being spoken when it is read."""
    return LazyString(spoken, period)
