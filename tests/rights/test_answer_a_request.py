"""The coordinator's queue: what waits, what to do, and what the person is told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from chapter import clock, expiry, jobs
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.people.models import HistoryEntry, Person
from chapter.rights import actions
from chapter.rights.models import Answered, Request
from chapter.rights.rules import Kind, Result, Way
from chapter.settings.queries import chapter
from tests import factories
from tests.conftest import NOW, Client
from tests.rights.conftest import Somebody


def asked(emma: Somebody, kind: Kind = Kind.SEE, days: int = 0) -> Request:
    """Something that Emma asked for so many days ago."""
    made = actions.ask(emma.account, kind, "Allt ni har", NOW - timedelta(days=days))
    db.session.execute(Message.__table__.delete())
    return made


def mail() -> Message:
    return db.session.scalars(select(Message).order_by(Message.id.desc())).first()


def test_the_queue_shows_who_what_and_how_long_there_is(coordinator: Client, emma: Somebody):
    asked(emma, Kind.CORRECT, days=25)
    asked(emma, Kind.ERASE, days=40)

    page = coordinator.get("/requests").text

    assert page.index("bli raderad") < page.index("få något rättat"), "the most urgent first"
    assert "6 dagar kvar" in page
    assert "9 dagar försenat" in page


def test_my_page_says_how_many_wait(coordinator: Client, emma: Somebody):
    assert "Begäranden om uppgifter" not in coordinator.get("/my").text
    asked(emma)

    assert "1 väntar på svar" in coordinator.get("/my").text


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_its_steps_and_ways(coordinator: Client, emma: Somebody, kind: Kind):
    page = coordinator.get(f"/requests/{asked(emma, kind).id}")

    assert (page.status_code, "Allt ni har" in page.text, "<ol>" in page.text) == (200, True, True)


def test_the_answer_is_mailed_and_leaves_a_trace_without_a_name(coordinator: Client, emma: Somebody):
    made = asked(emma)

    coordinator.post(f"/requests/{made.id}/answer", data={"result": "done", "words": "Du har fått filen."})

    assert (made.result, made.answered_by, made.is_open) == (Result.DONE, "Mia Lund", False)
    assert (mail().to_email, "Det är gjort" in mail().text, "Du har fått filen." in mail().text) == (
        emma.account.email,
        True,
        True,
    )
    kept = db.session.scalars(select(Answered)).one()
    assert (kept.kind, kept.received_on, kept.answered_on) == (Kind.SEE, NOW.date(), NOW.date())


@pytest.mark.parametrize(("country", "where"), [("SE", "Integritetsskyddsmyndigheten"), ("NO", "Datatilsynet")])
def test_who_is_told_no_is_told_why_and_where_to_complain(
    coordinator: Client, emma: Somebody, country: str, where: str
):
    chapter().country = country
    path = f"/requests/{asked(emma).id}/answer"

    without = coordinator.post(path, data={"result": "declined", "words": ""})
    coordinator.post(path, data={"result": "declined", "words": "Vi har inget."})

    assert (without.status_code, "Personen har rätt att få veta det" in without.text) == (422, True)
    assert "Vi har inget." in mail().text
    assert where in mail().text


def test_answered_twice_it_is_answered_once(coordinator: Client, emma: Somebody):
    path = f"/requests/{asked(emma).id}/answer"

    for words in ("Ett", "Två"):
        coordinator.post(path, data={"result": "done", "words": words})

    assert "Ett" in mail().text
    assert len(db.session.scalars(select(Answered)).all()) == 1


def test_there_are_two_months_more_once_with_a_reason(coordinator: Client, emma: Somebody):
    made = asked(emma)
    path = f"/requests/{made.id}/more-time"

    without = coordinator.post(path, data={"why": ""})
    codes = [coordinator.post(path, data={"why": "Det är mycket papper."}).status_code for _press in range(2)]

    assert (without.status_code, codes) == (422, [303, 303])
    assert made.due_on == date(2027, 2, 18)
    assert "Det är mycket papper." in mail().text
    assert "torsdag 18 februari" in mail().text


def test_when_the_month_is_over_there_is_no_more_time(coordinator: Client, emma: Somebody):
    made = asked(emma, days=40)

    coordinator.post(f"/requests/{made.id}/more-time", data={"why": "Hann inte."})

    assert made.due_on == date(2026, 11, 9)
    assert "Räcker inte en månad" not in coordinator.get(f"/requests/{made.id}").text


def test_somebody_on_the_phone_is_written_down_from_the_day_on_which_they_rang(coordinator: Client, emma: Somebody):
    found = coordinator.get("/requests/new?q=Dahlqvist").text
    data = {
        "person": str(emma.person.id),
        "kind": "erase",
        "way": "phone",
        "received_on": "2026-10-31",
        "words": "Ring inte",
    }

    coordinator.post("/requests/new", data=data)

    assert f"person={emma.person.id}" in found
    made = db.session.scalars(select(Request)).one()
    assert (made.way, made.due_on, made.entered_by) == (Way.PHONE, date(2026, 11, 30), "Mia Lund")
    assert (made.person_id, made.account_id) == (emma.person.id, emma.account.id)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": ""}, "Skriv vem som frågade."),
        ({"received_on": "2026-11-19"}, "Den dagen har inte kommit än."),
        ({"received_on": ""}, "Månaden räknas från den."),
        ({"email": "emma"}, "saknar"),
        ({"way": ""}, "Välj"),
    ],
)
def test_what_is_wrong_in_it_is_said(coordinator: Client, data: dict[str, str], words: str):
    given = {"name": "Emma", "kind": "see", "way": "letter", "received_on": "2026-11-18", "words": "Brev"} | data

    answer = coordinator.post("/requests/new", data=given)

    assert (answer.status_code, words in answer.text, "Brev" in answer.text) == (422, True, True)


def test_somebody_who_is_not_in_the_register_is_written_down_too(coordinator: Client):
    data = {"name": "Okänd", "kind": "see", "way": "letter", "received_on": "2026-11-18", "phone": "070-174 06 05"}
    coordinator.post("/requests/new", data=data)
    made = db.session.scalars(select(Request)).one()

    assert (made.name, made.address) == ("Okänd", "")
    assert coordinator.post(f"/requests/{made.id}/file", data={"form": "html"}).status_code == 404
    coordinator.post(f"/requests/{made.id}/let-them-read")
    assert "Vi har ingen mejladress" in coordinator.get(f"/requests/{made.id}").text


def test_the_file_can_be_made_for_them_and_that_stands_in_their_history(coordinator: Client, emma: Somebody):
    answer = coordinator.post(f"/requests/{asked(emma).id}/file", data={"form": "html"})

    assert "Dahlqvist" in answer.text
    assert "own_file" in db.session.scalars(select(HistoryEntry.kind)).all()


def test_who_has_no_account_gets_one_to_read_it_by(coordinator: Client):
    person = factories.person("Stina", "Ek", email="stina@example.org")
    made = actions.enter(Kind.SEE, Way.PHONE, "", person, NOW, factories.account(name="Mia"))

    coordinator.post(f"/requests/{made.id}/let-them-read")

    assert db.session.scalars(select(Account).where(Account.email == "stina@example.org")).one()
    assert (mail().to_email, "/my/data" in mail().text) == ("stina@example.org", True)


def test_erased_they_are_told_a_trace_stays_and_the_last_mail_goes_when_it_is_sent(coordinator: Client, emma: Somebody):
    emma.person.left_on = NOW.date()
    asked(emma, Kind.ERASE)

    coordinator.post(f"/privacy/people/{emma.person.id}/erase", data={"added_at": emma.person.added_at.isoformat()})

    assert db.session.scalars(select(Person)).all() == db.session.scalars(select(Request)).all() == []
    assert [(kept.kind, kept.result) for kept in db.session.scalars(select(Answered))] == [(Kind.ERASE, Result.DONE)]
    assert (mail().to_email, mail().subject) == ("emma@example.org", "Du är raderad")
    mail().state = State.SENT
    db.session.commit()
    jobs.run("rights.forget_farewells")
    assert db.session.scalars(select(Message)).all() == []


def reminded(day: date) -> list[str]:
    """Whom the morning of ``day`` reminds."""
    db.session.execute(Message.__table__.delete())
    db.session.commit()
    with clock.frozen(NOW.replace(year=day.year, month=day.month, day=day.day)):
        jobs.run("rights.remind")
    return [message.to_email for message in db.session.scalars(select(Message))]


def test_those_who_answer_are_reminded_as_the_day_comes_closer_and_after_it(app, emma: Somebody):
    factories.account(Role.MEMBER_COORDINATOR, email="mia@example.org")
    asked(emma)
    days = [date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 13), date(2026, 12, 17)]
    days += [date(2026, 12, 18), date(2026, 12, 19), date(2026, 12, 20), date(2026, 12, 26)]

    told = [bool(reminded(day)) for day in days]

    assert told == [False, True, False, True, True, False, True, False, True]


def test_the_reminder_names_nobody(app, emma: Somebody):
    factories.account(Role.MEMBER_COORDINATOR, email="mia@example.org")
    asked(emma, days=40)

    assert reminded(NOW.date()) == ["mia@example.org"]
    assert "Emma" not in mail().text + mail().subject
    assert "9 dagar försenat" in mail().text


def test_who_asked_is_forgotten_and_that_somebody_did_later(app, emma: Somebody):
    made = asked(emma)
    actions.answer(made, Result.DONE, "", emma.account, NOW)
    db.session.commit()

    left = []
    for days in (29, 31, 364, 366):
        for key in ("rights.requests", "rights.answered"):
            expiry.enforce(key, NOW + timedelta(days=days))
        left.append((len(db.session.scalars(select(Request)).all()), len(db.session.scalars(select(Answered)).all())))

    assert left == [(1, 1), (0, 1), (0, 1), (0, 0)]


def test_there_is_nothing_yet(coordinator: Client):
    assert "Ingen väntar på svar" in coordinator.get("/requests").text


@pytest.mark.parametrize("role", [Role.CALL_LEADER, Role.BOARD, Role.ADMINISTRATOR])
def test_nobody_else_reads_it(client: Client, emma: Somebody, role: Role):
    made = asked(emma)
    browser = client.sign_in(factories.account(role))

    assert [browser.get(path).status_code for path in ("/requests", f"/requests/{made.id}")] == [403, 403]
