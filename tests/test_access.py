"""Who may reach what: every view, tried by everyone, held against one table."""

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from chapter.access import ANYONE, SIGNED_IN, Permission, Role
from tests import factories
from tests.cast import CAST, play
from tests.conftest import Client

P = Permission

VIEWS: dict[str, str] = {
    "accounts.become": ANYONE,
    "accounts.change_me": SIGNED_IN,
    "accounts.change_password": SIGNED_IN,
    "accounts.enter": ANYONE,
    "accounts.give_roles": P.ROLES_GIVE,
    "accounts.link_sent": ANYONE,
    "accounts.me": SIGNED_IN,
    "accounts.remove_password": SIGNED_IN,
    "accounts.roles": P.ROLES_GIVE,
    "accounts.roles_of": P.ROLES_GIVE,
    "accounts.send_again": ANYONE,
    "accounts.sign_in": ANYONE,
    "accounts.sign_out": ANYONE,
    "accounts.sign_out_everywhere": SIGNED_IN,
    "accounts.try_sign_in": ANYONE,
    "accounts.use_link": ANYONE,
    "background.job": P.BACKGROUND_READ,
    "background.overview": P.BACKGROUND_READ,
    "background.run": P.BACKGROUND_RUN,
    "calling.answer": P.CALLING_CALL,
    "calling.assignment": P.CALLING_CALL,
    "calling.assignment_instructions": P.CALLING_CALL,
    "calling.call": P.CALLING_CALL,
    "calling.claim": P.CALLING_CALL,
    "calling.instructions": P.CALLING_CALL,
    "calling.practice.answer": P.CALLING_CALL,
    "calling.practice.call": P.CALLING_CALL,
    "calling.practice.quick": P.CALLING_CALL,
    "calling.practice.send": P.CALLING_CALL,
    "calling.quick": P.CALLING_CALL,
    "calling.rang_back": P.CALLING_CALL,
    "calling.renew": P.CALLING_CALL,
    "calling.report_rang_back": P.CALLING_CALL,
    "calling.scan": P.CALLING_CALL,
    "calling.send": P.CALLING_CALL,
    "calling.skip": P.CALLING_CALL,
    "calling.take_break": P.CALLING_CALL,
    "calling.undo": P.CALLING_CALL,
    "duplicates.compare": P.REGISTER_CHANGE,
    "duplicates.find": P.REGISTER_CHANGE,
    "duplicates.merge": P.REGISTER_CHANGE,
    "duplicates.of_person": P.REGISTER_CHANGE,
    "duplicates.pairs": P.REGISTER_CHANGE,
    "duplicates.part": P.REGISTER_CHANGE,
    "duplicates.undo": P.REGISTER_CHANGE,
    "exports.export": P.REGISTER_EXPORT,
    "exports.file": P.REGISTER_EXPORT,
    "exports.log": P.REGISTER_EXPORT,
    "exports.new": P.REGISTER_EXPORT,
    "exports.take_out": P.REGISTER_EXPORT,
    "flags.do_not_call": P.FLAGS_HANDLE,
    "flags.flag": P.FLAGS_HANDLE,
    "flags.handled": P.FLAGS_HANDLE,
    "flags.inbox": P.FLAGS_HANDLE,
    "flags.lift": P.DO_NOT_CALL_LIFT,
    "flags.note": P.FLAGS_HANDLE,
    "flags.numbers": P.FLAGS_HANDLE,
    "flags.redact": P.FLAGS_HANDLE,
    "flags.redact_for_good": P.FLAGS_HANDLE,
    "flags.reopen": P.FLAGS_HANDLE,
    "flags.reply": P.FLAGS_HANDLE,
    "flags.stays": P.LEAVING_HANDLE,
    "flags.take": P.FLAGS_HANDLE,
    "groups.add_contact": P.GROUPS_MANAGE,
    "groups.answer": ANYONE,
    "groups.answered": ANYONE,
    "groups.ask": SIGNED_IN,
    "groups.change": P.GROUPS_MANAGE,
    "groups.change_meets": SIGNED_IN,
    "groups.close": P.GROUPS_MANAGE,
    "groups.close_now": P.GROUPS_MANAGE,
    "groups.contacts": P.GROUPS_MANAGE,
    "groups.edit": P.GROUPS_MANAGE,
    "groups.find": P.REGISTER_READ,
    "groups.group": SIGNED_IN,
    "groups.groups": SIGNED_IN,
    "groups.left": SIGNED_IN,
    "groups.make": P.GROUPS_MANAGE,
    "groups.meets": SIGNED_IN,
    "groups.new": P.GROUPS_MANAGE,
    "groups.not_now": SIGNED_IN,
    "groups.people": SIGNED_IN,
    "groups.person": SIGNED_IN,
    "groups.refer": P.GROUPS_MANAGE,
    "groups.refer_now": P.GROUPS_MANAGE,
    "groups.remove_contact": P.GROUPS_MANAGE,
    "groups.reopen": P.GROUPS_MANAGE,
    "groups.share": SIGNED_IN,
    "groups.welcome": SIGNED_IN,
    "groups.withdraw": SIGNED_IN,
    "healthz": ANYONE,
    "home.front": ANYONE,
    "home.my_page": SIGNED_IN,
    "imports.apply": P.REGISTER_IMPORT,
    "imports.ask_all": P.REGISTER_IMPORT,
    "imports.ask_undo": P.REGISTER_IMPORT,
    "imports.choose_columns": P.REGISTER_IMPORT,
    "imports.choose_sheet": P.REGISTER_IMPORT,
    "imports.columns": P.REGISTER_IMPORT,
    "imports.conflicts": P.REGISTER_IMPORT,
    "imports.decide": P.REGISTER_IMPORT,
    "imports.drop": P.REGISTER_IMPORT,
    "imports.imports": P.REGISTER_IMPORT,
    "imports.row": P.REGISTER_IMPORT,
    "imports.run": P.REGISTER_IMPORT,
    "imports.settle": P.REGISTER_IMPORT,
    "imports.settle_all": P.REGISTER_IMPORT,
    "imports.undo": P.REGISTER_IMPORT,
    "imports.unusable_csv": P.REGISTER_IMPORT,
    "imports.upload": P.REGISTER_IMPORT,
    "leading.add_caller": P.CALLING_LEAD,
    "leading.assignment": P.CALLING_LEAD,
    "leading.assignments": P.CALLING_LEAD,
    "leading.caller": P.CALLING_LEAD,
    "leading.callers": P.CALLING_LEAD,
    "leading.calls": P.CALLING_LEAD,
    "leading.calls_csv": P.CALLING_LEAD,
    "leading.change": P.CALLING_LEAD,
    "leading.change_caller": P.CALLING_LEAD,
    "leading.create": P.CALLING_LEAD,
    "leading.edit": P.CALLING_LEAD,
    "leading.new": P.CALLING_LEAD,
    "leading.remove_caller": P.CALLING_LEAD,
    "leading.report": P.CALLING_LEAD,
    "messages.arrived": P.OUTBOX_READ,
    "messages.came_back": P.OUTBOX_READ,
    "messages.demo": ANYONE,
    "messages.message": P.OUTBOX_READ,
    "messages.outbox": P.OUTBOX_READ,
    "messages.picture": P.OUTBOX_READ,
    "messages.preview": P.OUTBOX_READ,
    "messages.send_again": P.OUTBOX_READ,
    "privacy.ask_leavers": P.PEOPLE_ERASE,
    "privacy.erase": P.PEOPLE_ERASE,
    "privacy.erase_leavers": P.PEOPLE_ERASE,
    "privacy.erase_now": P.PEOPLE_ERASE,
    "privacy.leavers": P.PEOPLE_ERASE,
    "privacy.switch": P.PEOPLE_ERASE,
    "register.add": P.REGISTER_ADD,
    "register.add_tag": P.REGISTER_CHANGE,
    "register.change": P.REGISTER_CHANGE,
    "register.change_leaving_custom": P.LEAVING_HANDLE,
    "register.changes": P.REGISTER_READ,
    "register.come_back": P.LEAVING_HANDLE,
    "register.conditions": P.REGISTER_READ,
    "register.do_not_call": P.DO_NOT_CALL_LIFT,
    "register.edit": P.REGISTER_CHANGE,
    "register.figures": P.REGISTER_FIGURES,
    "register.has_left": P.LEAVING_HANDLE,
    "register.leaving": P.LEAVING_HANDLE,
    "register.leaving_custom": P.LEAVING_HANDLE,
    "register.leaving_of": P.LEAVING_HANDLE,
    "register.left": P.LEAVING_HANDLE,
    "register.lift": P.DO_NOT_CALL_LIFT,
    "register.never_call": P.REGISTER_CHANGE,
    "register.note": P.REGISTER_CHANGE,
    "register.note_time_is_out": P.LEAVING_HANDLE,
    "register.paid": P.LEAVING_HANDLE,
    "register.people": P.REGISTER_READ,
    "register.person": P.REGISTER_READ,
    "register.remove_tag": P.REGISTER_CHANGE,
    "register.ring_leaving": P.LEAVING_HANDLE,
    "register.save_added": P.REGISTER_ADD,
    "register.stay": P.LEAVING_HANDLE,
    "register.time_is_out": P.LEAVING_HANDLE,
    "register.undo_adding": P.REGISTER_ADD,
    "searches.build": P.SEARCHES_KEEP,
    "searches.change": P.SEARCHES_KEEP,
    "searches.copy": P.SEARCHES_KEEP,
    "searches.create": P.SEARCHES_KEEP,
    "searches.delete": P.SEARCHES_KEEP,
    "searches.delete_for_good": P.SEARCHES_KEEP,
    "searches.new": P.SEARCHES_KEEP,
    "searches.search": P.SEARCHES_KEEP,
    "searches.searches": P.SEARCHES_KEEP,
    "settings.change": P.SETTINGS_CHANGE,
    "settings.colour": P.SETTINGS_CHANGE,
    "settings.colours": ANYONE,
    "settings.settings": P.SETTINGS_CHANGE,
    "settings.write_consent": P.SETTINGS_CHANGE,
    "signup.change_link": P.SIGNUP_MANAGE,
    "signup.connect": SIGNED_IN,
    "signup.edit_link": P.SIGNUP_MANAGE,
    "signup.join": ANYONE,
    "signup.link": P.SIGNUP_MANAGE,
    "signup.links": P.SIGNUP_MANAGE,
    "signup.make_link": P.SIGNUP_MANAGE,
    "signup.new_link": P.SIGNUP_MANAGE,
    "signup.no_place": SIGNED_IN,
    "signup.not_me": SIGNED_IN,
    "signup.poster": P.SIGNUP_MANAGE,
    "signup.qr": P.SIGNUP_MANAGE,
    "signup.sign_up": ANYONE,
    "signup.visit": ANYONE,
    "welcome.another_way": P.WELCOME_WORK,
    "welcome.board": P.WELCOME_WORK,
    "welcome.case": P.WELCOME_WORK,
    "welcome.change_routine": P.WELCOME_MANAGE,
    "welcome.finish_follow_up": P.WELCOME_FOLLOW_UP,
    "welcome.follow_up": P.WELCOME_FOLLOW_UP,
    "welcome.forget": P.WELCOME_MANAGE,
    "welcome.forget_now": P.WELCOME_MANAGE,
    "welcome.keep_follow_up": P.WELCOME_FOLLOW_UP,
    "welcome.refer": P.WELCOME_WORK,
    "welcome.refer_now": P.WELCOME_WORK,
    "welcome.ring_follow_up": P.WELCOME_FOLLOW_UP,
    "welcome.figures": P.WELCOME_FIGURES,
    "welcome.routine": P.WELCOME_MANAGE,
}
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
    P.WELCOME_WORK: "member_coordinator board",
    P.WELCOME_MANAGE: "member_coordinator",
    P.WELCOME_FOLLOW_UP: "member_coordinator",
    P.WELCOME_FIGURES: "member_coordinator board",
    P.OUTBOX_READ: "call_leader member_coordinator administrator",
    P.BACKGROUND_READ: "member_coordinator administrator",
    P.BACKGROUND_RUN: "member_coordinator administrator",
    P.ROLES_GIVE: "administrator",
    P.SETTINGS_CHANGE: "administrator",
    SIGNED_IN: " ".join(CAST),
    ANYONE: " ".join(CAST),
}
"""Every permission, and whose role opens it. An endpoint's own rules (is it your call?) come after."""

FILLING = {"IntegerConverter": 1, "UnicodeConverter": "x", "PathConverter": "x"}


def test_the_table_has_every_view_and_no_other(made: Flask):
    there = {name: getattr(view, "need", None) for name, view in made.view_functions.items() if name != "static"}
    paste = "\n".join(f'    "{name}": {_written(there[name])},' for name in sorted(there.keys() - VIEWS.keys()))

    assert not paste, f"put these into VIEWS, if that is what they should take:\n{paste}"
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
    return {name: FILLING[type(converter).__name__] for name, converter in rule._converters.items()}


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

        assert outcome(response) == ("in" if VIEWS[endpoint] == ANYONE else "sign in first")


@pytest.mark.parametrize("part", ["stranger", *CAST])
def test_a_view_that_says_nothing_is_closed(app: Flask, monkeypatch: pytest.MonkeyPatch, part: str):
    monkeypatch.setitem(app.view_functions, "home.front", lambda: "open")
    browser = _browser(app) if part == "stranger" else _browser(app).sign_in(play(part))

    assert browser.get("/").status_code == 403


def _browser(app: Flask) -> Client:
    return app.test_client()  # type: ignore[return-value]
