"""Leavers whose day has come: looked at, erased with two clicks, and after that by themselves."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from benchmarks.queries import counted
from chapter import clock, jobs
from chapter.access import Role
from chapter.db import db
from chapter.people.models import Person
from chapter.privacy import actions, queries
from chapter.privacy import jobs as work
from chapter.privacy.models import ErasingSwitch, Erasure
from chapter.register import actions as register
from chapter.register.queries_leaving import Show
from chapter.settings.queries import chapter
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports

TODAY = NOW.date()
LEAVERS = "/privacy/leavers"


def leaver(name: str = "Emma", days: int = 400, **facts: Any) -> Person:
    """Somebody who left so many days ago; in Sweden they must be erased after six months."""
    return factories.person(name, **{"left_on": TODAY - timedelta(days=days), "left_why": "time", **facts})


def here() -> set[str]:
    """Who is in the register."""
    return set(db.session.scalars(select(Person.first_name)))


def seen_once(coordinator: Client) -> None:
    """The coordinator has erased somebody by hand."""
    coordinator.post(f"{LEAVERS}/erase", data={"person": [leaver("First").id]})


def switched_on(coordinator: Client) -> None:
    """From now on it goes by itself."""
    seen_once(coordinator)
    coordinator.post(f"{LEAVERS}/switch", data={"is_on": "yes"})
    db.session.commit()


def test_those_whose_day_has_come_are_listed_and_erased_with_two_clicks(coordinator: Client):
    due, later = leaver(), leaver("Nils", 100)

    assert "Radera den här personen …" in coordinator.get(LEAVERS).text
    page = coordinator.get(f"{LEAVERS}/erase").text
    assert f'name="person" value="{due.id}"' in page
    assert f'value="{later.id}"' not in page
    coordinator.post(f"{LEAVERS}/erase", data={"person": [due.id]})

    assert here() == {"Nils"}
    assert "1 person har raderats" in coordinator.get(LEAVERS).text


def test_the_shelf_counts_them_and_leads_there(coordinator: Client):
    leaver()

    page = coordinator.get("/people/leaving?show=erase").text

    assert "Ska raderas (1)" in page
    assert LEAVERS in page


def test_in_norway_who_leaves_is_to_be_erased_at_once_and_who_has_not_paid_after_six_months(coordinator: Client):
    chapter().country = "NO"
    leaver("Left", 0), leaver("Unpaid", 100, left_why="unpaid"), leaver("Long", 200, left_why="unpaid")

    assert {person.first_name for person in queries.due(TODAY)} == {"Left", "Long"}


@pytest.mark.parametrize(("days", "is_due"), [(183, False), (184, True)])
def test_the_list_and_the_countdown_agree_to_the_day(coordinator: Client, days: int, is_due: bool):
    leaver(days=days)

    assert bool(queries.due(TODAY)) is is_due
    assert ("Ska raderas i dag" in coordinator.get("/people/leaving?show=left").text) is is_due


def test_those_who_are_kept_are_shown_with_the_reason_and_left_alone(coordinator: Client):
    held, flagged, rung = leaver("Held"), leaver("Flagged"), leaver("Rung")
    yes = leaver("Yes", consent_id=1, consented_at=NOW)
    factories.account(Role.BOARD).person_id = held.id
    reports.reported(factories.assignment(flagged), flagged, factories.account(), message="Ring mig")
    reports.going_on(factories.assignment(rung), rung, factories.account())

    page = coordinator.get(LEAVERS).text
    coordinator.post(f"{LEAVERS}/erase", data={"person": [held.id, flagged.id, rung.id, yes.id]})

    for words in ("förtroendeuppdrag: Styrelse", "bett en ansvarig", "är i ett samtal just nu", "sagt ja till"):
        assert words in page
    assert here() == {"Held", "Flagged", "Rung", "Yes"}
    assert "Ingen raderades" in coordinator.get(LEAVERS).text


def test_who_came_back_while_the_page_was_open_stays(coordinator: Client):
    emma = leaver()
    coordinator.get(f"{LEAVERS}/erase")
    register.come_back(emma, factories.account(), NOW)

    coordinator.post(f"{LEAVERS}/erase", data={"person": [emma.id, "x", "", "9" * 30]})

    assert here() == {"Emma"}


def test_pressed_twice_they_are_erased_once(coordinator: Client):
    ids = {"person": [leaver().id]}

    assert [coordinator.post(f"{LEAVERS}/erase", data=ids).status_code for _press in range(2)] == [303, 303]
    assert [e.leavers for e in db.session.scalars(select(Erasure))] == [1]


def test_nobody_is_said_in_words_and_there_is_no_button(coordinator: Client):
    for path in (LEAVERS, f"{LEAVERS}/erase"):
        page = coordinator.get(path).text
        assert 'class="empty"' in page
        assert 'name="person"' not in page


def test_a_great_many_go_a_page_at_a_time(coordinator: Client):
    for number in range(60):
        leaver(f"N{number}")

    page = coordinator.get(f"{LEAVERS}/erase").text

    assert page.count('name="person"') == 50
    assert "Ska raderas (60)" in " ".join(coordinator.get(LEAVERS).text.split())


def test_it_goes_by_itself_only_when_somebody_has_seen_it(coordinator: Client):
    coordinator.post(f"{LEAVERS}/switch", data={"is_on": "yes"})
    assert queries.switch() is None
    assert 'value="yes"' not in coordinator.get(LEAVERS).text

    switched_on(coordinator)

    switch = queries.switch()
    assert switch is not None
    assert (switch.is_on, switch.by) == (True, "Mia Lund")
    assert "Mia Lund slog på det onsdag 18 november 2026" in coordinator.get(LEAVERS).text


def test_it_can_be_stopped_and_that_is_noted_too(coordinator: Client):
    switched_on(coordinator)

    for _press in range(2):
        coordinator.post(f"{LEAVERS}/switch", data={"is_on": "no"})

    assert [s.is_on for s in db.session.scalars(select(ErasingSwitch).order_by(ErasingSwitch.id))] == [True, False]
    leaver()
    assert jobs.run("privacy.erase").did is None
    assert here() == {"Emma"}


def test_in_the_morning_those_whose_day_has_come_are_erased_and_others_are_not(coordinator: Client):
    switched_on(coordinator)
    leaver(), leaver("Later", 100), leaver("Yes", consent_id=1, consented_at=NOW)

    with clock.frozen(NOW + timedelta(days=1)):
        assert jobs.run("privacy.erase").did == {"erased": 1}
        assert jobs.run("privacy.erase").did is None

    assert here() == {"Later", "Yes"}
    assert [(e.by, e.leavers) for e in db.session.scalars(select(Erasure))] == [("Mia Lund", 1), ("", 1)]
    assert "1 person, automatiskt" in coordinator.get(LEAVERS).text


def test_cut_off_in_the_middle_it_goes_on_the_next_time(coordinator: Client, monkeypatch: pytest.MonkeyPatch):
    switched_on(coordinator)
    for name in ("Emma", "Nils", "Vera"):
        leaver(name)
    db.session.commit()
    real, asked = actions.erase_leaver, []

    def second_is_killed(*args: Any) -> bool:
        asked.append(args)
        done = real(*args)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(actions, "erase_leaver", second_is_killed)
    with pytest.raises(KeyboardInterrupt):
        work.erase()
    db.session.rollback()
    assert len(here()) == 2

    assert work.erase() == {"erased": 2}
    assert sum(e.leavers for e in db.session.scalars(select(Erasure))) == 4


def asked(browser: Client, path: str) -> int:
    """How many queries a page takes."""
    with counted() as said:
        browser.get(path)
    return len(said)


SHELVES = [f"/people/leaving?show={show}" for show in Show]


@pytest.mark.parametrize("path", [LEAVERS, f"{LEAVERS}/erase", "/people/leaving/time-is-out", *SHELVES])
def test_a_page_of_many_takes_as_few_queries_as_one_of_few(coordinator: Client, path: str):
    paid = {"joined_on": TODAY, "fee_paid_for": 2026}
    for number in range(40):
        factories.person(f"N{number}", missing_since=NOW, leaving_at=NOW, **paid | {"fee_paid_for": 2020 + number % 7})
        leaver(f"L{number}")
        if number == 1:
            few = asked(coordinator, path)

    assert few <= asked(coordinator, path) <= 12


def test_the_page_that_says_what_is_known_takes_few_queries(coordinator: Client):
    assert asked(coordinator, f"/privacy/people/{leaver().id}/erase") <= 12


def test_one_who_cannot_be_erased_stops_no_other(coordinator: Client, monkeypatch: pytest.MonkeyPatch):
    switched_on(coordinator)
    leaver("Emma", 402), leaver("Nils", 401)
    real = actions.erase
    monkeypatch.setattr(
        actions, "erase", lambda person, *how: 1 / 0 if person.first_name == "Emma" else real(person, *how)
    )

    assert jobs.run("privacy.erase").did == {"erased": 1, "failed": 1}
    assert here() == {"Emma"}
