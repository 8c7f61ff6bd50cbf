"""The report in Chromium with htmx: every path, by tap and by key, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from chapter.calling import queue
from chapter.calling.models import Call
from chapter.calling.rules import Outcome
from chapter.db import db
from tests import factories
from tests.calling.steps import PATHS, TEXT, pairs
from tests.calling.test_report_a_call import ENDS
from tests.conftest import NOW


@pytest.fixture
def caller(app):
    return factories.account(name="Bo Ek")


@pytest.fixture
def page(visit, caller) -> Page:
    """The caller's phone, with the first of two people on the screen."""
    people = factories.person(phone2="+46701740698"), factories.person("Viktor")
    assignment = factories.assignment(*people, callers=(caller,))
    page = visit(caller, f"/calling/{assignment.id}/ring")
    page.click("button[name=claim]")
    page.wait_for_url("**/calls/*")  # until its scripts have run, forms are sent as whole pages
    return page


def at(page: Page, step: str) -> None:
    expect(page.locator("#report")).to_have_attribute("data-report-step", step)


def answer(page: Page, step: str, value: str) -> None:
    """Answer the question at hand as a person does."""
    at(page, step)
    if value == "date":
        page.fill("[name=date]", "2026-12-01")
        page.check("[name=part][value=evening]")
    if value == "send":
        page.fill("[name=text]", TEXT)
    page.click(f"button[name=answer][value={value}]")


def only_call() -> Call:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(db.select(Call).order_by(Call.id).limit(1)).one()


@pytest.mark.parametrize("name", PATHS)
def test_every_path_with_htmx(page, name):
    whole_pages = []
    page.on("request", lambda request: whole_pages.append(request) if request.is_navigation_request() else None)
    for step, value in pairs(PATHS[name]):
        answer(page, step, value)
    at(page, "summary")
    assert whole_pages == []
    page.click("button[name=then][value=next]")
    expect(page.locator("#call h1")).to_have_text("Viktor Dahlqvist")
    call = only_call()
    waiting = {state for state, number in queue.counts(call.assignment, NOW).items() if number}
    assert call.outcome is ENDS[name][0]
    assert ENDS[name][1] in waiting


def test_the_focus_moves_to_each_new_question(page):
    for step, value in pairs("reached=no why_not=busy action_needed=no note=none"):
        answer(page, step, value)
    at(page, "summary")
    expect(page.locator("#question")).to_be_focused()


def test_number_keys_answer(page):
    at(page, "reached")
    page.keyboard.press("1")
    at(page, "could_talk")
    page.keyboard.press("0")
    page.keyboard.press("9")
    page.keyboard.press("2")
    at(page, "call_back")
    page.keyboard.press("2")
    at(page, "action_needed")


def test_number_keys_stay_out_of_text(page):
    for step, value in pairs("reached=yes could_talk=yes action_needed=yes"):
        answer(page, step, value)
    at(page, "action_message")
    expect(page.locator("#question")).to_be_focused()
    page.locator("[name=text]").press_sequentially("Ring 1 2 3")
    at(page, "action_message")
    expect(page.locator("[name=text]")).to_have_value("Ring 1 2 3")


def test_one_tap_brings_the_next_person_and_undo_brings_back_the_first(page):
    page.click("button[name=quick][value=no_answer]")
    expect(page.locator("#call h1")).to_have_text("Viktor Dahlqvist")
    page.click("#flash button")
    expect(page.locator("#call h1")).to_have_text("Emma Dahlqvist")
    at(page, "reached")
    assert only_call().outcome is None


def test_change_and_leave_it_as_it_was(page):
    for step, value in pairs("reached=yes could_talk=yes action_needed=no note=none"):
        answer(page, step, value)
    at(page, "summary")
    page.locator(".said a").nth(1).click()
    at(page, "could_talk")
    page.locator(".ask a").click()
    at(page, "summary")


def test_the_back_button_neither_repeats_nor_loses_a_step(page):
    where = page.url
    for step, value in pairs("reached=yes could_talk=call_back"):
        answer(page, step, value)
    at(page, "call_back")
    page.go_back()
    expect(page.locator("a.primary")).to_have_attribute("href", re.sub(r"^.*?(/calling/calls)", r"\1", where))
    page.go_forward()
    at(page, "call_back")
    assert list(only_call().answers) == ["reached", "could_talk"]


def test_a_lost_connection_says_so_keeps_what_was_typed_and_sends_it_once(page):
    for step, value in pairs("reached=yes could_talk=yes action_needed=yes"):
        answer(page, step, value)
    at(page, "action_message")
    page.context.set_offline(True)
    page.fill("[name=text]", TEXT)
    page.click("button[name=answer][value=send]")
    expect(page.locator("#connection")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    page.context.set_offline(False)
    at(page, "note")
    expect(page.locator("#connection")).to_be_hidden()
    assert only_call().answers["action_message"]["text"] == TEXT


def test_a_reload_keeps_the_words_that_were_being_typed(page):
    for step, value in pairs("reached=yes could_talk=yes action_needed=yes"):
        answer(page, step, value)
    at(page, "action_message")
    expect(page.locator("#question")).to_be_focused()
    page.locator("[name=text]").press_sequentially("Halvskrivet")
    page.reload()
    expect(page.locator("[name=text]")).to_have_value("Halvskrivet")


def test_a_lapsed_session_asks_to_sign_in_and_comes_back(page, caller):
    at(page, "reached")
    page.context.clear_cookies()
    page.click("button[name=answer][value=yes]")
    expect(page).to_have_url(re.compile(r"/sign-in\?next=/calling/calls/\d+$"))


def test_without_javascript_the_same_pages_work(visit, caller):
    assignment = factories.assignment(factories.person(), callers=(caller,))
    page = visit(caller, f"/calling/{assignment.id}/ring", java_script_enabled=False)
    page.click("button[name=claim]")
    for step, value in pairs(PATHS["ring back on a day"]):
        answer(page, step, value)
    at(page, "summary")
    page.click("button[name=then][value=break]")
    expect(page).to_have_url(re.compile("/ring$"))
    assert only_call().outcome is Outcome.CALL_BACK


def test_the_page_renews_the_lease_while_it_is_open(page):
    page.clock.install()
    page.reload()
    with page.expect_response(re.compile("/renew$")) as renewed:
        page.clock.fast_forward("02:30")
    assert renewed.value.status == 204


def test_practice_saves_nothing(visit, caller):
    assignment = factories.assignment(callers=(caller,))
    page = visit(caller, f"/calling/{assignment.id}/practice")
    for step, value in pairs(PATHS["talked, flagged"]):
        answer(page, step, value)
    at(page, "summary")
    assert db.session.scalar(db.select(db.func.count(Call.id))) == 0
