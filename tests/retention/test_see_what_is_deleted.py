"""The page of what goes, when, and what went."""

from datetime import timedelta

import pytest

from chapter import expiry, jobs
from chapter.access import Role
from chapter.db import db
from chapter.expiry import Gone
from chapter.i18n import speaking
from chapter.ledger import JobState
from chapter.people.models import HistoryEntry
from chapter.privacy import actions as privacy
from chapter.privacy.models import ErasingSwitch, Erasure
from tests import factories
from tests.conftest import NOW, Client
from tests.retention.made import MADE
from tests.welcome.test_hundreds_of_cases import asked, seen  # noqa: F401

DAY = timedelta(days=1)


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser of the member coordinator's."""
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR))


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_a_new_chapter_has_nothing_late(coordinator: Client, language: str):
    page = coordinator.get(f"/retention/?lang={language}").text

    with speaking(language):
        assert str(expiry.terms()[0].what) in page
    assert 'role="alert"' not in page.split("<main")[1]


def test_it_says_how_long_how_many_and_when(coordinator: Client):
    MADE["exports.log"](NOW - 2 * expiry.YEAR + 3 * DAY)
    page = " ".join(coordinator.get("/retention/").text.split())

    assert "2 år" in page
    assert "21 nov. 2026" in page


def test_a_job_that_stands_still_is_said_once_it_has_had_time(coordinator: Client):
    MADE["messages.words"](NOW - 40 * DAY)
    assert "Jobbet" not in coordinator.get("/retention/").text.split('id="troubled"')[1]

    db.session.add(JobState(name="messages.forget", known_at=NOW - 3 * DAY, failures=0))
    page = coordinator.get("/retention/").text

    assert "Jobbet som raderar det står still." in page
    assert "/background/messages.forget" in page


def test_a_job_that_fails_is_said_before_anything_is_late(coordinator: Client):
    db.session.add(JobState(name="accounts.forget", known_at=NOW, began_at=NOW, ended_at=NOW, failures=3))
    page = coordinator.get("/retention/").text

    assert "Jobbet som raderar det misslyckas. Inget är sent än." in page


def test_leavers_wait_for_somebody_as_long_as_nobody_has_switched_it_on(coordinator: Client):
    factories.person("Åsa", left_on=(NOW - 300 * DAY).date(), joined_on=(NOW - 900 * DAY).date())
    by_hand = "Här raderas ingen automatiskt."
    assert by_hand in coordinator.get("/retention/").text

    db.session.add(ErasingSwitch(at=NOW, by="Bo Ek", is_on=True))
    assert by_hand not in coordinator.get("/retention/").text


def test_a_leaver_who_is_erased_is_counted_and_not_named(app):
    someone = factories.person("Åsa", left_on=(NOW - 300 * DAY).date(), joined_on=(NOW - 900 * DAY).date())
    privacy.erase(someone, "Bo Ek", NOW)

    assert db.session.get(Gone, (NOW.date(), "privacy.leavers")).number == 1


def test_the_report_of_a_month_tells_what_went_then(coordinator: Client):
    for days, number in ((0, 11), (31, 22), (32, 3)):
        db.session.add(Gone(day=(NOW - days * DAY).date(), key="messages.mail", number=number))
    page = coordinator.get("/retention/?month=2026-10").text
    report = page.split('id="report"')[1]

    assert "oktober 2026" in report
    assert ">25<" in report
    assert "Inget försvann i september 2026" in coordinator.get("/retention/?month=2026-09").text


def test_what_the_night_deletes_stands_in_the_report(coordinator: Client):
    MADE["people.history"](NOW - 5 * expiry.YEAR - DAY)
    db.session.commit()
    jobs.run("retention.forget")

    assert db.session.scalars(db.select(HistoryEntry)).all() == []
    assert "Det som någon i registret har varit med om" in coordinator.get("/retention/").text.split('id="report"')[1]


def test_one_kind_that_fails_stops_no_other(app, monkeypatch):
    monkeypatch.setitem(expiry._terms, "aa", expiry.Term("aa", Gone, "", DAY, do=lambda _now: 1 // 0))
    monkeypatch.setattr(expiry, "_terms", {"aa": expiry._terms.pop("aa"), **expiry._terms})
    MADE["people.history"](NOW - 6 * expiry.YEAR)
    db.session.commit()
    end = jobs.run("retention.forget")

    assert end.outcome == "failed"
    assert db.session.scalars(db.select(HistoryEntry)).all() == []


def test_the_page_asks_no_more_when_there_is_much(coordinator: Client, seen):  # noqa: F811
    numbers = []
    for days in (1, 2):
        for key in MADE:
            MADE[key](NOW - days * DAY)
        db.session.add(Erasure(at=NOW, by="Bo Ek"))
        numbers.append(len(asked(seen, lambda: coordinator.get("/retention/"))))

    assert numbers[0] == numbers[1] <= 12
