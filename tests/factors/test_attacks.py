"""What somebody tries who knows the password, reads the mail, watches the line or has an old cookie."""

import threading
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from chapter import clock
from chapter.access import ANYONE, Role
from chapter.accounts.entering import half_in
from chapter.accounts.passwords import hash_of
from chapter.db import db
from chapter.factors import passkeys
from chapter.factors.passkeys import ANYONE as STRANGER
from tests import factories
from tests.accounts.mails import link_to
from tests.conftest import NOW
from tests.factors.authenticator import Authenticator
from tests.factors.doing import (
    OWN,
    add_app,
    give_passkey,
    is_in,
    show_code,
    use_link,
    use_passkey,
)
from tests.test_access import FOR_AN_AUDIENCE, doors, outcome
from tests.views import VIEWS


@pytest.fixture
def has_one(client, bo, device):
    """Bo's browser, after Bo has added a passkey."""
    give_passkey(bo, device)
    return client.sign_in(bo)


@pytest.fixture
def half(other, has_one, bo):
    """A browser that has done the first step of signing in as Bo, who holds every office."""
    bo.given = factories.account(*Role).given
    use_link(other, bo)
    return other


def cookie(client):
    return client.get_cookie("chapter").value


def take(client, value):
    """Let ``client`` have a cookie as it was."""
    client.set_cookie("chapter", value)
    return client


def test_who_is_half_in_is_a_stranger_everywhere(app, half):
    kept = cookie(half)
    met = {
        (endpoint, outcome(take(half, kept).open(path, method=method)))
        for endpoint in VIEWS
        for method, path in doors(app, endpoint)
    }
    expected = {(endpoint, "in" if need == ANYONE else "sign in first") for endpoint, need in VIEWS.items()}

    assert met - expected <= {(endpoint, "sign in first") for endpoint in FOR_AN_AUDIENCE}


def test_who_is_half_in_sees_a_stranger_s_pages(half, app):
    stranger = app.test_client()

    for path in ("/", "/sign-in", "/handbook/", "/resources/"):
        pages = [browser.get(path).text for browser in (half, stranger)]
        assert "Bo Ek" not in pages[0]
        assert ("/sign-out" in pages[0]) == ("/sign-out" in pages[1]) == False  # noqa: E712


def test_in_the_demo_one_becomes_somebody_without_it(other, has_one, bo):
    """Else a visitor could lock the next one out of the demo's people."""
    assert other.post("/become", data={"email": bo.email}).location == "/my"


def test_the_second_step_must_come_within_ten_minutes(half, device):
    with clock.frozen(NOW + timedelta(minutes=10, seconds=1)):
        assert half.get("/sign-in/second").location == "/sign-in"
        assert use_passkey_at(half, device) == "/sign-in"


def use_passkey_at(client, device):
    asked = passkeys_challenge("account:1")
    return client.post("/sign-in/second/passkey", data={"credential": device.use(asked)}).location


def passkeys_challenge(whom):
    return {"challenge": passkeys.challenge(whom, clock.now())}


def test_signing_out_everywhere_ends_what_is_half_done(half, has_one, device):
    has_one.post("/my/account/sign-out-everywhere")

    assert half.get("/sign-in/second").location == "/sign-in"


def test_nothing_of_the_session_before_is_left_after_either_step(other, has_one, bo, device):
    for step in (lambda: use_link(other, bo), lambda: use_passkey(other, device, "second")):
        with other.session_transaction() as session:
            session["planted"] = "by somebody else"
        step()
        with other.session_transaction() as session:
            assert "planted" not in session


def test_the_cookie_of_the_first_step_opens_nothing_after_the_second(half, device, app):
    before = cookie(half)
    use_passkey(half, device, "second")
    assert is_in(half)

    assert not is_in(take(app.test_client(), before))


def test_a_first_step_that_was_planted_lets_in_only_who_has_the_second(half, app, bo):
    victim, hers = app.test_client(), Authenticator()
    give_passkey(factories.account(name="Ida Lind"), hers)
    take(victim, cookie(half))

    assert use_passkey(victim, hers, "second").status_code == 422
    assert not is_in(victim)


@pytest.mark.parametrize("present", [None, "blåbärspaj till frukost"])
def test_a_new_password_is_no_second_step(has_one, bo, present):
    """Else who finds an open browser chooses one, and then adds a passkey of their own."""
    bo.password_hash = present and hash_of(present)
    with clock.frozen(NOW + timedelta(minutes=16)):
        has_one.post("/my/account/password", data={"present": present or "", "password": "kanelbullar och kaffe"})

        assert is_in(has_one)
        assert has_one.post(f"{OWN}/codes").location.startswith("/sign-in/second")


def test_who_reads_the_mail_chooses_no_password_for_later(other, has_one, bo):
    other.post("/sign-in", data={"email": bo.email, "way": "link"})
    link = link_to(bo.email)
    assert 'name="password"' not in other.get(link).text
    assert other.post(link, data={"password": "kanelbullar och kaffe"}).location == "/sign-in/second"

    assert bo.password_hash is None


def test_the_app_s_code_works_once(client, other, bo):
    app = add_app(client.sign_in(bo))
    use_link(other, bo)
    assert show_code(other, app.at(NOW)).status_code == 422  # it was used to add the app

    with clock.frozen(NOW + timedelta(seconds=60)):
        code = app.at(clock.now())
        assert show_code(other, code).location == "/my"
        other.post("/sign-out")
        use_link(other, bo)
        assert show_code(other, code).status_code == 422


def test_guessing_codes_is_slowed_for_the_account_wherever_it_comes_from(client, app, bo):
    add_app(client.sign_in(bo))
    for guess in range(5):
        browser = app.test_client()
        use_password_less(browser, bo)
        assert show_code(browser, f"00000{guess}").status_code == 422
    answer = show_code(browser, "000009")

    assert answer.status_code == 429
    assert "18.31" in answer.text


def use_password_less(browser, account):
    """Half in, without the mails that are limited too."""
    with browser.session_transaction() as session:
        session["half_in"] = {"id": account.get_id(), "at": NOW.isoformat(), "path": None}


def test_the_right_code_must_wait_too_and_a_passkey_need_not(client, other, bo, device):
    codes = give_passkey(bo, device)
    use_password_less(other, bo)
    for _guess in range(5):
        show_code(other, "wrong-code")

    assert show_code(other, codes[0]).status_code == 429
    assert use_passkey(other, device, "second").location == "/my"


def test_threads_that_guess_at_once_get_five_guesses(client, app, bo):
    add_app(client.sign_in(bo))
    answers: list[int] = []
    browsers = [FlaskClient(app) for _number in range(4)]
    for browser in browsers:
        use_password_less(browser, bo)
    db.session.commit()
    threads = [threading.Thread(target=guess, args=(browser, answers)) for browser in browsers]
    for step in (threading.Thread.start, threading.Thread.join):
        for thread in threads:
            step(thread)

    assert sorted(answers) == [422] * 5 + [429] * 7


def guess(browser, answers):
    for number in range(3):
        answers.append(browser.post("/sign-in/second", data={"code": f"00000{number}"}).status_code)


def test_false_passkeys_are_slowed_by_where_they_come_from(app, other):
    for _try in range(20):
        assert other.post("/sign-in/passkey", data={"credential": "{}"}).status_code == 422

    assert other.post("/sign-in/passkey", data={"credential": "{}"}).status_code == 429


def test_a_form_on_another_site_signs_nobody_in_as_somebody_else(has_one, other, device, app, monkeypatch):
    said = device.use(passkeys_challenge(STRANGER))
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert other.post("/sign-in/passkey", data={"credential": said}).status_code == 400
    assert not is_in(other)


def test_nobody_is_half_in_without_having_begun(app):
    with app.test_request_context("/"):
        assert half_in(NOW) is None
