"""Attacks by who asks: sessions that are put on somebody, guesses about who is known, what logs would tell."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import event

from chapter.accounts import passwords
from chapter.db import db
from tests import factories
from tests.conftest import Client
from tests.signup import links

KNOWN, UNKNOWN, LINKED = ALL = "bo@example.org", "nobody@example.org", "linked@example.org"
PASSWORD = "tre ord i rad hos oss"


@contextmanager
def counted() -> Iterator[list[str]]:
    """What is asked of the database meanwhile, by its first words."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(" ".join(statement.split()[:3]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def token(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def plain(page: str, email: str) -> str:
    """A page without the address that was asked for, nor its token, which is another each time."""
    return re.sub(r'value="[^"]{60,}"', "", page.replace(email, ""))


def test_a_session_that_was_put_on_somebody_is_not_theirs(client: Client, app: Flask):
    factories.account(email=KNOWN, password_hash=passwords.hash_of(PASSWORD))
    with client.session_transaction() as before:
        before |= {"planted": "x", "csrf_token": "known to the attacker", "_id": "x"}
    client.post("/sign-in", data={"email": KNOWN, "password": PASSWORD})

    with client.session_transaction() as after:
        assert after["_user_id"]
        assert {"planted", "csrf_token"} & after.keys() == set()


def test_nobody_is_signed_in_as_somebody_else_by_another_site(client: Client, app: Flask, monkeypatch):
    factories.account(email=KNOWN, password_hash=passwords.hash_of(PASSWORD))
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    own, others = token(client.get("/sign-in").text), token(app.test_client().get("/sign-in").text)
    given = {"email": KNOWN, "password": PASSWORD}

    assert client.post("/sign-in", data=given).status_code == 400
    assert client.post("/sign-in", data={**given, "csrf_token": others}).status_code == 400
    assert client.post("/sign-in", data={**given, "csrf_token": own}).status_code == 303


@pytest.mark.parametrize("path", ["/sign-in", "/join/bli-aktiv"])
def test_asking_for_a_link_tells_nobody_who_has_an_account(app: Flask, path: str):
    factories.account(email=KNOWN)
    links.link()
    said, work = {}, {}
    for email in (KNOWN, UNKNOWN):
        client = app.test_client()
        with counted() as asked:
            answer = client.post(path, data=links.INGRID | {"email": email, "way": "link"})
        said[email] = answer.status_code, answer.location, plain(client.get(answer.location).text, email)
        work[email] = len([words for words in asked if words.startswith("INSERT")]), len(asked)

    assert said[KNOWN] == said[UNKNOWN]
    assert abs(work[KNOWN][0] - work[UNKNOWN][0]) <= 1
    assert abs(work[KNOWN][1] - work[UNKNOWN][1]) <= 6


def test_a_wrong_password_takes_as_long_whether_there_is_an_account(client: Client, monkeypatch):
    factories.account(email=KNOWN, password_hash=passwords.hash_of(PASSWORD))
    factories.account(email=LINKED)
    compared: list[str] = []
    hasher = SimpleNamespace(
        verify=lambda kept, said: compared.append(kept) or passwords.PasswordHasher().verify(kept, said)
    )
    monkeypatch.setattr(passwords, "_hasher", hasher)
    pages = {plain(client.post("/sign-in", data={"email": e, "password": "fel"}).text, e) for e in ALL}

    assert len(compared) == 3
    assert {kept.split("$")[3] for kept in compared} == {"m=19456,t=2,p=1"}
    assert len(pages) == 1


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_are_for_this_site_and_no_script(app: Flask, monkeypatch, secure: bool):
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", secure)
    client = app.test_client()
    client.get("/sign-in", base_url="https://localhost" if secure else "http://localhost")
    client.get("/?lang=nb", base_url="https://localhost" if secure else "http://localhost")

    assert {(c.http_only, c.same_site, c.secure) for c in client._cookies.values()} == {(True, "Lax", secure)}


def test_logs_tell_nobody_s_address_nor_what_signs_in(client: Client, app: Flask, caplog, monkeypatch):
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setattr("chapter.accounts.queries.open_link", lambda *_: 1 / 0)
    with caplog.at_level(logging.DEBUG):
        client.post("/sign-in", data={"email": KNOWN, "password": PASSWORD})
        broken = client.get("/enter/s3cret-token\r\nforged: line")

    assert broken.status_code == 500
    assert "accounts.enter" in caplog.text
    assert not [word for word in (KNOWN, PASSWORD, "s3cret", "forged") if word in caplog.text]
