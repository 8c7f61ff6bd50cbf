"""Whoever has an account gets a mail when the keys to it change; whoever is just making one doesn't."""

import pytest

from chapter.access import Role
from chapter.accounts import passwords
from chapter.accounts.models import Account
from chapter.db import db
from chapter.messages.models import Message
from chapter.settings.models import Contact
from chapter.settings.rules import Office
from tests import factories
from tests.accounts.mails import link_to, sent_to
from tests.conftest import Client

BO, SECRET, OTHER = "bo@example.org", "gröna äpplen i gräset", "röda päron i trädet"
CHOSEN = {"sv": "Ditt konto har fått ett lösenord", "nb": "Kontoen din har fått et passord"}
SINCE = {"sv": "onsdag 18 november kl. 18.30", "nb": "onsdag 18. november kl. 18.30"}


@pytest.fixture
def bo(app) -> Account:
    return factories.account(name="Bo Ek", email=BO)


@pytest.fixture
def mine(client, bo) -> Client:
    return client.sign_in(bo)


def told() -> list[Message]:
    """The mails to Bo that sign nobody in."""
    return [mail for mail in sent_to(BO) if not mail.is_secret]


def choose(client: Client, **more: str) -> None:
    client.post("/my/account/password", data={"password": OTHER, **more})


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_of_a_first_password_when_it_was_and_what_to_do(mine, bo, language):
    bo.language = language
    choose(mine)

    (mail,) = told()
    assert mail.subject == CHOSEN[language]
    assert SINCE[language] in mail.text
    assert "/my/account" in mail.text
    assert OTHER not in mail.text + mail.html


def test_of_another_and_of_none(client, bo):
    bo.password_hash = passwords.hash_of(SECRET)
    client.sign_in(bo)
    choose(client, present=SECRET)
    client.post("/my/account/password/remove", data={"present": OTHER})

    changed, removed = told()
    assert changed.subject == "Lösenordet till ditt konto är bytt"
    assert removed.subject == "Lösenordet är borttaget från ditt konto"


def test_of_none_that_was_refused(mine, bo):
    bo.password_hash = passwords.hash_of(SECRET)
    mine.sign_in(bo)
    choose(mine, present="wrong password")

    assert told() == []


@pytest.mark.parametrize(("is_known", "mails"), [(True, 1), (False, 0)])
def test_of_a_password_that_came_with_a_link_unless_the_account_is_new(client, bo, is_known, mails):
    bo.confirmed_at = bo.confirmed_at if is_known else None
    client.post("/sign-in", data={"email": BO})
    client.post(link_to(BO), data={"password": SECRET})

    assert passwords.fits(bo.password_hash, SECRET)
    assert len(told()) == mails


def test_of_whom_to_ask_who_is_named_in_the_settings_or_has_the_role(mine, bo):
    ada = factories.account(Role.ADMINISTRATOR, name="Ada Min", email="ada@example.org")
    choose(mine)
    db.session.merge(Contact(office=Office.ADMINISTRATOR, name="Ida Lind", email="ida@example.org"))
    choose(mine, present=OTHER)

    first, second = told()
    assert f"Ada Min, {ada.email}" in first.text
    assert "Ida Lind, ida@example.org" in second.text


def test_of_whom_to_ask_which_is_not_oneself(mine, bo):
    bo.given = factories.account(Role.ADMINISTRATOR).given
    choose(mine)

    assert "Administratör är" not in told()[0].text
