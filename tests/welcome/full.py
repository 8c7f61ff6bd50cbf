"""A case with words in every place where words about it can stand, each of them a marker that can be looked for."""

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, insert, update

from chapter import clock
from chapter.accounts.models import Account
from chapter.calling.models import Call, CallAssignment, CallVersion, Flag
from chapter.calling.rules import Outcome, Purpose
from chapter.db import Base, UtcDateTime, Words, db
from chapter.groups.rules import Standing
from chapter.messages.actions import post_letter
from chapter.people import actions as people
from chapter.welcome import actions
from chapter.welcome.models import WelcomeCase
from tests import factories
from tests.groups import made

SECRET = "Hemligt"
LONG = f"{SECRET} " + "ord " * 4000 + SECRET
"""More than a page of the database holds."""
CASES = Base.metadata.tables["welcome_case"]


def case(coordinator: Account, name: str = "Emma", **facts: Any) -> WelcomeCase:
    """Somebody who was welcomed nine weeks ago, with everything written in it."""
    found = actions.open_case(factories.person(name, **{"email": "emma@example.org", **facts}), clock.now())
    found.responsible = coordinator
    _fill_tables(found)
    _edit(found)
    people.remember(found.person, "welcome_invited", clock.now(), source=found.source, what=LONG)
    post_letter("Emma", "emma@example.org", "sv", SECRET, LONG, clock.now(), reply_to=None, source=found.source)
    call(found, coordinator)
    db.session.commit()
    db.session.expire_all()
    return found


def hanging_on(table: Table) -> list[Table]:
    """The tables whose rows go with those of ``table``."""
    return [t for t in Base.metadata.sorted_tables if any(key.column.table is table for key in t.foreign_keys)]


def _fill_tables(case: WelcomeCase) -> None:
    """A row with words in each of its columns, in every table that belongs to cases, whoever adds one."""
    group = made.group()
    said_yes = {"note": f"{SECRET}: sa ja i telefon", "referred_at": clock.now()}
    made.place(group, case.person, Standing.MEMBER, **said_yes)
    known = {"case_id": case.id, "group_id": group.id, "key": "letter", "result": "active"}
    for table in hanging_on(CASES):
        db.session.execute(insert(table).values(_words(table, known)))
    follow_up = {"case_id": case.id, "key": "follow_up", "done_on": clock.now().date(), "done_at": clock.now()}
    db.session.execute(insert(Base.metadata.tables["case_step"]).values({**follow_up, "by": "Mona", "words": ""}))
    own = {"wishes": {"interests": LONG}, "ticks": [SECRET], "how_came": f"{SECRET}, med sin bror"}
    db.session.execute(update(CASES).where(CASES.c.id == case.id).values(own))


def _words(table: Table, known: dict[str, Any]) -> dict[str, Any]:
    return {c.name: known.get(c.name, _filled(c)) for c in table.columns if not (c.primary_key and c.name == "id")}


def _filled(column: Column) -> Any:
    """Something for ``column``; words wherever it takes any."""
    kinds = {JSON: {"words": LONG}, Words: None, UtcDateTime: clock.now(), Date: clock.now().date(), Boolean: False}
    kinds |= {String: LONG, Integer: None if column.nullable else 0}
    return next(value for kind, value in kinds.items() if isinstance(column.type, kind))


def _edit(case: WelcomeCase) -> None:
    """A note is written anew: the old words are in no row any more."""
    notes = Base.metadata.tables["case_note"]
    db.session.execute(update(notes).where(notes.c.case_id == case.id).values(text=f"{SECRET}, ändrat"))


def call(case: WelcomeCase, caller: Account, purpose: Purpose = Purpose.WELCOME, is_open: bool = False) -> Call:
    """A call to welcome them, with words in its report; flagged, and seen to unless it ``is_open``."""
    assignment = db.session.scalars(db.select(CallAssignment).where(CallAssignment.purpose == purpose)).one_or_none()
    answers = {"reached": {"answer": "yes"}, "action_message": {"text": LONG}}
    now, facts = clock.now(), {"answers": answers, "note": SECRET, "outcome": Outcome.TALKED, "action_needed": True}
    made = Call(
        assignment=assignment or factories.assignment(purpose=purpose, notes_on=False),
        person=case.person,
        caller=caller,
        claimed_at=now,
        lease_until=now,
        reported_at=now,
        versions=[CallVersion(answers=answers, sent_at=now, sent_by_id=caller.id)],
        **facts,
    )
    made.flag = Flag(person=case.person, message=LONG, reply=SECRET, raised_at=now, handled_at=None if is_open else now)
    db.session.add(made)
    db.session.flush()
    people.remember(case.person, "call", now, source=f"call:{made.id}", outcome="talked", caller="Mona", words=SECRET)
    people.remember(case.person, "flag_note", now, source=f"flag:{made.flag.id}", text=SECRET, by="Mona")
    return made


def tables_that_tell() -> dict[str, int]:
    """How many rows of which tables have the secret words in them."""
    tables = Base.metadata.sorted_tables
    found = {t.name: sum(SECRET in str(row) for row in db.session.execute(t.select())) for t in tables}
    return {name: number for name, number in found.items() if number}
