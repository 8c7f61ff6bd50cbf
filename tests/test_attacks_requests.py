"""Attacks by what is sent: bodies, hosts, addresses to go to, paths. Each test fails when the protection goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from chapter import clock, commands, create_app
from chapter.access import Role
from chapter.db import db
from chapter.pages import own_path
from chapter.settings import actions as settings
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW, Client

ELSEWHERE = "//evil.example.net", "https://evil.example.net", "/\\evil.example.net", "/\t/evil.example.net", "evil:x"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Flask]:
    """An installation with an address of its own, as the Internet meets it: tokens are asked for."""
    app = create_app({"CHAPTER_DATA": str(tmp_path), "CHAPTER_URL": "https://ring.example.org", "TESTING": True})
    with app.app_context(), clock.frozen(NOW):
        commands.migrate()
        settings.found("Lövåsen", "SE", NOW)
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def visit(live: Flask) -> FlaskClient:
    """A browser on the installation's own address."""
    live.test_client_class = Client
    client = live.test_client()
    client.environ_base |= {"HTTP_HOST": "ring.example.org", "wsgi.url_scheme": "https"}
    return client


def test_every_page_has_a_policy_without_anything_in_line_and_is_kept_by_nobody(client: Client, app: Flask):
    client.sign_in(factories.account(*Role))
    address = app.url_map.bind("localhost")
    plain = [rule.endpoint for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())]
    answers = {name: client.get(address.build(name)) for name in plain}

    assert len(answers) > 40
    assert [name for name, answer in answers.items() if not is_closed(answer)] == []
    assert {name for name, answer in answers.items() if "no-store" not in answer.headers["Cache-Control"]} <= FOR_ALL


FOR_ALL = {"settings.colours", "front.robots", "front.sitemap", "front.security", "front.picture"}
"""What is the same for everybody, so that caches may keep it."""


def is_closed(answer: Response) -> bool:
    """Whether an answer runs nothing that isn't ours, can't be framed, and is taken for what it is."""
    policy = answer.headers["Content-Security-Policy"]
    shows = "<script>" not in answer.text and " style=" not in answer.text and " onclick=" not in answer.text
    shut = "frame-ancestors 'none'" in policy and answer.headers["X-Frame-Options"] == "DENY"
    return "unsafe" not in policy and shows and shut and answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "text/plain", "application/json", ""])
def test_no_body_is_read_that_is_larger_than_any_form(live: Flask, kind: str):
    assert visit(live).post("/sign-in", data=b"a" * 1_100_000, content_type=kind).status_code == 413


def test_a_body_that_doesn_t_say_how_long_it_is_is_no_longer_either(live: Flask):
    unsaid = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    body, kind = b"a" * 1_100_000, "multipart/form-data; boundary=x"

    assert visit(live).post("/sign-in", data=body, content_type=kind, environ_overrides=unsaid).status_code == 413


def test_a_form_has_no_thousand_parts(live: Flask):
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    answer = visit(live).post("/sign-in", data=part * 10_000 + b"--x--", content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 413


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nobody_is_sent_to_another_site(client: Client, there: str):
    factories.account(email="bo@example.org")
    demo = client.post("/become", data={"email": "bo@example.org", "next": there})
    signed_in = client.get("/sign-in", query_string={"next": there})

    assert own_path(there, "/") == "/"
    assert demo.location.startswith("/")
    assert "evil" not in demo.location + signed_in.location


@pytest.mark.parametrize("page", ["https://evil.example.net/x", "http://localhost//evil.example.net/x", "//evil/x"])
def test_whatever_page_a_browser_says_it_comes_from_leads_nowhere_else(client: Client, page: str):
    asked = client.post("/my/account", headers={"Referer": page})
    htmx = client.htmx("/my/account", {"name": ""}, headers={"HX-Current-URL": page})
    client.sign_in(factories.account())
    shown = client.post("/my/account", data={"name": ""}, headers={"Referer": page})

    assert "evil" not in asked.location + htmx.headers["HX-Redirect"] + shown.text


@pytest.mark.parametrize("given", [{"Host": "evil.example.net"}, {"X-Forwarded-Host": "evil.example.net"}])
def test_a_mailed_link_leads_here_whatever_host_was_asked_for(live: Flask, given: dict[str, str]):
    live.config["WTF_CSRF_ENABLED"] = False
    factories.account(email="bo@example.org")
    answer = visit(live).post("/sign-in", data={"email": "bo@example.org", "way": "link"}, headers=given)

    assert answer.status_code == (400 if "Host" in given else 303)
    assert all("https://ring.example.org/enter/" in mail.text for mail in sent_to("bo@example.org"))
    assert len(sent_to("bo@example.org")) == (0 if "Host" in given else 1)


@pytest.mark.parametrize("host", ["evil.example.net", "ring.example.org.evil.net", "ring.example.org@evil.net", "a b"])
def test_no_other_host_is_answered(live: Flask, host: str):
    assert visit(live).get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../chapter/config.py",
        "/static/..%2fchapter/config.py",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/static/..\\app.py",
        "/media/1/..%2f..%2fchapter.db",
        "/media/../secret_key",
        "/handbook/..%2f..%2fREADME.md",
    ],
)
def test_no_path_leads_out_of_where_files_are_for_everybody(client: Client, path: str):
    client.sign_in(factories.account(*Role))

    assert client.get(path).status_code in (308, 404)


@pytest.mark.parametrize("what", ["path", "query", "header", "cookie"])
def test_very_long_things_are_answered_in_words(client: Client, what: str):
    long = "å%2f" * 5_000
    asked = {"headers": {"X-Long" if what == "header" else "Cookie": f"language={long}"}} if what[0] in "hc" else {}
    path = {"path": f"/{'x' * 9_000}", "query": f"/search?q={long}"}.get(what, "/")

    assert client.get(path, **asked).status_code in (200, 303, 404)
