"""What was typed outlives a session: nothing is lost when one has to sign in again."""

import re

import pytest
from playwright.sync_api import Page, expect

from chapter.accounts.models import Account
from tests import factories
from tests.browser.conftest import cookie_of

WORDS = "Hon vill bli uppringd av styrelsen före jul."


@pytest.fixture
def caller(app) -> Account:
    return factories.account(name="Bo Ek")


@pytest.fixture
def page(visit, caller) -> Page:
    """The caller's phone, with a message to the call leader typed but not sent, and a session that has lapsed."""
    assignment = factories.assignment(factories.person(), callers=(caller,))
    page = visit(caller, f"/calling/{assignment.id}/ring")
    page.click("button[name=claim]")
    for step in ("reached", "could_talk", "action_needed"):
        expect(page.locator("#report")).to_have_attribute("data-report-step", step)
        page.click("button[name=answer][value=yes]")
    expect(page.locator("#question")).to_be_focused()
    page.locator("textarea[name=text]").press_sequentially(WORDS)
    page.context.clear_cookies()
    return page


@pytest.mark.parametrize("has_htmx", [True, False])
def test_a_draft_is_there_again_after_signing_in(page, caller, app, site, has_htmx):
    if not has_htmx:
        page.evaluate("document.querySelectorAll('form').forEach((form) => form.removeAttribute('data-hx-post'))")
        page.evaluate("htmx.process(document.body)")
    call = page.url

    page.click("button[name=answer][value=send]")
    page.wait_for_url(re.compile("/sign-in"))
    page.context.add_cookies([{"name": "chapter", "value": cookie_of(app, caller), "url": site}])
    page.goto(call)

    expect(page.locator("textarea[name=text]")).to_have_value(WORDS)
