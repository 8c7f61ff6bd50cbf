"""Links with a limited number of places."""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask.testing import FlaskClient

from chapter import clock
from chapter.accounts.models import Account
from chapter.db import db
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.signup.links import INGRID, confirm, link, sign_up, signups

LATER = NOW + timedelta(minutes=31)
OTHER = "other@example.org"


def at_once(app, requests):
    """Send all ``requests`` (path, form) in the same moment, each from its own browser and thread."""
    start = Barrier(len(requests))
    db.session.commit()  # the threads read what the test has made

    def send(request):
        start.wait()
        return FlaskClient(app).post(request[0], data=request[1])

    with ThreadPoolExecutor(len(requests)) as pool:
        jobs = [pool.submit(contextvars.Context().run, send, request) for request in requests]
        return [job.result() for job in jobs]


def test_a_crowd_gets_no_more_than_the_places(app):
    link(places=5)
    crowd = [("/join/bli-aktiv", INGRID | {"email": f"guest{n}@example.org"}) for n in range(12)]

    answers = at_once(app, crowd)

    assert len(signups()) == 5
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [303] * 5


def test_one_who_presses_ten_times_at_once_signs_up_once(app):
    link()

    at_once(app, [("/join/bli-aktiv", INGRID)] * 10)

    assert len(signups()) == len(db.session.scalars(db.select(Account)).all()) == 1
    assert len(sent_to(INGRID["email"])) == 1


def test_ten_links_at_once_make_one_account(app):
    for number in range(8):
        link(slug=f"link-{number}")

    at_once(app, [(f"/join/link-{number}", INGRID) for number in range(8)])

    assert len(db.session.scalars(db.select(Account)).all()) == 1
    assert len(signups()) == 8


def test_a_place_is_held_for_half_an_hour(client):
    link(places=1)
    sign_up(client)

    with clock.frozen(NOW + timedelta(minutes=29)):
        assert sign_up(client, email=OTHER).status_code == 200
    with clock.frozen(NOW + timedelta(minutes=30)):
        assert sign_up(client, email=OTHER).status_code == 303


def test_nobody_is_written_down_when_the_places_are_taken(client):
    link(places=1)
    sign_up(client)

    sign_up(client, email=OTHER)

    assert sent_to(OTHER) == []
    assert len(signups()) == 1


def test_on_a_full_link_who_holds_a_place_reads_the_same_as_a_stranger(client):
    link(places=1)
    sign_up(client)

    own, others = sign_up(client), sign_up(client, email=OTHER)

    assert own.status_code == others.status_code
    assert own.text.split("<main")[1] == others.text.split("<main")[1]


def test_confirming_late_works_while_there_is_a_place(client):
    link(places=1)
    sign_up(client)
    with clock.frozen(LATER):
        client.post("/become", data={"email": INGRID["email"]})
        client.post("/sign-in", data={"email": INGRID["email"], "way": "link"})
        confirm(client)

    assert signups()[0].confirmed_at == LATER


@pytest.fixture
def too_late(client):
    """Ingrid confirms when somebody else has the only place."""
    link(places=1)
    sign_up(client)
    with clock.frozen(LATER):
        sign_up(client, email=OTHER)
        client.post("/sign-in", data={"email": INGRID["email"], "way": "link"})
        return confirm(client)


def test_confirming_too_late_gives_the_account_but_not_the_place(client, too_late):
    assert [signup.confirmed_at for signup in signups()] == [None, None]
    assert client.get("/my").status_code == 200


def test_confirming_too_late_is_told_kindly(client, too_late):
    assert too_late.location == "/join/bli-aktiv/no-place"
    assert 'href="/my"' in client.get(too_late.location).text


def test_signed_in_the_last_place_goes_to_one(app):
    link(places=1)
    people = [factories.person("Bo", consent_id=1) for _ in range(4)]
    browsers = [app.test_client().sign_in(factories.account(person=person)) for person in people]

    answers = [browser.post("/join/bli-aktiv/connect").status_code for browser in browsers]

    assert answers == [303, 200, 200, 200]


def test_whoever_has_a_place_keeps_it_when_the_places_are_made_fewer(client):
    made = link(places=2)
    sign_up(client)
    confirm(client)
    made.places = 1

    assert 'href="/my"' in client.get("/join/bli-aktiv").text


def test_asking_for_another_link_holds_the_place_anew(client):
    link(places=1)
    sign_up(client)
    with clock.frozen(NOW + timedelta(minutes=20)):
        client.post("/sign-in/sent")

    with clock.frozen(LATER):
        sign_up(client.application.test_client(), email=OTHER)
        confirm(client)

    assert [signup.account.email for signup in signups()] == [INGRID["email"]]


def test_asking_for_another_link_takes_nobodys_place(client):
    link(places=1)
    sign_up(client)
    with clock.frozen(LATER):
        other = client.application.test_client()
        sign_up(other, email=OTHER)
        client.post("/sign-in/sent")
        answer = confirm(client)

    assert len(sent_to(INGRID["email"])) == 2
    assert answer.location == "/join/bli-aktiv/no-place"
