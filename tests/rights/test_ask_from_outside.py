"""Asking without an account: proven by a mail, and nobody learns who is in the register."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from chapter import clock, expiry
from chapter.db import db
from chapter.messages.models import Message
from chapter.people.models import Person
from chapter.privacy.actions import erase_anyway
from chapter.rights.models import Request
from tests import factories
from tests.conftest import NOW, Client

WISH = {"kind": "see", "name": "Stina Ek", "email": "stina@example.org", "words": ""}


def link() -> str:
    """What the mail leads to."""
    text = db.session.scalars(select(Message.text).order_by(Message.id.desc())).first()
    return re.search(r"/your-data/confirm/[\w.-]+", text or "").group()


def test_a_link_is_mailed_and_only_when_it_is_pressed_the_month_begins(client: Client):
    person = factories.person("Stina", "Ek", email="stina@example.org")
    client.post("/your-data/ask", data=WISH)
    path = link()

    assert "Var det du som frågade?" in client.get(path).text
    made = db.session.scalars(select(Request)).one()
    assert made.confirmed_at is None, "whoever only looks confirms nothing"
    with clock.frozen(NOW + timedelta(days=1)):
        pages = [client.post(path).text for _press in range(2)]

    assert all("Tack, vi har tagit emot det" in page for page in pages)
    assert (made.person_id, made.due_on.isoformat()) == (person.id, "2026-12-19")


@pytest.mark.parametrize("somebody", ["nobody", "person", "account"])
def test_the_answer_is_the_same_whoever_it_is(client: Client, somebody: str):
    if somebody == "person":
        factories.person(email="stina@example.org")
    if somebody == "account":
        factories.account(email="stina@example.org")

    answer = client.post("/your-data/ask", data=WISH)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/your-data/ask/sent")
    assert "stina@example.org" in client.get("/your-data/ask/sent").text
    assert [mail.to_email for mail in db.session.scalars(select(Message))] == ["stina@example.org"]
    assert db.session.scalars(select(Request)).one().person_id is None


def test_an_address_that_several_share_is_nobodys(client: Client):
    for name in ("Anna", "Bo"):
        factories.person(name, email="stina@example.org")
    client.post("/your-data/ask", data=WISH)
    client.post(link())

    assert db.session.scalars(select(Request)).one().person_id is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"email": ""}, "Skriv din mejladress"),
        ({"email": "stina"}, "saknar"),
        ({"name": ""}, "Skriv ditt namn"),
        ({"kind": ""}, "Välj"),
    ],
)
def test_what_is_wrong_is_said(client: Client, data: dict[str, str], words: str):
    answer = client.post("/your-data/ask", data=WISH | {"words": "Mina ord"} | data)

    assert (answer.status_code, words in answer.text, "Mina ord" in answer.text) == (422, True, True)


def test_a_robot_thinks_that_it_worked(client: Client):
    assert client.post("/your-data/ask", data=WISH | {"website": "http://x.example"}).status_code == 303
    assert db.session.scalars(select(Request)).all() == []


def test_nobody_is_mailed_more_than_three_times_a_day(client: Client):
    codes = {client.post("/your-data/ask", data=WISH).status_code for _time in range(5)}

    assert (codes, len(db.session.scalars(select(Message)).all())) == ({303}, 3)


def test_one_place_cannot_ask_for_ever(client: Client):
    for number in range(30):
        client.post("/your-data/ask", data=WISH | {"email": f"a{number}@example.org"})

    assert client.post("/your-data/ask", data=WISH).status_code == 429


@pytest.mark.parametrize("token", ["x", "WzEsInN0aW5hQGV4YW1wbGUub3JnIl0.forged"])
def test_a_forged_link_leads_nowhere(client: Client, token: str):
    assert client.get(f"/your-data/confirm/{token}").status_code == 404


def test_what_nobody_confirms_is_forgotten_in_two_days(client: Client):
    client.post("/your-data/ask", data=WISH)

    assert expiry.enforce("rights.unconfirmed", NOW + timedelta(days=1)) == 0
    assert expiry.enforce("rights.unconfirmed", NOW + timedelta(days=3)) == 1


def test_the_page_of_the_mail_that_was_sent_is_only_for_those_who_asked(client: Client):
    assert client.get("/your-data/ask/sent").headers["Location"] == "/your-data/ask"


def test_the_page_about_data_leads_there(client: Client):
    assert 'href="/your-data/ask"' in client.get("/your-data").text


def test_what_one_asked_for_outlives_another_with_the_same_address(client: Client):
    for name in ("Anna", "Stina"):
        factories.person(name, "Ek", email="stina@example.org")
    client.post("/your-data/ask", data=WISH | {"name": "Stina Ek"})
    client.post(link())
    anna, stina = db.session.scalars(select(Person).order_by(Person.id))

    erase_anyway(anna, "", NOW)
    assert db.session.scalars(select(Request.name)).all() == ["Stina Ek"]
    erase_anyway(stina, "", NOW)
    assert db.session.scalars(select(Request.name)).all() == []
