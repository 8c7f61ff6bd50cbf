"""Writing a page in a browser: what one types is shown, a link is put in where one is, drafts outlive a session."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from chapter.access import Role
from chapter.accounts.models import Account
from tests import factories
from tests.browser.conftest import cookie_of
from tests.editing import made

WORDS = "Koka **mycket** kaffe. "


@pytest.fixture
def writer(app) -> Account:
    return factories.account(Role.CALL_LEADER, name="Rami Hamdan")


@pytest.fixture
def page(visit, writer) -> Page:
    """A page about coffee, being written on a phone."""
    written = made.page("Kaffe", "Drick.", check_by=date(2027, 1, 1))
    page = visit(writer, f"/write/{written.id}/text/sv")
    page.locator("#text").evaluate("field => field.setSelectionRange(0, 0)")
    page.locator("#text").press_sequentially(WORDS)
    return page


def test_what_one_types_is_shown_and_a_link_is_put_in_where_one_is(page: Page):
    expect(page.locator("#shown strong")).to_have_text("mycket")

    page.click("#links summary")
    page.fill("#link", "kaff")
    page.click("#targets [data-insert^='[Kaffe']")
    expect(page.locator("#text")).to_have_value(re.compile(r"kaffe\. \[Kaffe\]\(page:\d+\)Drick\."))
    expect(page.locator("#shown a")).to_have_text("Kaffe")


def test_a_draft_is_offered_again_after_signing_in(page: Page, writer: Account, app, site: str):
    here = page.url
    page.context.clear_cookies()
    page.click(".writing .primary")
    page.wait_for_url(re.compile("/sign-in"))
    page.context.add_cookies([{"name": "chapter", "value": cookie_of(app, writer), "url": site}])
    page.goto(here)

    expect(page.locator("#text")).to_have_value("Drick.")
    page.click("#kept button")
    expect(page.locator("#text")).to_have_value(f"{WORDS}Drick.")
    page.click(".writing [name=publish] >> visible=true")
    page.goto(here)
    expect(page.locator("#kept")).to_be_hidden()
