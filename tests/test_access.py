"""Who may reach what: every view, tried by everyone, held against one table."""

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from chapter.access import ANYONE, SIGNED_IN, Permission, Role
from tests import factories
from tests.cast import CAST, play
from tests.conftest import Client
from tests.views import VIEWS

P = Permission

"""Every endpoint, and what it takes to get past its door."""

WHO: dict[str, str] = {
    P.CALLING_CALL: "volunteer member call_leader group_contact member_coordinator board election_committee "
    "administrator",
    P.CALLING_LEAD: "call_leader member_coordinator",
    P.FLAGS_HANDLE: "call_leader member_coordinator",
    P.LEAVING_HANDLE: "member_coordinator",
    P.DO_NOT_CALL_LIFT: "member_coordinator",
    P.REGISTER_READ: "member_coordinator",
    P.REGISTER_CHANGE: "member_coordinator",
    P.REGISTER_ADD: "call_leader member_coordinator board",
    P.REGISTER_IMPORT: "member_coordinator",
    P.REGISTER_EXPORT: "member_coordinator",
    P.REGISTER_FIGURES: "member_coordinator board",
    P.PEOPLE_ERASE: "member_coordinator",
    P.SEARCHES_KEEP: "call_leader member_coordinator",
    P.GROUPS_MANAGE: "member_coordinator",
    P.GROUPS_RECEIVE: "group_contact",
    P.SIGNUP_MANAGE: "call_leader member_coordinator board administrator",
    P.PAGES_WRITE: "call_leader member_coordinator board administrator",
    P.FRONT_WRITE: "member_coordinator board administrator",
    P.CONTACTS_CHANGE: "call_leader member_coordinator board administrator",
    P.WELCOME_WORK: "member_coordinator board",
    P.WELCOME_MANAGE: "member_coordinator",
    P.WELCOME_FOLLOW_UP: "member_coordinator",
    P.WELCOME_FIGURES: "member_coordinator board",
    P.OUTBOX_READ: "call_leader member_coordinator administrator",
    P.BACKGROUND_READ: "member_coordinator administrator",
    P.READ_LOG_READ: "administrator",
    P.RIGHTS_HANDLE: "member_coordinator",
    P.RETENTION_READ: "member_coordinator administrator",
    P.INSTALLATION_CHECK: "administrator",
    P.BACKGROUND_RUN: "member_coordinator administrator",
    P.ROLES_GIVE: "administrator",
    P.SETTINGS_CHANGE: "administrator",
    SIGNED_IN: " ".join(CAST),
    ANYONE: " ".join(CAST),
}
"""Every permission, and whose role opens it. An endpoint's own rules (is it your call?) come after."""

FOR_AN_AUDIENCE = {
    "courses.course",
    "courses.occasion_ics",
    "front.one_news",
    "handbook.page",
    "media.file",
    "resources.resource",
    "resources.resources",
}
"""Open to anyone, but what is read there may not be: a stranger signs in first, also where there is nothing."""

FILLING = {"IntegerConverter": 1, "UnicodeConverter": "x", "PathConverter": "x"}


def test_the_table_has_every_view_and_no_other(made: Flask):
    there = {name: getattr(view, "need", None) for name, view in made.view_functions.items() if name != "static"}
    lacking = "\n".join(f"{name}: {_written(there[name])}" for name in sorted(there.keys() - VIEWS.keys()))

    assert not lacking, f"put these into tests/views.py, if that is what they should take:\n{lacking}"
    assert VIEWS.keys() - there.keys() == set()


def _written(need: str | None) -> str:
    if need in (ANYONE, SIGNED_IN):
        return "ANYONE" if need == ANYONE else "SIGNED_IN"
    return f"P.{Permission(need).name}" if need else "NOBODY: the view lacks @allow"


def test_the_table_has_every_permission_and_role():
    assert WHO.keys() == {*Permission, SIGNED_IN, ANYONE}
    assert set(WHO[P.CALLING_CALL].split()) == CAST.keys()


def doors(app: Flask, endpoint: str) -> list[tuple[str, str]]:
    """The ways to knock at a view: method and path."""
    address = app.url_map.bind("localhost")
    return [
        (method, address.build(endpoint, _filled(rule), method=method))
        for rule in app.url_map.iter_rules(endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def _filled(rule: Rule) -> dict[str, int | str]:
    return {
        name: min(converter.items) if isinstance(converter, AnyConverter) else FILLING[type(converter).__name__]
        for name, converter in rule._converters.items()
    }


def outcome(response: TestResponse) -> str:
    """Whether one got in, was sent to sign in, or was turned away."""
    there = response.headers.get("HX-Redirect" if response.status_code == 204 else "Location", "")
    if there.startswith("/sign-in?next="):
        return "sign in first"
    return "turned away" if response.status_code in (401, 403) else "in"


@pytest.mark.parametrize("endpoint", VIEWS)
def test_everyone_gets_where_they_may_and_no_further(app: Flask, endpoint: str):
    expected = {part: "in" if part in WHO[VIEWS[endpoint]].split() else "turned away" for part in CAST}
    cast = {part: play(part) for part in CAST}

    for method, path in doors(app, endpoint):
        tried = {part: _browser(app).sign_in(account).open(path, method=method) for part, account in cast.items()}
        assert {part: outcome(response) for part, response in tried.items()} == expected


def test_nothing_is_taken_without_the_page_s_token(client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client.sign_in(factories.account(*Role))
    posts = [path for endpoint in VIEWS for method, path in doors(app, endpoint) if method == "POST"]

    assert {client.post(path).status_code for path in posts} == {400}


@pytest.mark.parametrize("endpoint", VIEWS)
@pytest.mark.parametrize("asks", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_strangers_are_asked_to_sign_in(client: Client, app: Flask, endpoint: str, asks: dict[str, str]):
    for method, path in doors(app, endpoint):
        response = client.open(path, method=method, headers=asks)
        expected = {"in"} if VIEWS[endpoint] == ANYONE else {"sign in first"}

        assert outcome(response) in (expected | {"sign in first"} if endpoint in FOR_AN_AUDIENCE else expected)


@pytest.mark.parametrize("part", ["stranger", *CAST])
def test_a_view_that_says_nothing_is_closed(app: Flask, monkeypatch: pytest.MonkeyPatch, part: str):
    monkeypatch.setitem(app.view_functions, "home.front", lambda: "open")
    browser = _browser(app) if part == "stranger" else _browser(app).sign_in(play(part))

    assert browser.get("/").status_code == 403


def _browser(app: Flask) -> Client:
    return app.test_client()  # type: ignore[return-value]
