"""Signing in with a password."""

import re
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher

from chapter.accounts import passwords
from chapter.accounts.models import Account
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import Client

BO, SECRET = "bo@example.org", "gröna äpplen i gräset"


@pytest.fixture
def bo(app) -> Account:
    return factories.account(name="Bo Ek", email=BO, password_hash=passwords.hash_of(SECRET))


def try_(client: Client, password: str, email: str = BO, **more: str):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/my/account").status_code == 200


def test_the_right_password_signs_in(client, bo):
    assert try_(client, SECRET).status_code == 303
    assert is_in(client)


def test_it_goes_on_to_where_one_was_going(client, bo):
    assert try_(client, SECRET, next="/roles").location == "/roles"


def test_a_wrong_password_does_not(client, bo):
    assert try_(client, "röda äpplen i gräset").status_code == 422
    assert not is_in(client)


def test_a_stranger_reads_the_same_about_an_address_without_an_account(client, bo):
    wrong = try_(client, "x" * 12).text
    unknown = try_(client, "x" * 12, email="no@example.org").text

    assert read(wrong).replace(BO, "…") == read(unknown).replace("no@example.org", "…")


def read(page: str) -> str:
    """A page without its tokens, which hold the second they were made in."""
    return re.sub(r'(csrf-token" content|csrf_token" value)="[^"]+', "", page)


@pytest.mark.parametrize("facts", [{"password_hash": None}, {"confirmed_at": None}])
def test_an_account_without_a_password_or_confirmation_is_not_let_in(client, bo, facts):
    for name, value in facts.items():
        setattr(bo, name, value)

    assert try_(client, SECRET).status_code == 422


def test_an_address_without_an_account_costs_the_same_work_as_one_with(client, bo, monkeypatch):
    checked = []
    monkeypatch.setattr(passwords, "_hasher", SimpleNamespace(verify=lambda kept, _given: checked.append(kept)))
    try_(client, "x" * 12)
    try_(client, "x" * 12, email="no@example.org")

    assert len(checked) == 2
    assert all("m=19456,t=2,p=1" in kept for kept in checked)


def test_what_is_no_hash_fits_nothing(app):
    assert not passwords.fits("demo", "demo")


def test_pressing_the_link_button_sends_a_link_even_if_the_browser_filled_in_a_password(client, bo):
    assert try_(client, "some other", way="link").location == "/sign-in/sent"
    assert sent_to(BO)


def test_the_enter_key_without_a_password_sends_a_link(client, bo):
    assert try_(client, "", way="enter").location == "/sign-in/sent"


def test_a_hash_with_old_parameters_is_renewed_at_sign_in(client, bo):
    bo.password_hash = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(SECRET)
    try_(client, SECRET)

    assert "m=19456,t=2,p=1" in bo.password_hash


def test_without_javascript_the_password_is_on_the_same_page(client, app):
    assert 'name="password"' in client.get("/sign-in").text
