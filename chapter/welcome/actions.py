"""Writes: opening, handing over, pausing and closing cases, and noting that their steps are done."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import delete, select, update

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy, local
from chapter.messages.actions import give_up
from chapter.people import actions as people
from chapter.people.models import HistoryEntry, Person
from chapter.welcome import lines, merging, queries, rules, untouched  # noqa: F401 - sentences, merges, taking back
from chapter.welcome.models import CaseNote, CaseStep, WelcomeCase
from chapter.welcome.rules import Closing
from chapter.welcome.rules_rest import with_rest


class HasLeft(Refused):
    """Who has left the chapter isn't welcomed."""

    words = lazy("They have left the chapter.")


class Ended(Refused):
    """A case that has been closed can only be opened again."""

    words = lazy("The case is closed. Open it again first.")


def open_new(person_ids: Collection[int], now: datetime) -> int:
    """Open a case for those of these people who are new in the register and to be welcomed; gives how many.

    Safe to run twice: nobody is looked at again.
    """
    new, have_one, is_founding = queries.still_unseen(person_ids), queries.with_case(person_ids), cache(_is_founding)
    welcome = [one for one in new if one.id not in have_one and _is_to_be_welcomed(one, is_founding)]
    shares = queries.open_by_sharer()
    for person in welcome:
        responsible_id = rules.shared_out(shares)
        if responsible_id is not None:
            shares[responsible_id] += 1
        _open(person, now, responsible_id)
    db.session.execute(update(Person).where(Person.id.in_([person.id for person in new])).values(is_new=False))
    return len(welcome)


def _is_to_be_welcomed(person: Person, is_founding: Callable[[datetime], bool]) -> bool:
    if person.left_on is not None or not queries.routine().is_on:
        return False
    was_here = person.from_file and is_founding(person.added_at)
    return not was_here or rules.joined_lately(person.joined_on, local(person.added_at).date())


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
    return _open(person, now, by.id if by else rules.shared_out(queries.open_by_sharer()), by)


def _open(person: Person, now: datetime, responsible_id: int | None, by: Account | None = None) -> WelcomeCase:
    case = WelcomeCase(
        person=person,
        opened_at=now,
        opened_by=by.name if by else "",
        started_on=local(now if by else person.added_at).date(),
        how_came=person.source,
        responsible_id=responsible_id,
        done=[],
    )
    db.session.add(case)
    db.session.flush()
    people.remember(person, "welcome_opened", now, source=case.source, by=case.opened_by)
    return case


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
    """Go on with the case; what wasn't late moves by as long as it has rested, up to its end if it is closed."""
    if case.paused_on is not None:
        last = min(local(now).date(), case.paused_until or date.max, case.closed_on or date.max)
        case.rests = with_rest(case.rests, case.paused_on, last)
        case.paused_on = case.paused_until = None
        db.session.flush()


def resume_due(now: datetime) -> int:
    """Go on with the cases whose rest is over; gives how many."""
    over = select(WelcomeCase).where(queries.has_rested(now))
    found = db.session.scalars(over.with_for_update()).all()
    for case in found:
        resume(case, now)
    return len(found)


def close(case: WelcomeCase, why: Closing, actor: Account, now: datetime) -> None:
    """End the case before its routine is through."""
    if case.closed_on is None:
        case.closed_on, case.closed_why, case.closed_by = local(now).date(), why, actor.name
        db.session.flush()


def reopen(case: WelcomeCase, now: datetime) -> None:
    """The case goes on after all; its days go on from where they were. One that rested rests on, from when it began."""
    if case.closed_on is not None and case.paused_on is None:
        case.rests = with_rest(case.rests, case.closed_on, local(now).date())
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
    take_back(case, key)


def take_back(case: WelcomeCase, key: str) -> None:
    """The same, also in a case that is closed: it isn't counted as done. A letter that failed isn't sent again."""
    give_up(*(step.message_id for step in case.done if step.key == key))
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
