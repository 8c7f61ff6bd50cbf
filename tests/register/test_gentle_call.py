"""A gentle call with somebody who may be leaving, and what comes of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chapter import clock
from chapter.access import Role
from chapter.calling import actions
from chapter.calling.models import Call, Flag
from chapter.calling.rules import Purpose
from chapter.db import db
from chapter.people.models import Person, PersonChange
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports

LEFT = {"left_on": date(2026, 11, 10), "left_why": "unknown"}


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser where the member coordinator is signed in."""
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund"))


def ring(browser: Client, person: Person) -> Call | None:
    """Ring them from their shelf; gives the call, if there is one."""
    browser.post(f"/people/{person.id}/leaving/ring")
    return db.session.scalars(select(Call).order_by(Call.id.desc()).limit(1)).one_or_none()


def report(browser: Client, call: Call, talked: bool = True) -> str:
    """Report the call; gives where that leads."""
    if not talked:
        return browser.post(f"/calling/calls/{call.id}/quick", data={"quick": "no_answer"}).location
    for step, answer in (("reached", "yes"), ("could_talk", "yes"), ("action_needed", "no")):
        browser.post(f"/calling/calls/{call.id}/answer", data={"step": step, "answer": answer})
    return browser.post(f"/calling/calls/{call.id}/send", data={"then": "next"}).location


@pytest.mark.parametrize("facts", [{"missing_since": NOW}, {"leaving_at": NOW}, LEFT], ids=["missing", "wants", "left"])
def test_they_are_rung_from_the_shelf_with_a_guide_beside_the_call(coordinator: Client, facts: dict[str, Any]):
    emma = factories.person(**facts)

    call = ring(coordinator, emma)

    assert call is not None
    assert (call.person_id, call.assignment.purpose) == (emma.id, Purpose.LEAVING)
    assert "Försök inte övertala någon" in coordinator.get(f"/calling/calls/{call.id}").text


@pytest.mark.parametrize("talked", [True, False])
def test_the_report_leads_to_what_came_of_it(coordinator: Client, talked: bool):
    emma = factories.person(leaving_at=NOW)
    call = ring(coordinator, emma)
    assert call is not None

    assert report(coordinator, call, talked) == f"/people/{emma.id}/leaving"
    page = coordinator.get(f"/people/{emma.id}/leaving").text

    assert ("pratade" if talked else "inget svar") in page
    assert f"/people/{emma.id}/left" in page
    assert f"/people/{emma.id}/stay" in page


def test_who_has_left_is_asked_why_and_it_is_noted_then(coordinator: Client):
    emma = factories.person(**LEFT)
    assert "checked" in coordinator.get(f"/people/{emma.id}/left").text

    coordinator.post(f"/people/{emma.id}/left", data={"left_on": "2026-11-10", "why": "time"})

    assert (emma.left_why, emma.left_on) == ("time", date(2026, 11, 10))
    assert [line.field for line in db.session.scalars(select(PersonChange))] == ["left_why"]


def test_who_has_left_is_spoken_with_once(coordinator: Client):
    emma = factories.person(**LEFT)
    call = ring(coordinator, emma)
    assert call is not None
    report(coordinator, call)

    again = ring(coordinator, emma)

    assert again is not None
    assert again.id == call.id
    assert "/leaving/ring" not in coordinator.get("/people/leaving?show=left").text


def test_who_did_not_answer_may_be_rung_again(coordinator: Client):
    emma = factories.person(**LEFT)
    call = ring(coordinator, emma)
    assert call is not None
    report(coordinator, call, talked=False)

    assert "/leaving/ring" in coordinator.get("/people/leaving?show=left").text


@pytest.mark.parametrize(
    "facts",
    [
        {**LEFT, "left_on": date(2026, 10, 1)},
        {**LEFT, "do_not_call_at": NOW},
        {**LEFT, "mobile": None},
        {"joined_on": date(2020, 1, 1), "fee_paid_for": 2026},
    ],
    ids=["long ago", "asked not to be", "no number", "nothing"],
)
def test_nobody_else_is_rung(coordinator: Client, facts: dict[str, Any]):
    emma = factories.person(**facts)

    assert ring(coordinator, emma) is None
    assert "ska inte ringas om det nu" in coordinator.get("/people/leaving").text


def test_at_night_nobody_is_rung(coordinator: Client):
    emma = factories.person(leaving_at=NOW)

    with clock.frozen(datetime(2026, 11, 18, 22, tzinfo=NOW.tzinfo)):
        assert ring(coordinator, emma) is None


def test_whoever_is_in_another_call_is_led_to_it(coordinator: Client):
    first, emma = factories.person("Nils", leaving_at=NOW), factories.person(leaving_at=NOW)
    call = ring(coordinator, first)
    assert call is not None
    coordinator.post(f"/calling/calls/{call.id}/answer", data={"step": "reached", "answer": "yes"})

    answer = coordinator.post(f"/people/{emma.id}/leaving/ring")

    assert answer.location == f"/calling/calls/{call.id}"


def test_a_flag_about_leaving_is_no_obstacle_and_is_handled_by_the_answer(coordinator: Client):
    emma = factories.person(leaving_at=NOW)
    call = ring(coordinator, emma)
    assert call is not None
    call.answers = {**reports.LEAVING, "action_message": {"answer": "send", "text": "Vill gå ur"}}
    actions.send(call, call.caller, NOW)

    coordinator.post(f"/people/{emma.id}/left", data={"left_on": "2026-11-18", "why": "time"})

    assert [flag.handled_at for flag in db.session.scalars(select(Flag))] == [NOW]


def test_welcome_back_is_offered_until_they_must_be_erased(coordinator: Client):
    soon, late = factories.person(**LEFT), factories.person("Sen", left_on=NOW.date() - timedelta(days=400))

    assert f"/welcome/back/{soon.id}" in coordinator.get(f"/people/{soon.id}/leaving").text
    assert f"/welcome/back/{late.id}" not in coordinator.get(f"/people/{late.id}/leaving").text
