"""Erasing one person: what is known of them, what keeps them, and what is done about it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from chapter import wiping
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.people.models import HistoryEntry, Person, PersonChange
from chapter.privacy.models import Erasure
from chapter.register import queries_leaving
from chapter.register.models import LeftTally, MonthTally
from chapter.register.queries_figures import figures
from chapter.searches.rules import EVERYBODY
from chapter.welcome import actions as welcome
from chapter.welcome.models import WelcomeTally
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports

LEFT = {"left_on": date(2026, 3, 5), "left_why": "time"}


def leaver(name: str = "Emma", **facts: Any) -> Person:
    """Somebody who has left."""
    return factories.person(name, **{**LEFT, **facts})


def erase(browser: Client, person: Person, **data: str) -> int:
    """Press the button on the page; gives the answer's code."""
    given = {"added_at": person.added_at.isoformat(), **data}
    return browser.post(f"/privacy/people/{person.id}/erase", data=given).status_code


def how_many() -> int:
    """How many are in the register."""
    return db.session.scalar(select(func.count(Person.id))) or 0


def test_the_page_says_what_is_known_and_in_how_many_places(coordinator: Client):
    emma = leaver(tags=[factories.tag("Ny"), factories.tag("Natt")])
    reports.reported(factories.assignment(emma), emma, factories.account())

    page = coordinator.get(f"/privacy/people/{emma.id}/erase").text.split("<main")[1]

    for words in ("Taggar</dt><dd>2", "Samtal och rapporter om dem</dt><dd>2", "Rader i historiken</dt><dd>1"):
        assert words in page
    assert "Sign-ups" not in page, "nothing is said of what there isn't"


def test_they_are_gone_and_nothing_is_left_but_a_number(coordinator: Client):
    emma = leaver(joined_on=date(2025, 2, 1))

    assert erase(coordinator, emma) == 303

    assert how_many() == 0
    assert [(t.year, t.why, t.number) for t in db.session.scalars(select(LeftTally))] == [(2026, "time", 1)]
    months = db.session.scalars(select(MonthTally).order_by(MonthTally.year)).all()
    assert [(m.year, m.month, m.joined, m.left) for m in months] == [(2025, 2, 1, 0), (2026, 3, 0, 1)]
    assert [(e.by, e.leavers, e.others) for e in db.session.scalars(select(Erasure))] == [("Mia Lund", 1, 0)]
    assert wiping.is_owed()


def test_the_sum_of_the_reasons_stays_as_it_was(coordinator: Client):
    people = [leaver(str(number)) for number in range(6)] + [leaver("Own", left_why="Egna ord")]
    before = queries_leaving.reasons()

    for person in people:
        erase(coordinator, person)

    assert queries_leaving.reasons() == before == {"time": 6, "other": 1}


def test_the_figures_of_who_came_and_went_stay_as_they_were(coordinator: Client):
    people = [leaver(str(number), joined_on=date(2026, 1, 9)) for number in range(7)]
    before = figures(EVERYBODY, NOW.date())

    for person in people:
        erase(coordinator, person)
    after = figures(EVERYBODY, NOW.date())

    assert (after.joined, after.left) == (before.joined, before.left)
    assert (after.joined_this_year, after.left_this_year) == (7, 7)


def test_pressed_twice_it_is_said_that_they_are_not_there(coordinator: Client):
    emma = leaver()
    path, data = f"/privacy/people/{emma.id}/erase", {"added_at": emma.added_at.isoformat()}

    assert [coordinator.post(path, data=data).status_code for _press in range(2)] == [303, 404]


def test_a_page_about_somebody_else_who_has_their_number_now_erases_nobody(coordinator: Client):
    emma = leaver()
    data = {"added_at": (emma.added_at - timedelta(days=1)).isoformat()}

    assert coordinator.post(f"/privacy/people/{emma.id}/erase", data=data).status_code == 404
    assert how_many() == 1


def office(person: Person) -> None:
    factories.account(Role.BOARD).person_id = person.id


def flag(person: Person) -> None:
    reports.reported(factories.assignment(person), person, factories.account(), message="Ring mig")


def ring(person: Person) -> None:
    reports.going_on(factories.assignment(person), person, factories.account())


def rings(person: Person) -> None:
    other, caller = factories.person("Nils"), factories.account(person_id=person.id)
    reports.going_on(factories.assignment(other), other, caller)


def is_a_member(person: Person) -> None:
    person.left_on, person.joined_on = None, date(2020, 1, 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (office, "förtroendeuppdrag: Styrelse"),
        (flag, "bett en ansvarig"),
        (ring, "är i ett samtal just nu"),
        (rings, "är i ett samtal just nu"),
        (is_a_member, "Personen är medlem"),
    ],
)
def test_what_keeps_somebody_is_said_and_there_is_no_button(coordinator: Client, given: Any, words: str):
    emma = leaver()
    given(emma)

    page = coordinator.get(f"/privacy/people/{emma.id}/erase").text.split("<main")[1]
    answer = erase(coordinator, emma, took_back="y")

    assert words in page
    assert "<form" not in page
    assert (answer, db.session.get(Person, emma.id) is None) == (422, False)


def test_a_handled_flag_and_a_lapsed_call_keep_nobody(coordinator: Client):
    emma = leaver()
    call = reports.reported(factories.assignment(emma), emma, factories.account(), message="Ring mig")
    call.flag.handled_at = NOW
    reports.going_on(factories.assignment(emma), emma, factories.account(), lease_until=NOW)

    assert erase(coordinator, emma) == 303


@pytest.mark.parametrize(("took_back", "answer", "left"), [({}, 422, 1), ({"took_back": "y"}, 303, 0)])
def test_a_yes_is_theirs_to_take_back(coordinator: Client, took_back: dict[str, str], answer: int, left: int):
    emma = factories.person(consent_id=1, consented_at=NOW)

    assert erase(coordinator, emma, **took_back) == answer
    assert how_many() == left


def test_their_account_goes_and_whoever_is_signed_in_with_it_is_out(coordinator: Client, app: Any):
    emma = leaver()
    own = app.test_client().sign_in(factories.account(person_id=emma.id))
    assert own.get("/my").status_code == 200

    erase(coordinator, emma)
    new = factories.account(name="Ny Ek")

    assert own.get("/my").status_code == 303, "also if somebody new has the number of their account"
    assert db.session.scalar(select(func.count(Account.id)).where(Account.person_id.is_not(None))) == 0
    assert new.id


@pytest.mark.parametrize(
    ("roles", "shared", "stays"), [((), False, 0), ((Role.ADMINISTRATOR,), False, 1), ((), True, 1)]
)
def test_an_account_that_was_never_confirmed_goes_too_if_it_can_only_be_theirs(
    coordinator: Client, roles: tuple[Role, ...], shared: bool, stays: int
):
    emma = leaver(email="e@example.org")
    factories.account(*roles, email="e@example.org", confirmed_at=None)
    if shared:
        factories.person("Nils", email="e@example.org")

    erase(coordinator, emma)

    assert db.session.scalar(select(func.count(Account.id)).where(Account.email == "e@example.org")) == stays


def test_calls_that_they_made_to_others_stay_without_their_name(coordinator: Client):
    emma, nils = leaver(), factories.person("Nils")
    account = factories.account(name="Emma Dahlqvist", person_id=emma.id)
    call = reports.reported(factories.assignment(nils, callers=(account,)), nils, account, note="Snäll")
    db.session.add(PersonChange(person_id=nils.id, at=NOW, by="Emma Dahlqvist", how="call", field="town"))

    erase(coordinator, emma)

    assert (call.note, call.caller.name, call.caller.is_active) == ("Snäll", "[raderad]", False)
    assert "Dahlqvist" not in call.caller.email
    assert db.session.scalars(select(HistoryEntry)).one().facts["caller"] == "[raderad]"
    assert db.session.scalars(select(PersonChange)).one().by == "[raderad]"


def test_a_name_that_another_has_too_stays_theirs(coordinator: Client):
    emma, nils = leaver(), factories.person("Nils")
    for person in (emma, None):
        factories.account(name="Emma Dahlqvist", person=person)
    db.session.add(PersonChange(person_id=nils.id, at=NOW, by="Emma Dahlqvist", how="call", field="town"))

    erase(coordinator, emma)

    assert db.session.scalars(select(PersonChange)).one().by == "Emma Dahlqvist"


def test_whoever_left_while_they_were_welcomed_is_counted_as_that(coordinator: Client):
    emma = factories.person()
    welcome.open_case(emma, NOW)
    emma.left_on = NOW.date()

    erase(coordinator, emma)

    assert [tally.stage for tally in db.session.scalars(select(WelcomeTally))] == ["left"]
