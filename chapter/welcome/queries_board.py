"""Reads: all cases at once, with no more of each than a line on a list takes; hundreds come in two queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, Subquery, select, true

from chapter.access import Permission
from chapter.accounts.models import Account, AccountRole
from chapter.db import db, rows
from chapter.groups.models import Group
from chapter.i18n import local
from chapter.people.models import Person
from chapter.people.rules import terms
from chapter.welcome import queries, queries_call, rules
from chapter.welcome.models import CaseStep, Referral, Routine, WelcomeCase
from chapter.welcome.rules import Course, End, Kind, Point, State, Step, Trace

PAGE = 30


@dataclass(frozen=True)
class Line(queries.Stand):
    """A case as a list shows it. ``responsible`` is a name; nobody’s (“”) also if theirs may not welcome people."""

    case_id: int
    person_id: int
    first_name: str
    last_name: str
    find_text: str
    has_left: bool
    wants_to_leave: bool
    responsible_id: int | None
    responsible: str
    paused_until: date | None
    closed_by: str
    course: Course
    points: Sequence[Point]
    today: date

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def end(self) -> End | None:
        """When and why it was over with the case."""
        return self.course.end

    def lead(self, key: str) -> Point | None:
        """What the line is about: its step ``key`` if one asks for that and it can be done, else the first."""
        return next((point for point in self.to_do if point.step.key == key), None) if key else self.first

    def due_on(self, key: str) -> date:
        """When the line's step ``key`` is due."""
        lead = self.lead(key)
        return lead.due_on if lead and lead.due_on else date.max


@dataclass(frozen=True)
class Wanted:
    """Which lines of the board are asked for. ``whose`` is “mine”, “nobody” or “ended”; nothing: all that are open."""

    whose: str = ""
    words: str = ""
    step: str = ""
    group_id: int | None = None


@dataclass(frozen=True)
class Board:
    """What stands on the board, before it is narrowed and after; ``groups`` are names by case, then by group.

    ``tried`` are the cases that were rung in vain so often that it is time to write instead.
    """

    open: Sequence[Line]
    found: Sequence[Line]
    groups: Mapping[int, Mapping[int, dict[str, str]]] = field(default_factory=dict)
    tried: Collection[int] = ()

    @property
    def late(self) -> int:
        """How many steps of the open cases are late."""
        return sum(point.state is State.LATE for line in self.open for point in line.points)

    def page(self, number: int) -> Pagination:
        """So many of the lines as a screen takes; a page past the last one is the last one."""
        last = max(1, -(-len(self.found) // PAGE))
        return _Lines(page=min(number, last), per_page=PAGE, max_per_page=PAGE, error_out=False, lines=self.found)


class _Lines(Pagination):
    def _query_items(self) -> list[Line]:
        return list(self._query_args["lines"][self._query_offset : self._query_offset + self.per_page])

    def _query_count(self) -> int:
        return len(self._query_args["lines"])


def board(account: Account, wanted: Wanted, now: datetime) -> Board:
    """What ``account`` may see of the cases, the most overdue first; of those that have ended, the latest first."""
    is_ended = wanted.whose == "ended"
    lines, groups = open_lines(account, now), referred()
    among = ended_lines(account, now) if is_ended else lines
    found = [line for line in among if _fits(line, wanted, account, groups)]
    if wanted.step:
        found.sort(key=lambda line: line.due_on(wanted.step))
    to_ring = [line.case_id for line in lines if any(point.step.kind is Kind.CALL for point in line.to_do)]
    return Board(lines, found, groups, queries_call.tried_enough(to_ring))


def _fits(line: Line, wanted: Wanted, account: Account, groups: Mapping[int, Mapping[int, Any]]) -> bool:
    return (
        (wanted.whose != "mine" or line.responsible_id == account.id)
        and (wanted.whose != "nobody" or not line.responsible)
        and all(term in line.find_text for term in terms(wanted.words))
        and (not wanted.step or line.lead(wanted.step) is not None)
        and (wanted.group_id is None or wanted.group_id in groups.get(line.case_id, {}))
    )


def open_lines(account: Account | None, now: datetime) -> list[Line]:
    """The open cases that ``account`` may see, or all of them, the most overdue first; with the steps that are theirs.

    The follow-up is the member coordinator's alone, whoever else is responsible.
    """
    found = _lines(now, queries.open_to(account) if account else true(), ~queries.HAS_ENDED)
    if account is not None and Permission.WELCOME_FOLLOW_UP not in account.permissions:
        found = [replace(line, points=[p for p in line.points if p.step.kind is not Kind.FOLLOW_UP]) for line in found]
    return sorted(found, key=lambda line: (*rules.urgency(line.points), line.case_id))


def ended_lines(account: Account, now: datetime) -> list[Line]:
    """The cases that have ended and aren't forgotten yet, the latest first."""
    found = _lines(now, queries.open_to(account), queries.HAS_ENDED)
    return sorted(found, key=lambda line: (line.end.on if line.end else line.today, line.case_id), reverse=True)


def line_of(person_id: int, now: datetime) -> Line | None:
    """The case of somebody in the register, if there is one; the routine comes in the same query."""
    query = _query(WelcomeCase.person_id == person_id).add_columns(Routine).outerjoin(Routine, Routine.id == 1)
    found = db.session.execute(query).all()
    if not found:
        return None
    steps = rules.steps_from(queries.remember(found[0].Routine).steps)
    return _line(found, steps, local(now).date(), queries.is_closed)


def _lines(now: datetime, *where: ColumnElement[bool]) -> list[Line]:
    found = groupby(rows(_query(*where)), key=lambda row: row.id)
    today, steps, is_closed = local(now).date(), queries.steps(), cache(queries.is_closed)
    return [_line(list(case), steps, today, is_closed) for _id, case in found]


def _query(*where: ColumnElement[bool]) -> Select[Any]:
    """A row for each step that something became of, and one for a case without any."""
    able = _able()
    return (
        select(
            *(WelcomeCase.id, WelcomeCase.person_id, WelcomeCase.started_on, WelcomeCase.rests),
            *(WelcomeCase.paused_on, WelcomeCase.paused_until, WelcomeCase.closed_on),
            *(WelcomeCase.closed_why, WelcomeCase.closed_by, WelcomeCase.responsible_id, able.c.name.label("by")),
            *(Person.first_name, Person.last_name, Person.find_text, Person.left_on, Person.leaving_at),
            *(CaseStep.key, CaseStep.done_on, CaseStep.is_skipped),
        )
        .join(WelcomeCase.person)
        .outerjoin(able, able.c.id == WelcomeCase.responsible_id)
        .outerjoin(CaseStep, (CaseStep.case_id == WelcomeCase.id) & ~CaseStep.came_back)
        .where(*where)
        .order_by(WelcomeCase.id)
    )


def _line(case: Sequence[Any], steps: Sequence[Step], today: date, is_closed: rules.Closed) -> Line:
    row = case[0]
    traces = {step.key: Trace(step.done_on, step.is_skipped) for step in case if step.key}
    course = rules.course_of(
        *(row.started_on, traces, row.rests, row.paused_on),
        leaving_on=local(row.leaving_at).date() if row.leaving_at else None,
        closed_on=row.closed_on,
        closed_why=row.closed_why,
        left_on=row.left_on,
    )
    return Line(
        case_id=row.id,
        person_id=row.person_id,
        first_name=row.first_name,
        last_name=row.last_name,
        find_text=row.find_text,
        has_left=row.left_on is not None,
        wants_to_leave=row.leaving_at is not None,
        responsible_id=row.responsible_id if row.by else None,
        responsible=row.by or "",
        paused_until=row.paused_until,
        closed_by=row.closed_by if course.end and course.end.on == row.closed_on else "",
        course=course,
        points=rules.plan(steps, course, today, is_closed),
        today=today,
    )


def _able() -> Subquery:
    """The accounts that may welcome people: a case of anybody else’s is nobody’s."""
    has_role = Account.given.any(AccountRole.role.in_(queries.WELCOMING))
    return select(Account.id, Account.name).where(has_role, Account.confirmed_at.is_not(None)).subquery()


def referred() -> dict[int, dict[int, dict[str, str]]]:
    """The groups that people were referred to, their names by case and by group."""
    found = select(Referral.case_id, Group.id, Group.name).join(Referral.group).order_by(Referral.id)
    made: dict[int, dict[int, dict[str, str]]] = {}
    for case_id, group_id, name in rows(found):
        made.setdefault(case_id, {})[group_id] = name
    return made
