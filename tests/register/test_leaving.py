"""Leaving: who is missing, who wants to, who has; what follows at once, and by when they must be erased."""

from datetime import date, timedelta
from typing import Any

import pytest

from chapter.access import Role
from chapter.calling import queue
from chapter.calling.models import Flag
from chapter.calling.rules import Waiting
from chapter.db import db
from chapter.imports.models import ImportRun
from chapter.imports.rules import Stage
from chapter.people.models import HistoryEntry, PersonChange
from chapter.searches.queries import count_matching
from chapter.searches.rules import EVERYBODY
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports

LEFT = {"left_on": "2026-11-17", "why": "moved"}


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser where the member coordinator is signed in."""
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund"))


def listed(browser: Client, show: str) -> str:
    return browser.get(f"/people/leaving?show={show}").text


def wants_to(person):
    bo = factories.account(name="Bo Ek")
    return reports.reported(
        factories.assignment(person, callers=(bo,)), person, bo, said=reports.LEAVING, message="Vill gå ur"
    )


def test_who_is_missing_is_listed_with_since_when_and_which_file(coordinator: Client):
    factories.person(missing_since=NOW)
    run = ImportRun(by="Mia", file_name="medlemmar.csv", stage=list(Stage)[-1], headings=[], mapping={}, counts={})
    run.started_at = run.applied_at = NOW
    db.session.add(run)

    page = listed(coordinator, "missing")

    for words in ("Emma Dahlqvist", "18 november 2026", "medlemmar.csv"):
        assert words in page


def test_still_with_us_ends_it_and_the_file_is_no_longer_asked(coordinator: Client):
    emma = factories.person(missing_since=NOW, from_file=True)

    coordinator.post(f"/people/{emma.id}/stay")

    assert (emma.missing_since, emma.from_file) == (None, False)
    assert "Emma Dahlqvist" not in listed(coordinator, "missing").split("<main")[1].split('id="found"')[1]
    assert "Är kvar hos oss" in coordinator.get(f"/people/{emma.id}/").text


def test_who_wants_to_leave_is_listed_with_what_the_caller_wrote(coordinator: Client):
    emma = factories.person()
    call = wants_to(emma)

    page = listed(coordinator, "wants")

    assert "Emma Dahlqvist" in page
    assert f"/calling/flags/{call.flag.id}" in page


@pytest.mark.parametrize("answer", ["stay", "left"])
def test_either_answer_handles_what_the_caller_flagged(coordinator: Client, answer: str):
    emma = factories.person()
    wants_to(emma)

    coordinator.post(f"/people/{emma.id}/{answer}", data=LEFT)

    assert db.session.scalars(db.select(Flag)).one().handled_at == NOW
    assert (emma.leaving_at is None) == (answer == "stay")


def test_who_has_left_is_out_of_queues_and_searches_at_once(coordinator: Client):
    emma, vera = factories.person(), factories.person("Vera")
    assignment = factories.assignment(emma, vera)

    coordinator.post(f"/people/{emma.id}/left", data=LEFT)

    assert emma.left_on == date(2026, 11, 17)
    assert queue.counts(assignment, NOW)[Waiting.LEAVING] == 1
    assert count_matching(EVERYBODY) == 1


def test_the_words_are_kept_in_the_change_log_and_not_in_the_history(coordinator: Client):
    emma = factories.person()

    coordinator.post(f"/people/{emma.id}/left", data={**LEFT, "words": "Fick nytt jobb i Ås"})

    assert {line.why for line in db.session.scalars(db.select(PersonChange))} == {"Fick nytt jobb i Ås"}
    assert "nytt jobb" not in str([entry.facts for entry in db.session.scalars(db.select(HistoryEntry))])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"left_on": ""}, "left_on"),
        ({"left_on": "2026-11-19"}, "left_on"),
        ({"why": ""}, "why"),
        ({"why": "no such reason"}, "why"),
        ({"words": "Har cancer"}, "words"),
        ({"words": "811228-9874", "sure": "y"}, "words"),
    ],
)
def test_what_isnt_right_is_said_and_nothing_happens(coordinator: Client, given: dict[str, str], field: str):
    emma = factories.person()

    answer = coordinator.post(f"/people/{emma.id}/left", data={**LEFT, **given})

    assert (answer.status_code, emma.left_on) == (422, None)
    assert f'id="{field}-error"' in answer.text


@pytest.mark.parametrize(("given", "consent"), [({}, None), ({"stays_known": "y"}, 1)])
def test_their_yes_ends_unless_they_give_a_new_one(coordinator: Client, given: dict[str, str], consent: int | None):
    emma = factories.person(consent_id=1, consented_at=NOW - timedelta(days=99))

    coordinator.post(f"/people/{emma.id}/left", data={**LEFT, **given})

    assert (emma.consent_id, emma.consented_at) == (consent, NOW if consent else None)


def test_taken_back_all_is_as_it_was(coordinator: Client):
    before = NOW - timedelta(days=99)
    emma = factories.person(consent_id=1, consented_at=before, missing_since=before)

    coordinator.post(f"/people/{emma.id}/left", data=LEFT)
    assert f"/people/{emma.id}/come-back" in listed(coordinator, "missing")
    coordinator.post(f"/people/{emma.id}/come-back")

    assert (emma.left_on, emma.left_why, emma.missing_since) == (None, None, before)
    assert (emma.consent_id, emma.consented_at) == (1, before)


def test_pressed_twice_it_is_noted_once(coordinator: Client):
    emma = factories.person()

    for _press in range(2):
        coordinator.post(f"/people/{emma.id}/left", data=LEFT)
    for _press in range(2):
        coordinator.post(f"/people/{emma.id}/come-back")

    assert [e.kind for e in db.session.scalars(db.select(HistoryEntry))] == ["left", "came_back"]


def test_the_countdown_says_who_must_be_erased_and_what_keeps_somebody(coordinator: Client):
    given: dict[str, Any] = {"left_why": "moved", "left_on": date(2026, 5, 1)}
    factories.person("Late", **given)
    factories.person("Yes", consent_id=1, **given)
    held = factories.person("Held", **given)
    factories.account(Role.BOARD).person_id = held.id

    page = listed(coordinator, "left")

    assert page.count("Skulle ha raderats för 17 dagar sedan") == 1
    assert "Har sagt ja till att vara kvar i registret" in page
    assert "Har ett förtroendeuppdrag: Styrelse" in page


def test_reasons_that_few_gave_are_not_shown(coordinator: Client):
    for why, number in (("time", 9), ("money", 6), ("dispute", 2)):
        for _person in range(number):
            factories.person(left_on=date(2026, 5, 1), left_why=why)

    shown = listed(coordinator, "left").split('class="bars"')[1].split("</table>")[0]

    assert "Har inte tid" in shown
    assert "konflikt" not in shown
    assert "Avgiften" not in shown, "else the sum would tell how many had a dispute"


@pytest.mark.parametrize("show", ["missing", "wants", "left"])
def test_nobody_is_said_in_words(coordinator: Client, show: str):
    assert 'class="empty"' in listed(coordinator, show)


def test_a_great_many_come_a_page_at_a_time_and_are_found_by_name(coordinator: Client):
    for number in range(35):
        factories.person("Person", str(number), missing_since=NOW + timedelta(minutes=number))

    factories.person("Siri", "Öst", missing_since=NOW + timedelta(days=1))

    assert listed(coordinator, "missing").count(">Person ") == 30
    assert coordinator.htmx("/people/leaving?q=siri+ost").text.count("</h2>") == 1
