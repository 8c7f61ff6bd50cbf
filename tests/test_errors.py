"""When something goes wrong, it is said in the reader's language and nothing is given away."""

import errno
import re

import pytest
from flask import abort

from chapter import connecting
from chapter.access import ANYONE, Role, allow
from chapter.db import db
from tests import databases, factories


@pytest.fixture
def failing(app, client, monkeypatch):
    """A way to make the front page fail with a code, or crash."""

    def fail(code):
        @allow(ANYONE)
        def view():
            if code == 500:
                raise RuntimeError("secret")
            abort(code)

        monkeypatch.setitem(app.view_functions, "home.front", view)
        monkeypatch.setattr(app, "testing", False)
        return client

    return fail


@pytest.mark.parametrize("language", ["sv", "nb"])
@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 422, 429, 500, 503])
def test_every_failure_is_a_page_in_the_reader_s_language(failing, code, language):
    response = failing(code).get(f"/?lang={language}")
    assert response.status_code == code
    assert f'<html lang="{language}">' in response.text
    assert "secret" not in response.text


@pytest.fixture
def kept_by_another(app, monkeypatch):
    """Somebody holds the database's lock for longer than others wait."""
    monkeypatch.setattr(app, "testing", False)
    db.session.remove()
    db.engine.dispose()
    monkeypatch.setattr(connecting, "PRAGMAS", ("busy_timeout=50", "foreign_keys=ON"))
    monkeypatch.setattr(connecting, "WRITES", f"SET LOCAL lock_timeout = 50; {connecting.WRITES}")
    with databases.somebody_else() as other:
        yield other
    db.session.remove()
    db.engine.dispose()


def test_who_cannot_save_because_another_writes_for_long_is_told_so_and_to_try_again(app, kept_by_another):
    response = app.test_client().post("/sign-in?lang=sv", data={"email": "asa@example.org"})

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "Det är inte sparat än" in response.text


def test_a_full_disk_is_said_in_words(app, failing, monkeypatch):
    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    failing(404)
    monkeypatch.setitem(app.view_functions, "home.front", allow(ANYONE)(full))

    assert "Inget är förlorat" in app.test_client().get("/?lang=sv").text


def test_what_signs_somebody_in_is_not_written_in_the_log(app, client, monkeypatch, caplog):
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr("chapter.accounts.queries.open_link", lambda *_given: 1 / 0)

    assert client.get("/enter/a-secret-token").status_code == 500
    assert "accounts.enter" in caplog.text
    assert "a-secret-token" not in caplog.text


def test_the_log_tells_where_it_failed_and_not_what_was_said(failing, caplog):
    failing(500).get("/")

    assert "GET home.front failed: RuntimeError in" in caplog.text
    assert "RuntimeError: secret" not in caplog.text


def test_an_unknown_address(client):
    response = client.get("/finns/inte?lang=nb")
    assert (response.status_code, '<html lang="nb">' in response.text) == (404, True)


def test_a_body_that_is_too_large(app, client):
    response = client.post("/sign-in", data={"email": "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)})
    assert response.status_code == 413


def test_a_form_without_its_token(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert client.post("/sign-in", data={"email": "bo@example.org"}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_page_that_cannot_be_made_is_said_in_plain_text(app, client, monkeypatch):
    monkeypatch.setattr("chapter.errors.render_template", lambda *_a, **_k: 1 / 0)
    response = client.get("/finns/inte")
    assert (response.status_code, response.mimetype) == (404, "text/plain")


HUGE = (2**63, 10**20, "9" * 5000)


@pytest.mark.parametrize("number", HUGE, ids=["64 bits", "twenty-one digits", "five thousand digits"])
def test_no_address_has_a_number_too_large_for_the_database(app, client, number):
    client.sign_in(factories.account(*Role))
    rules = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    codes = {
        f"{method} {rule}": client.open(re.sub("<int:[a-z_]+>", str(number), rule.rule), method=method).status_code
        for rule in rules
        for method in (rule.methods or set()) & {"GET", "POST"}
    }

    assert len(codes) > 40
    assert {door: code for door, code in codes.items() if code not in (404, 405)} == {}


@pytest.mark.parametrize("path", ["/roles", "/outbox", "/calling/flags", "/people/do-not-call"])
@pytest.mark.parametrize("number", HUGE, ids=["64 bits", "twenty-one digits", "five thousand digits"])
def test_a_page_too_far_is_no_failure(client, path, number):
    client.sign_in(factories.account(*Role))

    assert client.get(f"{path}?page={number}").status_code in (200, 404)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_no_calendar_reaches_is_said_beside_its_field(client, day):
    client.sign_in(factories.account(*Role))

    answer = client.post("/links/new", data={"title_sv": "Hej", "closes_at": f"{day}T10:00"})

    assert (answer.status_code, "1900" in answer.text) == (422, True)
