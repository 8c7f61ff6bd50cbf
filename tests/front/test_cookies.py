"""Cookies: one for being signed in and for forms, two for what one chose, and no others."""

import re
from pathlib import Path

import chapter
from tests import cast
from tests.front import made
from tests.views import VIEWS

OWN = {"chapter", "language", "columns"}
"""What the page about what is stored tells of."""


def names(client):
    return {cookie.key for cookie in client._cookies.values()}


def paths(app):
    """Every page that needs nothing in its address."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and rule.endpoint in VIEWS:
            yield rule.endpoint, rule.rule


def test_the_program_knows_no_other_cookie_and_people_are_told_of_each(client):
    code = "".join(file.read_text() for file in Path(chapter.__file__).parent.rglob("*.py"))

    assert {"chapter", *re.findall(r"set_cookie\(\s*\"(\w+)\"", code)} == OWN
    assert code.count("set_cookie(") == len(OWN) - 1
    assert "Vi använder tre kakor" in client.get("/your-data").text


def test_no_page_sets_any_other_cookie(client, app):
    client.sign_in(cast.play("administrator"))
    client.get("/?lang=nb")

    for _endpoint, path in paths(app):
        client.get(path)

    assert names(client) <= OWN


def test_a_stranger_who_only_reads_gets_none(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "CHAPTER_MODE", "live")
    made.news()
    made.page()

    for path in ("/", "/news", "/news/1-bussen-blir-kvar", "/about/vad-vi-vill", "/your-data", "/robots.txt"):
        assert client.get(path).status_code == 200

    assert names(client) == set()
