"""Whoever looks at somebody, or does something with what is stored about them, is written down."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_login import login_user
from sqlalchemy import select, text

from chapter import clock
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.groups.queries_answers import token
from chapter.groups.rules import Standing
from chapter.people import actions as people
from chapter.people.models import Person
from chapter.people.rules_looks import What
from chapter.readlog import queries
from chapter.readlog.models import ReadEntry, ReadPerson, ReadReader, ReadWhom
from tests import factories
from tests.cast import play
from tests.conftest import NOW, Client
from tests.groups import made
from tests.leading import reports


@pytest.fixture
def emma(app: object) -> Person:
    """Somebody in the register."""
    return factories.person(email="emma@example.org")


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser where the member coordinator is signed in."""
    return client.sign_in(play("member_coordinator"))


def looks() -> list[tuple[Any, ...]]:
    """How whom was looked at, the first first."""
    found = select(ReadEntry.what, ReadPerson.person_id).join(ReadWhom, ReadWhom.entry == ReadEntry.number)
    found = found.join(ReadPerson, ReadPerson.token == ReadWhom.token)
    return [tuple(row) for row in db.session.execute(found.order_by(ReadEntry.number, ReadPerson.person_id))]


def entry() -> ReadEntry:
    """The newest entry."""
    return db.session.scalars(select(ReadEntry).order_by(ReadEntry.number.desc()).limit(1)).one()


def test_whoever_opens_a_person_s_page_is_written_down_with_name_and_office(coordinator: Client, emma: Person):
    coordinator.get(f"/people/{emma.id}/")

    assert looks() == [(What.PERSON, emma.id)]
    assert (entry().roles, entry().at) == (["member_coordinator"], NOW)
    assert db.session.scalar(select(ReadReader.name)) == "Member Coordinator Ek"


def test_looking_again_within_the_hour_is_the_same_look(coordinator: Client, emma: Person):
    for minutes in (0, 30, 59):
        with clock.frozen(NOW + timedelta(minutes=minutes)):
            coordinator.get(f"/people/{emma.id}/")
    assert len(looks()) == 1

    with clock.frozen(NOW + timedelta(minutes=61)):
        coordinator.get(f"/people/{emma.id}/")
    assert len(looks()) == 2


def test_in_a_list_only_those_who_are_new_on_the_screen_are_written_down(coordinator: Client, emma: Person):
    coordinator.get("/people/")
    nils = factories.person("Nils")
    coordinator.get("/people/?q=emma")
    coordinator.get("/people/")

    assert looks() == [(What.LIST, emma.id), (What.LIST, nils.id)]


def test_what_one_sees_of_oneself_is_nobody_s_business(client: Client, emma: Person):
    mia = factories.account(Role.MEMBER_COORDINATOR, person_id=emma.id)
    client.sign_in(mia).get(f"/people/{emma.id}/")
    client.get("/people/")

    assert looks() == []


def test_a_page_that_isn_t_there_shows_nobody(coordinator: Client):
    assert coordinator.get("/people/4711/").status_code == 404
    assert looks() == []


def test_what_cannot_be_written_down_is_not_shown(coordinator: Client, emma: Person):
    db.session.execute(text("ALTER TABLE read_whom RENAME TO elsewhere"))
    answer = coordinator.get(f"/people/{emma.id}/")
    db.session.execute(text("ALTER TABLE elsewhere RENAME TO read_whom"))
    db.session.commit()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert emma.last_name not in answer.text
    assert "antecknas" in answer.text


def test_a_change_is_written_with_the_change(coordinator: Client, emma: Person):
    coordinator.post(f"/people/{emma.id}/tags", data={"tag": "Bakar"})

    assert looks() == [(What.CHANGED, emma.id)]


def test_a_change_is_written_though_something_else_is_undone_before_it_is_saved(app: Flask, emma: Person):
    by = play("member_coordinator")
    with app.test_request_context("/people/1/tags", method="POST"):
        login_user(by)
        people.change(emma, {"tags": ["Bakar"]}, NOW, by)
        db.session.begin_nested().rollback()
        db.session.commit()

    assert looks() == [(What.CHANGED, emma.id)]


def test_reports_that_are_taken_out_are_written_down_each_time(coordinator: Client, emma: Person):
    assignment = factories.assignment(emma)
    reports.reported(assignment, emma, factories.account())
    for _time in range(2):
        coordinator.get(f"/calling/{assignment.id}/calls.csv")

    assert looks() == [(What.EXPORTED, emma.id)] * 2


def test_a_form_that_is_not_right_is_a_look_and_no_change(coordinator: Client, emma: Person):
    assert coordinator.post(f"/people/{emma.id}/edit", data={"first_name": ""}).status_code == 422

    assert looks() == [(What.PERSON, emma.id)]


def test_a_list_that_is_taken_out_is_written_down_with_all_on_it(coordinator: Client, emma: Person):
    nils = factories.person("Nils")
    coordinator.post("/exports/new", data={"kind": "csv", "facts": ["email"], "why": "Brev"})

    assert looks() == [(What.EXPORTED, emma.id), (What.EXPORTED, nils.id)]


def test_whoever_gets_somebody_to_ring_is_written_down_once(client: Client, emma: Person):
    emma.mobile = "+46701740605"
    caller = factories.account()
    assignment = factories.assignment(emma, callers=(caller,))
    client.sign_in(caller).post(f"/calling/{assignment.id}/claim")
    client.get("/calling/calls/1")

    assert looks() == [(What.CALL, emma.id)]
    assert entry().roles == ["volunteer"]


def erase(coordinator: Client, person: Person) -> None:
    """Erase somebody, as the coordinator does."""
    answer = coordinator.post(f"/privacy/people/{person.id}/erase", data={"added_at": person.added_at.isoformat()})
    assert answer.status_code == 303


def test_who_is_erased_is_gone_from_the_log_and_the_chain_holds(coordinator: Client, emma: Person):
    bo = factories.person("Bo", left_on=NOW.date())
    for person in (emma, bo):
        coordinator.get(f"/people/{person.id}/")
    erase(coordinator, bo)

    assert set(looks()) == {(What.PERSON, emma.id)}
    assert entry().what is What.ERASED
    assert queries.verify() == (3, None, 0)


def test_of_a_reader_who_is_erased_no_name_is_left_and_the_chain_holds(client: Client, emma: Person):
    person = factories.person("Bo", left_on=NOW.date())
    bo = factories.account(name="Bo Dahlqvist", email="bo@example.org", person_id=person.id)
    factories.assignment(emma, callers=(bo,))
    db.session.add(emma)
    emma.mobile = "+46701740605"
    client.sign_in(bo).post("/calling/1/claim")
    client.post("/calling/calls/1/break")
    erase(client.sign_in(play("member_coordinator")), person)

    assert "Bo Dahlqvist" not in db.session.scalars(select(ReadReader.name)).all()
    assert db.session.scalars(select(Account.name).where(Account.name == "Bo Dahlqvist")).all() == []
    assert queries.verify().fault is None


def test_two_who_are_made_one_keep_what_was_seen_of_both(coordinator: Client, emma: Person):
    twin = factories.person("Emma")
    for person in (emma, twin):
        coordinator.get(f"/people/{person.id}/")
    versions = {"kept_version": emma.version, "gone_version": twin.version}
    coordinator.post(f"/duplicates/{emma.id}/{twin.id}/merge", data=versions)

    assert {person_id for _what, person_id in looks()} == {emma.id}
    assert [what for what, _person in looks()].count(What.PERSON) == 2
    assert queries.verify().fault is None


def test_who_answers_by_a_link_in_a_mail_is_written_down_without_signing_in(client: Client, emma: Person):
    contact = made.contact(name="Kim Berg")
    referral = made.place(made.group(contact), emma, Standing.REFERRED, referred_at=NOW)
    assert client.get(f"/groups/answer/{token(referral, contact)}").status_code == 200

    assert looks() == [(What.GROUP, emma.id)]
    assert db.session.scalar(select(ReadReader.name)) == "Kim Berg"
