"""The list of people while one types: it follows, the keyboard stays where it is, and the address keeps the search."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import cast, factories


@pytest.fixture
def page(visit) -> Page:
    """The member coordinator's phone, with the list of a small register."""
    for name in ("Håkan Sjöberg", "Søren Kjær", "Zoë Nuñez"):
        factories.person(*name.split(), town="Ek")
    return visit(cast.play("member_coordinator"), "/people/")


def test_the_list_follows_what_is_typed(page):
    page.locator("#q").press_sequentially("kjaer")

    expect(page.locator("#count")).to_have_text("1 person")
    expect(page.locator("#announce")).to_have_text("1 person")
    expect(page.locator("#q")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/people/\?q=kjaer$"))


def test_the_way_back_from_a_person_leads_to_the_same_list(page):
    page.locator("#q").press_sequentially("zoe")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody th a").click()
    page.wait_for_url(re.compile(r"/people/\d+"))

    page.go_back()

    expect(page.locator("#q")).to_have_value("zoe")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_conditions_are_built_on_the_list_itself(page):
    page.locator("#found .links a").first.click()
    expect(page.locator("#conditions-heading")).to_be_focused()
    page.locator("#target-builder select").last.select_option("never_called")
    page.locator("#conditions .primary").click()

    expect(page.locator("#count")).to_have_text(re.compile("^3 "))
    expect(page).to_have_url(re.compile(r"/people/\?s="))
