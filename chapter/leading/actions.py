"""Writes: assignments, who is in their target group, and their callers."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, exists, func, insert, literal, or_, select, update

from chapter.calling.models import AssignmentCaller, Call, CallAssignment, CallerTag, QueuePlace
from chapter.calling.queries import OPEN
from chapter.db import db
from chapter.leading import goals, queries
from chapter.people.models import Person
from chapter.searches import usage
from chapter.searches.models import SavedSearch
from chapter.searches.queries import finds
from chapter.searches.rules import Search


def make(now: datetime, is_frozen: bool = False, **facts: Any) -> CallAssignment:
    """A new assignment (``facts`` are its columns) with its queue; a frozen one is filled now and never again."""
    assignment = CallAssignment(created_at=now, frozen_at=now if is_frozen else None, **facts)
    db.session.add(assignment)
    db.session.flush()
    find_target(assignment, now)
    return assignment


def change(assignment: CallAssignment, now: datetime, is_frozen: bool = False, **facts: Any) -> None:
    """Change an assignment; callers are told when what they read has changed.

    One that is frozen and stays so finds people anew only if it is to have others.
    """
    for text in ("instructions", "script"):
        if text in facts and facts[text] != getattr(assignment, text):
            assignment.instructions_changed_at = now
    before = _whom(assignment.target, assignment.search_id)
    if is_frozen and assignment.frozen_at is not None and _whom(**facts) == before:
        facts.pop("target", None)
    else:
        assignment.frozen_at, assignment.target_found_at = now if is_frozen else None, None
    for name, value in facts.items():
        setattr(assignment, name, value)
    db.session.flush()
    db.session.expire(assignment, ["search"])
    find_target(assignment, now)


def _whom(target: Search, search_id: int | None = None, **_facts: Any) -> int | Search:
    """The saved search or, without one, the conditions."""
    return search_id or target


def find_target(assignment: CallAssignment, now: datetime) -> None:
    """Give those whom the search finds a place in the queue, and take away those it no longer finds.

    Whoever has been rung here, or is being rung, keeps the place. Whoever has reached the goal is done. Nobody
    comes into a frozen queue; who has left the chapter leaves it too.
    """
    here = QueuePlace.assignment_id == assignment.id
    is_settled = assignment.frozen_at is not None and assignment.target_found_at is not None
    if assignment.search is not None and not is_settled:
        assignment.target = assignment.search.criteria
    is_here = Person.left_on.is_(None) if is_settled else and_(Person.left_on.is_(None), finds(assignment.target))
    wanted = select(Person.id).where(is_here)
    if not is_settled:
        _let_in(assignment, wanted)
    is_on = or_(Call.reported_at.is_not(None), OPEN)
    rung = exists().where(Call.assignment_id == assignment.id, Call.person_id == QueuePlace.person_id, is_on)
    gone = delete(QueuePlace).where(here, QueuePlace.person_id.not_in(wanted), ~rung)
    db.session.execute(gone, execution_options={"synchronize_session": False})
    not_yet = update(QueuePlace).where(here, QueuePlace.done_at.is_(None))
    done = not_yet.where(QueuePlace.person_id.in_(goals.reached(assignment))).values(done_at=now)
    db.session.execute(done, execution_options={"synchronize_session": False})
    assignment.target_found_at = now
    db.session.flush()


def _let_in(assignment: CallAssignment, wanted: Select[int]) -> None:
    here = QueuePlace.assignment_id == assignment.id
    last_call = select(func.max(Call.reported_at)).where(Call.person_id == Person.id).scalar_subquery()
    missing = select(literal(assignment.id), Person.id, last_call).where(
        Person.id.in_(wanted), ~exists().where(here, QueuePlace.person_id == Person.id)
    )
    columns = ["assignment_id", "person_id", "last_called_at"]
    db.session.execute(insert(QueuePlace).from_select(columns, missing))


def _follow(search: SavedSearch, now: datetime) -> None:
    """Find people anew for the assignments that follow a search, now that it has been changed."""
    for assignment in queries.following(search.id, now):
        find_target(assignment, now)


def _let_go(search: SavedSearch) -> None:
    """Assignments keep the conditions of a search that goes; frozen ones keep those they were filled by."""
    for assignment in queries.following(search.id):
        assignment.search = None
        if assignment.frozen_at is None:
            assignment.target = search.criteria
    db.session.flush()


usage.register(usage.User(queries.uses_of_searches, _follow, _let_go))


def remove_caller(assignment: CallAssignment, account_id: int) -> None:
    """Take a caller off the assignment; a call they are in is theirs to report. Nothing if they aren't on it."""
    caller = db.session.get(AssignmentCaller, (assignment.id, account_id))
    if caller is not None:
        db.session.delete(caller)
        db.session.flush()


def choose_tags(caller: AssignmentCaller, first: Collection[int], never: Collection[int]) -> None:
    """The tags that ``caller`` rings first, and those they are never given."""
    caller.caller_tags = []
    db.session.flush()
    wanted = {tag_id: False for tag_id in first} | {tag_id: True for tag_id in never}
    caller.caller_tags = [CallerTag(tag_id=tag_id, is_excluded=is_excluded) for tag_id, is_excluded in wanted.items()]
    db.session.flush()
