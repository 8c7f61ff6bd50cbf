"""Writes: opening, handing over, pausing and closing cases, and noting that their steps are done."""

from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import delete, select, update

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy, local
from chapter.people import actions as people
from chapter.people.models import HistoryEntry, Person
from chapter.welcome import lines, merging, queries, rules  # noqa: F401 - the history's sentences, and merges
from chapter.welcome.models import CaseNote, CaseStep, WelcomeCase
from chapter.welcome.rules import Closing, Kind


class HasLeft(Refused):
    """Who has left the chapter isn't welcomed."""

    words = lazy("They have left the chapter.")


class Ended(Refused):
    """A case that has been closed can only be opened again."""

    words = lazy("The case is closed. Open it again first.")


def open_new(now: datetime, most: int = 500) -> int | None:
    """Open a case for everybody who is new in the register, ``most`` at a time; gives how many, None when none is left.

    Safe to run twice: nobody is looked at again.
    """
    people_left, is_founding = queries.unseen(most), cache(_is_founding)
    for person in people_left:
        is_welcome = not (person.from_file and is_founding(person.added_at)) or rules.joined_lately(
            person.joined_on, local(person.added_at).date()
        )
        if queries.routine().is_on and person.left_on is None and is_welcome:
            open_case(person, now)
    looked_at = update(Person).where(Person.id.in_([person.id for person in people_left])).values(is_new=False)
    db.session.execute(looked_at)
    return len(people_left) or None


def _is_founding(added_at: datetime) -> bool:
    """Whether an import founded the register: it brought more people than there had been."""
    return not rules.may_be_new(*queries.came_and_before(added_at))


def open_case(person: Person, now: datetime, by: Account | None = None) -> WelcomeCase:
    """Open a case for ``person``, or give the one there is. Days count from when the chapter came to know of them,
    or from today when somebody opens it by hand. Raises HasLeft."""
    if person.left_on is not None:
        raise HasLeft
    if (there := queries.case_of(person.id)) is not None:
        return there
    case = WelcomeCase(
        person=person,
        opened_at=now,
        opened_by=by.name if by else "",
        started_on=local(now if by else person.added_at).date(),
        how_came=person.source,
        responsible_id=by.id if by else rules.shared_out(queries.open_by_sharer()),
        done=[],
    )
    db.session.add(case)
    db.session.flush()
    people.remember(person, "welcome_opened", now, source=case.source, by=case.opened_by)
    return case


def settle_leavers() -> None:
    """Whoever has left isn't welcomed any more; who is back is again. What somebody closed by hand stays closed."""
    left_on = select(Person.left_on).where(Person.id == WelcomeCase.person_id).scalar_subquery()
    goes_on = WelcomeCase.closed_on.is_(None), ~WelcomeCase.done.any(CaseStep.key == Kind.FOLLOW_UP)
    by_itself = WelcomeCase.closed_why == Closing.LEFT, WelcomeCase.closed_by == ""
    ends = update(WelcomeCase).where(*goes_on, left_on.is_not(None)).values(closed_on=left_on, closed_why=Closing.LEFT)
    back = update(WelcomeCase).where(*by_itself, left_on.is_(None)).values(closed_on=None, closed_why=None)
    for change in (ends, back):
        db.session.execute(change, execution_options={"synchronize_session": False})


def hand_over(case: WelcomeCase, to: Account | None) -> None:
    """Let somebody else be responsible, or nobody."""
    case.responsible = to
    db.session.flush()


def pause(case: WelcomeCase, until: date | None, now: datetime) -> None:
    """Let the case rest, until a day or until it is resumed; nothing is late meanwhile. Raises Ended."""
    _must_be_open(case)
    case.paused_on, case.paused_until = case.paused_on or local(now).date(), until
    db.session.flush()


def resume(case: WelcomeCase, now: datetime) -> None:
    """Go on with the case; its days move by as long as it has rested."""
    if case.paused_on is not None:
        case.rested += (min(local(now).date(), case.paused_until or date.max) - case.paused_on).days
        case.paused_on = case.paused_until = None
        db.session.flush()


def resume_due(now: datetime) -> int:
    """Go on with the cases whose rest is over; gives how many."""
    over = select(WelcomeCase).where(WelcomeCase.paused_until <= local(now).date())
    found = db.session.scalars(over.with_for_update()).all()
    for case in found:
        resume(case, now)
    return len(found)


def close(case: WelcomeCase, why: Closing, actor: Account, now: datetime) -> None:
    """End the case before its routine is through."""
    if case.closed_on is None:
        case.closed_on, case.closed_why, case.closed_by = local(now).date(), why, actor.name
        db.session.flush()


def reopen(case: WelcomeCase) -> None:
    """The case goes on after all; its days go on from where they were."""
    case.closed_on, case.closed_why, case.closed_by = None, None, ""
    db.session.flush()


def do(
    case: WelcomeCase,
    key: str,
    by: str,
    now: datetime,
    how: str = "",
    words: str = "",
    message_id: int | None = None,
    on: date | None = None,
) -> CaseStep:
    """Note that a step is done, today or ``on`` an earlier day, once. Raises Ended.

    Who was first stays, unless it was a letter that came back.
    """
    return _mark(case, key, by, now, on, how=how, words=words, message_id=message_id)


def skip(case: WelcomeCase, key: str, words: str, by: str, now: datetime) -> CaseStep:
    """Leave a step out, with a reason. Raises Ended."""
    return _mark(case, key, by, now, words=words, is_skipped=True)


def _mark(case: WelcomeCase, key: str, by: str, now: datetime, on: date | None = None, **facts: object) -> CaseStep:
    there = next((step for step in case.done if step.key == key), None)
    if there is not None and not there.came_back:
        return there
    _must_be_open(case)
    if there is not None:
        undo(case, key)
    made = CaseStep(key=key, done_on=on or local(now).date(), done_at=now, by=by, **facts)
    case.done.append(made)
    db.session.flush()
    people.remember(case.person, "welcome_step", now, source=case.source, step=key, by=by, **_said(made))
    return made


def _said(step: CaseStep) -> dict[str, object]:
    return {"skipped": step.is_skipped, "how": step.how}


def undo(case: WelcomeCase, key: str) -> None:
    """A step isn't done after all, nor does the history say so; what was sent stays sent. Raises Ended."""
    _must_be_open(case)
    case.done = [step for step in case.done if step.key != key]
    told = HistoryEntry.source == case.source, HistoryEntry.kind == "welcome_step"
    db.session.execute(delete(HistoryEntry).where(*told, HistoryEntry.facts["step"].as_string() == key))
    db.session.flush()


def note(case: WelcomeCase, text: str, actor: Account, now: datetime) -> None:
    """A note on the case; pressed twice, it is there once."""
    last = case.notes[-1] if case.notes else None
    if last is None or (last.text, last.by) != (text, actor.name) or now - last.at > timedelta(minutes=10):
        case.notes.append(CaseNote(at=now, by=actor.name, text=text))
        db.session.flush()


def _must_be_open(case: WelcomeCase) -> None:
    if case.closed_on is not None:
        raise Ended
