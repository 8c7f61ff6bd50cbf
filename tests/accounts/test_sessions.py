"""Sessions: how they begin, how long they last, how they end."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.accounts import actions
from chapter.accounts.models import Account
from chapter.db import db
from chapter.settings.queries import chapter
from tests import factories
from tests.accounts.mails import link_to
from tests.conftest import NOW, Client


@pytest.fixture
def bo(app) -> Account:
    return factories.account(name="Bo Ek", email="bo@example.org")


def is_in(client: Client) -> bool:
    return client.get("/my/account").status_code == 200


def enter(client: Client) -> None:
    client.post("/sign-in", data={"email": "bo@example.org"})
    client.post(link_to("bo@example.org"))


def test_nothing_of_the_session_before_is_left_after_signing_in(client, bo):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    enter(client)

    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["signed_in_at"] == NOW.isoformat()


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client, bo):
    client.post("/sign-in", data={"email": "bo@example.org"})
    cookie = client.post(link_to("bo@example.org")).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie


@pytest.mark.parametrize(("days", "lasts"), [(29, True), (31, False)])
def test_a_session_lasts_as_long_as_the_settings_say(client, bo, days, lasts):
    client.sign_in(bo)
    with clock.frozen(NOW + timedelta(days=days)):
        assert is_in(client) is lasts


def test_a_shorter_lifetime_holds_for_sessions_that_have_begun(client, bo):
    client.sign_in(bo)
    chapter().session_days = 1
    with clock.frozen(NOW + timedelta(days=2)):
        assert not is_in(client)


def test_signing_out_ends_the_session(client, bo):
    client.sign_in(bo).post("/sign-out")

    assert not is_in(client)


def test_signing_out_is_no_link_that_somebody_could_put_in_a_page(client, bo):
    assert client.sign_in(bo).get("/sign-out").status_code == 405


def test_sign_out_everywhere_ends_the_sessions_of_all_devices(client, bo, app):
    telephone = app.test_client().sign_in(bo)
    client.sign_in(bo).post("/my/account/sign-out-everywhere")

    assert not is_in(client)
    assert not is_in(telephone)


def test_sign_out_everywhere_makes_links_on_their_way_useless(client, bo, app):
    app.test_client().post("/sign-in", data={"email": "bo@example.org"})
    client.sign_in(bo).post("/my/account/sign-out-everywhere")

    assert client.get(link_to("bo@example.org")).status_code == 410


@pytest.mark.parametrize("session_id", ["", "1", "x.0", "1.x", "99.0", "1.1"])
def test_a_session_that_fits_no_account_is_nobodys(client, bo, session_id):
    client.sign_in(bo)
    with client.session_transaction() as session:
        session["_user_id"] = session_id

    assert not is_in(client)


def test_a_session_without_a_beginning_is_nobodys(client, bo):
    client.sign_in(bo)
    with client.session_transaction() as session:
        del session["signed_in_at"]

    assert not is_in(client)


def test_whoever_is_not_signed_in_comes_back_after_signing_in(client, app):
    assert client.get("/my/account?lang=sv").location == "/sign-in?next=/my/account?lang%3Dsv"


def test_in_the_demo_one_can_become_somebody_with_a_click(client, bo):
    assert client.post("/become", data={"email": "bo@example.org"}).location == "/my"
    assert is_in(client)


def test_in_a_live_chapter_nobody_can(client, bo, app, monkeypatch):
    monkeypatch.setitem(app.config, "CHAPTER_MODE", "live")

    assert client.post("/become", data={"email": "bo@example.org"}).status_code == 404
    assert not is_in(client)


def test_nobody_becomes_somebody_who_is_not_there(client, app):
    assert client.post("/become", data={"email": "bo@example.org"}).status_code == 404


def test_forms_from_elsewhere_are_refused(client, bo, app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    for path in ("/sign-in", "/sign-out", "/become", "/my/account", "/my/account/password", "/enter/x"):
        assert client.sign_in(bo).post(path).status_code == 400


def test_old_tries_links_and_unconfirmed_accounts_are_forgotten(client, bo):
    actions.account_for("ida@example.org", "Ida Lind", None, "sv", NOW)
    client.post("/sign-in", data={"email": "bo@example.org"})
    actions.forget_old(NOW + timedelta(hours=23))
    assert _rows() == {"account": 2, "sign_in_link": 1, "attempt": 3}

    actions.forget_old(NOW + timedelta(days=31))
    assert _rows() == {"account": 1, "sign_in_link": 0, "attempt": 0}


def test_an_unconfirmed_account_that_something_refers_to_is_kept(app, bo):
    ida = actions.account_for("ida@example.org", "Ida Lind", None, "sv", NOW)
    factories.assignment(callers=(ida,))
    actions.forget_old(NOW + timedelta(days=31))

    assert _rows()["account"] == 2


def _rows() -> dict[str, int]:
    tables = ("account", "sign_in_link", "attempt")
    return {name: db.session.scalar(db.text(f"SELECT count(*) FROM {name}")) for name in tables}
