"""A person's page and the stand, with thumbs and keys: what changes in place keeps the place, and nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from chapter.access import Role
from chapter.people import actions
from tests import cast, factories
from tests.conftest import NOW


@pytest.fixture
def person():
    """Somebody with a tag and a history."""
    emma = factories.person(tags=[factories.tag("Dagtid")])
    actions.remember(emma, "added", NOW, how="fil")
    actions.remember(emma, "note", NOW, by="Bo Ek", text="Kaffe")
    return emma


@pytest.fixture
def page(visit, person) -> Page:
    """The member coordinator's phone, with the person's page."""
    return visit(cast.play("member_coordinator"), f"/people/{person.id}/")


def test_tags_are_added_one_after_the_other_and_taken_away(page):
    for name in ("Nattarbete", "Vill skriva"):
        page.locator("#tag").fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("#tags li", has_text=name)).to_be_visible()
        expect(page.locator("#tag")).to_be_focused()

    page.get_by_role("button", name="Dagtid").click()

    expect(page.locator("#tags li")).to_have_count(2)
    expect(page.locator("#tags-heading")).to_be_focused()


def test_the_history_is_narrowed_in_place_and_the_way_back_widens_it(page):
    page.locator("#about-notes").click()
    expect(page.locator("#history ol > li")).to_have_count(1)
    expect(page.locator("#about-notes")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?about=notes$"))

    page.go_back()

    expect(page.locator("#history ol > li")).to_have_count(2)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_at_a_stand_one_is_added_after_the_other(visit, scripts: bool):
    page = visit(factories.account(Role.BOARD), "/people/add", java_script_enabled=scripts)

    for name in ("Emma Dahlqvist", "Viktor Lind"):
        page.get_by_label("Namn").fill(name)
        page.get_by_label("E-post").fill(f"{name.split()[0]}@example.org")
        page.get_by_label("Personen vet vad vi sparar").check()
        page.locator("main .primary").click()
        expect(page.locator("#flash")).to_contain_text(f"{name} är tillagd.")
        expect(page.get_by_label("Namn")).to_have_value("")

    page.locator("#flash button").click()
    expect(page.locator("#flash")).to_contain_text("Viktor Lind är borttagen igen")
