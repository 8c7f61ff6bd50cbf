"""Members who haven't paid: who is on the shelf, what can be noted, and how it is set here."""

from datetime import date, datetime
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.people.models import HistoryEntry, Person
from chapter.register import queries_leaving
from chapter.register.queries_leaving import Show
from chapter.settings.queries import chapter
from tests import factories
from tests.conftest import NOW, Client

TODAY = NOW.date()
OLD = {"joined_on": date(2020, 3, 1), "fee_paid_for": 2025}


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser where the member coordinator is signed in; somebody has paid this year."""
    factories.person("Paid", joined_on=date(2020, 3, 1), fee_paid_for=2026)
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund"))


def shelf(browser: Client, query: str = "") -> str:
    """What the shelf lists."""
    return browser.get(f"/people/leaving?show=unpaid{query}").text.split('id="found"')[1]


def on_shelf() -> list[str]:
    return [person.first_name for person in queries_leaving.people(Show.UNPAID, "", 1, TODAY)]


def test_the_shelf_has_whom_the_rules_say_in_the_order_that_they_say(coordinator: Client):
    joined: tuple[Any, ...] = (None, date(2019, 1, 1), date(2025, 8, 1), date(2026, 6, 30), date(2026, 7, 1))
    for paid_for, on in product((None, 2022, 2024, 2025, 2026, 2027), joined):
        factories.person("X", f"{paid_for} {on}", fee_paid_for=paid_for, joined_on=on, member_number=f"{paid_for}{on}")

    found = queries_leaving.people(Show.UNPAID, "", 1, TODAY).items
    custom, everybody = queries_leaving.custom(), db.session.scalars(select(Person)).all()
    since = {p.id: custom.unpaid_since(p.fee_paid_for, p.joined_on, TODAY) for p in everybody}

    assert {p.id for p in found} == {id for id, day in since.items() if day} != set()
    assert [since[p.id] for p in found] == sorted(since[p.id] for p in found)


@pytest.mark.parametrize(
    "facts", [{"joined_on": None, "fee_paid_for": None}, {**OLD, "left_on": TODAY}, {**OLD, "fee_paid_for": 2026}]
)
def test_supporters_and_leavers_and_who_has_paid_are_not_on_it(coordinator: Client, facts: dict[str, Any]):
    factories.person("Emma", **facts)

    assert on_shelf() == []


def test_it_is_empty_and_says_why_as_long_as_nobody_is_known_to_have_paid(client: Client):
    factories.person("Emma", **OLD)
    client.sign_in(factories.account(Role.MEMBER_COORDINATOR))

    page = client.get("/people/leaving?show=unpaid").text

    assert "Vi vet inte vilka som har betalat för 2026" in page
    assert "Emma" not in page.split('id="found"')[1]


def test_the_countdown_and_the_last_payment_are_told(coordinator: Client):
    factories.person("Emma", **OLD)

    listed = shelf(coordinator)

    assert "tisdag 30 juni 2026" in listed
    assert "Betalade senast för 2025" in listed
    assert "42 dagar kvar" in listed


@pytest.mark.parametrize(("month", "suggests"), [(5, False), (7, True)])
def test_the_call_is_suggested_from_the_second_half_year(coordinator: Client, month: int, suggests: bool):
    chapter().fee_due_month = 1
    person = factories.person("Emma", **OLD)
    with clock.frozen(datetime(2026, month, 1, 10, tzinfo=NOW.tzinfo)):
        page = coordinator.get("/people/leaving?show=unpaid").text

    assert (f"/people/{person.id}/leaving/ring" in page) == suggests
    assert ("Nu är det dags" in page) == suggests


def test_who_has_paid_is_noted_and_it_can_be_undone(coordinator: Client):
    emma = factories.person("Emma", **OLD)
    path = f"/people/{emma.id}/paid?show=unpaid"

    for _press in range(2):
        coordinator.post(path)
    assert emma.fee_paid_for == 2026
    assert "Emma Dahlqvist har betalat för 2026" in coordinator.get("/people/leaving").text
    coordinator.post(f"/people/{emma.id}/paid?year=2025&show=unpaid")

    assert emma.fee_paid_for == 2025
    assert [entry.facts["year"] for entry in db.session.scalars(select(HistoryEntry))] == [2026, 2025]


@pytest.mark.parametrize("year", ["0", "5", "99999999999999999999", "x", "-1"])
def test_a_strange_year_breaks_nothing(coordinator: Client, year: str):
    emma = factories.person("Emma", **OLD)

    assert coordinator.post(f"/people/{emma.id}/paid?year={year}").status_code == 303
    assert emma.fee_paid_for in (None, 2026)


def test_who_has_paid_ahead_is_left_alone(coordinator: Client):
    emma = factories.person("Emma", **{**OLD, "fee_paid_for": 2027})

    coordinator.post(f"/people/{emma.id}/paid")

    assert emma.fee_paid_for == 2027


def test_has_left_is_filled_in_with_the_day_on_which_the_fee_was_due(coordinator: Client):
    emma = factories.person("Emma", **OLD)

    page = coordinator.get(f"/people/{emma.id}/left?unpaid=1").text

    assert 'value="2026-06-30"' in page
    assert 'value="unpaid" checked' in page


def test_one_comes_back_to_the_page_and_search_that_one_was_on(coordinator: Client):
    emma = factories.person("Emma", **OLD)

    answer = coordinator.post(f"/people/{emma.id}/paid?show=unpaid&q=emma&page=2")

    assert answer.location == "/people/leaving?show=unpaid&q=emma&page=2"


def overdue(name: str, **facts: Any) -> Person:
    return factories.person(name, **{**OLD, "fee_paid_for": 2024, **facts})


def test_those_whose_time_is_out_are_noted_together(coordinator: Client):
    emma, nils = overdue("Emma"), overdue("Nils")
    factories.person("Viktor", **OLD)
    assert "2 personer får inte vara kvar" in coordinator.get("/people/leaving?show=unpaid").text
    assert "Viktor" not in coordinator.get("/people/leaving/time-is-out").text

    coordinator.post("/people/leaving/time-is-out", data={"people": [emma.id]})

    assert (emma.left_on, emma.left_why, nils.left_on) == (date(2025, 6, 30), "unpaid", None)


def test_somebody_must_be_ticked(coordinator: Client):
    emma = overdue("Emma")

    answer = coordinator.post("/people/leaving/time-is-out", data={})

    assert (answer.status_code, emma.left_on) == (422, None)
    assert "Kryssa i minst en" in answer.text


def test_who_holds_an_office_or_said_yes_or_has_paid_since_is_not_noted(coordinator: Client):
    held, yes = overdue("Held"), overdue("Yes", consent_id=1, consented_at=NOW)
    factories.account(Role.BOARD).person_id = held.id
    paid = overdue("Late", fee_paid_for=2026)

    answer = coordinator.post("/people/leaving/time-is-out", data={"people": [held.id, yes.id, paid.id, "x"]})

    assert answer.status_code in (303, 422)
    assert {person.left_on for person in (held, yes, paid)} == {None}


def test_nobody_whose_time_is_out_is_said_in_words(coordinator: Client):
    assert 'class="empty"' in coordinator.get("/people/leaving/time-is-out").text


def test_more_than_half_unpaid_is_pointed_at(coordinator: Client):
    for name in ("Emma", "Nils"):
        factories.person(name, **OLD)

    assert "mer än hälften" in coordinator.get("/people/leaving?show=unpaid").text


def test_how_it_is_here_is_set(coordinator: Client):
    given = {"fee_due_day": "31", "fee_due_month": "1", "leavers_kept": "3"}

    assert 'value="30"' in coordinator.get("/people/leaving/how").text
    coordinator.post("/people/leaving/how", data=given)

    assert queries_leaving.custom() == ("SE", 1, 31, 3)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"fee_due_day": "31", "fee_due_month": "4"}, "fee_due_day"),
        ({"fee_due_day": ""}, "fee_due_day"),
        ({"leavers_kept": "0"}, "leavers_kept"),
        ({"leavers_kept": "x"}, "leavers_kept"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(coordinator: Client, given: dict[str, str], field: str):
    before = {"fee_due_day": "31", "fee_due_month": "1", "leavers_kept": "3"}

    answer = coordinator.post("/people/leaving/how", data={**before, **given})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert queries_leaving.custom() == ("SE", 6, 30, 6)


def test_in_norway_the_months_are_not_asked_for(coordinator: Client):
    chapter().country = "NO"

    assert "leavers_kept" not in coordinator.get("/people/leaving/how").text
    coordinator.post("/people/leaving/how", data={"fee_due_day": "1", "fee_due_month": "3", "leavers_kept": "3"})

    assert (queries_leaving.custom().months, chapter().leavers_kept) == (6, 6)
