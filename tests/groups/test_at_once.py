"""Buttons that are pressed in the same moment, in several browsers: one of them counts."""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient

from chapter.db import db
from chapter.groups.models import GroupContact, GroupPlace
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.groups import made


def at_once(app, requests):
    """Send all ``requests`` (account, path, form) in the same moment, each from its own browser and thread."""
    start = Barrier(len(requests))
    browsers = [app.test_client().sign_in(account) for account, _path, _form in requests]

    def send(browser, path, form):
        start.wait()
        return FlaskClient.open(browser, path, method="POST", data=form)

    with ThreadPoolExecutor(len(requests)) as pool:
        jobs = [
            pool.submit(contextvars.Context().run, send, browser, path, form)
            for browser, (_account, path, form) in zip(browsers, requests, strict=True)
        ]
        return [job.result() for job in jobs]


def test_one_who_presses_eight_times_at_once_asks_once(app, cafe, eva):
    answers = at_once(app, [(eva, f"/groups/{cafe.id}/ask", {})] * 8)

    assert {answer.status_code for answer in answers} == {303}
    assert len(db.session.scalars(db.select(GroupPlace)).all()) == 1
    assert len(sent_to("kim@example.org")) == 1


@pytest.mark.parametrize("how", [("welcome", "not-now"), ("welcome", "welcome"), ("not-now", "not-now")])
def test_of_contacts_who_answer_at_once_one_is_heard(app, cafe, kim, how):
    nora = factories.person("Nora", "Falk", email="nora@example.org")
    made.place(cafe, nora)
    lo = made.contact(name="Lo Ny")
    db.session.add(GroupContact(group=cafe, account=lo, since=NOW))
    here = f"/groups/{cafe.id}/people/{nora.id}"

    at_once(app, [(account, f"{here}/{how[n]}", {"words": "Tack"}) for n, account in enumerate((kim, lo))] * 3)

    assert len(sent_to("nora@example.org")) == 1


def test_two_coordinators_who_make_one_contact_at_once_make_one(app, cafe, eva, mona):
    path = f"/groups/{cafe.id}/contacts/{eva.id}/add"

    at_once(app, [(mona, path, {}), (made.coordinator(), path, {})])

    assert len(sent_to(eva.email)) == 1
