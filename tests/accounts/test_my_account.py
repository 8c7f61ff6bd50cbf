"""Looking after one's own account."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.accounts import actions, passwords
from chapter.accounts.models import Account
from tests import factories
from tests.conftest import NOW, Client

SECRET, OTHER = "gröna äpplen i gräset", "röda päron i trädet"


@pytest.fixture
def bo(app) -> Account:
    return factories.account(name="Bo Ek", email="bo@example.org", mobile="+46701740605")


@pytest.fixture
def mine(client, bo) -> Client:
    return client.sign_in(bo)


@pytest.fixture
def secret(bo) -> None:
    bo.password_hash = passwords.hash_of(SECRET)


def choose(client: Client, password: str, **more: str):
    return client.post("/my/account/password", data={"password": password, **more})


def test_it_shows_what_is_kept(mine):
    text = mine.get("/my/account").text

    for fact in ("Bo Ek", "bo@example.org", "070-174 06 05"):
        assert fact in text


def test_name_mobile_and_language_can_be_changed(mine, bo):
    answer = mine.post("/my/account", data={"name": "Bo Ekman", "mobile": "070 174 06 99", "language": "nb"})

    assert answer.status_code == 303
    assert (bo.name, bo.mobile, bo.language) == ("Bo Ekman", "+46701740699", "nb")
    assert '<html lang="nb"' in mine.get(answer.location).text


def test_the_mobile_may_be_left_out(mine, bo):
    mine.post("/my/account", data={"name": "Bo Ek", "mobile": "", "language": "sv"})

    assert bo.mobile is None


@pytest.mark.parametrize("wrong", [{"name": ""}, {"mobile": "no number"}, {"language": "en"}])
def test_what_is_wrong_is_said_beside_the_field(mine, bo, wrong):
    answer = mine.post("/my/account", data={"name": "X", "mobile": "", "language": "sv", **wrong})

    assert answer.status_code == 422
    assert f'id="{next(iter(wrong))}-error"' in answer.text
    assert bo.name == "Bo Ek"


def test_a_first_password_needs_no_present_one(mine, bo):
    assert choose(mine, SECRET).status_code == 303
    assert passwords.fits(bo.password_hash, SECRET)


def test_who_finds_an_open_browser_chooses_no_first_password_in_it(mine, bo):
    with clock.frozen(NOW + timedelta(minutes=16)):
        assert choose(mine, SECRET).location == "/sign-in/second?next=/my/account"
    assert bo.password_hash is None


@pytest.mark.parametrize(("present", "status"), [("", 422), (OTHER, 422), (SECRET, 303)])
def test_another_password_needs_the_present_one(mine, bo, secret, present, status):
    mine.sign_in(bo)

    assert choose(mine, OTHER, present=present).status_code == status
    assert passwords.fits(bo.password_hash, OTHER) is (status == 303)


@pytest.mark.parametrize("poor", ["", "short", "basketball1", "Lövåsen 2026", "Bo Ek Bo Ek 1", "111111111111"])
def test_a_password_that_would_be_guessed_is_refused(mine, bo, poor):
    assert choose(mine, poor).status_code == 422
    assert bo.password_hash is None


def test_guessing_the_present_password_slows_down(mine, bo, secret):
    mine.sign_in(bo)
    for _time in range(5):
        choose(mine, OTHER, present="wrong password")

    assert choose(mine, OTHER, present=SECRET).status_code == 422
    assert passwords.fits(bo.password_hash, SECRET)


def test_a_new_password_signs_the_other_devices_out_but_not_this_one(mine, bo, app):
    telephone = app.test_client().sign_in(bo)
    choose(mine, SECRET)

    assert mine.get("/my/account").status_code == 200
    assert telephone.get("/my/account").status_code == 303


@pytest.mark.parametrize(("present", "gone"), [("", False), (OTHER, False), (SECRET, True)])
def test_the_password_can_be_removed_by_whoever_has_it(mine, bo, secret, present, gone):
    mine.sign_in(bo).post("/my/account/password/remove", data={"present": present})

    assert (bo.password_hash is None) is gone


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_page_speaks_both_languages(mine, secret, bo, language):
    assert f'<html lang="{language}"' in mine.sign_in(bo).get(f"/my/account?lang={language}").text


def test_a_change_that_a_stranger_asks_for_changes_no_confirmed_account(bo):
    assert actions.account_for("BO@example.org", "Eve", "+46701740666", "nb", bo.created_at) is bo
    assert (bo.name, bo.mobile, bo.language) == ("Bo Ek", "+46701740605", "sv")
