"""A case opens by itself for everyone who is new in the register, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from sqlalchemy import event, select, text

from chapter import clock
from chapter.db import db
from chapter.people.models import Person
from chapter.welcome import actions, jobs, queries
from chapter.welcome.models import WelcomeCase, Welcomer
from tests import cast, databases, factories


def cases() -> list[WelcomeCase]:
    return list(db.session.scalars(select(WelcomeCase)))


def test_who_is_new_gets_a_case_that_begins_the_day_they_came(app):
    person = factories.person(source="Höstmötet")
    jobs.open_cases()
    (case,) = cases()
    assert (case.person_id, case.started_on, case.how_came) == (person.id, date(2026, 11, 18), "Höstmötet")


def test_nobody_gets_a_second_case_by_itself_when_theirs_is_gone(app):
    factories.person()
    jobs.open_cases()
    db.session.delete(cases()[0])
    jobs.open_cases()
    assert cases() == []


def test_the_sweep_is_no_change_of_the_person(app):
    person = factories.person()
    version = person.version
    jobs.open_cases()
    db.session.refresh(person)
    assert (person.is_new, person.version) == (False, version)


def test_an_import_that_founds_the_register_opens_cases_for_those_alone_who_joined_lately(app):
    lately, long_ago = clock.now().date() - timedelta(days=20), date(2019, 5, 1)
    new = factories.person("Maja", from_file=True, joined_on=lately)
    for joined in (long_ago, long_ago, None):
        factories.person(from_file=True, joined_on=joined)
    jobs.open_cases()
    assert [case.person_id for case in cases()] == [new.id]


def test_a_later_import_opens_a_case_for_each_it_brings(app):
    earlier = clock.now() - timedelta(days=90)
    for _number in range(3):
        factories.person(from_file=True, added_at=earlier, is_new=False)
    moved_here = factories.person("Ali", from_file=True, joined_on=date(2012, 1, 1))
    jobs.open_cases()
    assert [case.person_id for case in cases()] == [moved_here.id]


def test_a_great_many_come_in_parts_so_that_others_can_write_meanwhile(app, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    for _number in range(5):
        factories.person()
    with watched() as said:
        jobs.open_cases()
    assert len(cases()) == 5
    assert not queries.unseen()
    assert (said.count("COMMIT"), sum("FROM welcomer" in sql for sql in said)) == (1 + 3, 3)


def test_the_job_says_how_many_cases_it_opened(app):
    factories.person(left_on=clock.now().date())
    for _number in range(2):
        factories.person()
    actions.open_case(factories.person(), clock.now(), cast.play("board"))
    assert jobs.open_cases() == {"opened": 2}
    assert jobs.open_cases() == {"opened": 0}


def test_who_was_looked_at_meanwhile_is_not_looked_at_again(app):
    ids = [factories.person().id, factories.person(is_new=False).id]
    assert [actions.open_new(ids, clock.now()) for _time in range(2)] == [1, 0]


@contextmanager
def watched() -> Iterator[list[str]]:
    """What is said to the database."""
    said: list[str] = []
    listening = {
        "before_cursor_execute": lambda _connection, _cursor, sql, *_rest: said.append(sql),
        "commit": lambda _connection: said.append("COMMIT"),
    }
    for what, heard in listening.items():
        event.listen(db.engine, what, heard)
    yield said
    for what, heard in listening.items():
        event.remove(db.engine, what, heard)


def test_a_minute_in_which_nobody_is_new_keeps_no_writer_waiting(app):
    actions.open_case(factories.person(is_new=False), clock.now())
    db.session.commit()
    with watched() as said:
        jobs.open_cases()
    assert [sql for sql in said if sql.startswith(("BEGIN", "SET", "/*", "UPDATE"))] == [databases.BEGIN_TO_READ]


@databases.on_sqlite
def test_who_is_new_is_found_without_reading_everybody(app):
    with watched() as said:
        queries.unseen()
    plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {said[-1]}")).all()
    assert ["ix_person_is_new" in row.detail for row in plan] == [True]


def test_who_is_new_is_shared_out_between_those_who_share(app):
    ada, bo = cast.play("member_coordinator"), cast.play("board")
    db.session.add_all(Welcomer(account_id=account.id, shares=True) for account in (ada, bo))
    for _number in range(4):
        factories.person()
    jobs.open_cases()
    assert sorted(case.responsible_id for case in cases()) == sorted([ada.id, ada.id, bo.id, bo.id])


def test_opened_by_hand_it_begins_today_and_is_ones_own(app):
    ada, person = cast.play("member_coordinator"), factories.person(added_at=clock.now() - timedelta(days=400))
    case = actions.open_case(person, clock.now(), ada)
    assert (case.started_on, case.responsible_id) == (date(2026, 11, 18), ada.id)
    assert db.session.get(Person, person.id) is not None
