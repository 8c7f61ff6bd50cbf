"""Comparing and hashing passwords takes long; meanwhile others can write."""

import pytest

from chapter.accounts import passwords
from chapter.accounts.models import Account
from tests import databases, factories
from tests.accounts.mails import link_to

BO, SECRET = "bo@example.org", "gröna äpplen i gräset"


@pytest.fixture
def bo(app) -> Account:
    return factories.account(name="Bo Ek", email=BO, password_hash=passwords.hash_of(SECRET))


@pytest.fixture
def others_write(app, monkeypatch) -> list[str]:
    """Another connection writes whenever a password is worked on; gives what was done each time."""
    done: list[str] = []

    def watched(work):
        def wrapper(*given):
            with databases.somebody_else() as other:
                other.execute("UPDATE chapter SET session_days = 30")
            done.append(work.__name__)
            return work(*given)

        return wrapper

    for work in (passwords.fits, passwords.hash_of):
        monkeypatch.setattr(passwords, work.__name__, watched(work))
    return done


def test_while_somebody_signs_in(client, bo, others_write):
    answer = client.post("/sign-in", data={"email": BO, "password": SECRET})

    assert (answer.location, others_write) == ("/my", ["fits"])


def test_while_an_old_hash_is_renewed(client, bo, others_write, monkeypatch):
    monkeypatch.setattr(passwords, "is_outdated", lambda kept: True)
    before = bo.password_hash
    client.post("/sign-in", data={"email": BO, "password": SECRET})

    assert others_write == ["fits", "hash_of"]
    assert bo.password_hash != before


def test_while_a_wrong_password_is_counted(client, bo, others_write):
    codes = [client.post("/sign-in", data={"email": BO, "password": "fel lösenord"}).status_code for _ in range(6)]

    assert codes == [422] * 5 + [429]
    assert others_write == ["fits"] * 5


def test_while_a_password_is_changed(client, bo, others_write):
    data = {"present": SECRET, "password": "blå bär i skogen"}

    assert client.sign_in(bo).post("/my/account/password", data=data).status_code == 303
    assert others_write == ["fits", "hash_of"]


def test_while_a_first_password_comes_with_a_link(client, others_write):
    eva = factories.account(email="eva@example.org")
    client.post("/sign-in", data={"email": eva.email, "way": "link"})

    assert client.post(link_to(eva.email), data={"password": SECRET}).status_code == 303
    assert others_write == ["hash_of"]


def test_a_password_that_was_changed_while_it_was_compared_is_not_right(client, bo, monkeypatch):
    monkeypatch.setattr(passwords, "fits", lambda kept, password: bool(_change(bo)) or True)

    assert client.post("/sign-in", data={"email": BO, "password": SECRET}).status_code == 422


def _change(account: Account) -> None:
    with databases.somebody_else() as other:
        other.execute(f"UPDATE account SET password_hash = 'another' WHERE id = {account.id}")
