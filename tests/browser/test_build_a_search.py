"""Putting a search together in Chromium: where the focus goes, and how the number follows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import cast, factories


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """A member coordinator's phone, about to build a search among three people."""
    for year in (1950, 1990, 2000):
        factories.person(birth_year=year)
    return visit(cast.play("member_coordinator"), "/searches/new")


def add(page: Page, name: str, group: int = 0) -> None:
    """Choose a filter and press the button."""
    page.select_option(f"#target-{group}-add", name)
    page.click(f"button[value=add-{group}]")


def test_the_new_field_has_the_focus_and_the_number_follows_what_is_typed(page: Page):
    expect(page.locator("#target-count")).to_contain_text("3 personer")
    add(page, "age_from")
    expect(page.locator("#target-0-0-value")).to_be_focused()

    page.keyboard.type("70")
    page.keyboard.press("Tab")

    expect(page.locator("#target-count")).to_contain_text("1 person")
    expect(page.locator("#target-0-0-turned")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#target-count")).to_contain_text("2 personer")


def test_it_goes_on_from_the_keyboard_alone(page: Page):
    add(page, "age_from")
    page.locator("#target-0-0-value").fill("40")
    page.locator("button[value=done-0-0]").press("Enter")

    expect(page.locator("#target-0-add")).to_be_focused()
    expect(page.locator("#target-builder .list")).to_contain_text("Fyller 40 eller mer i år")
    page.locator("button[value=change-0-0]").press("Enter")
    expect(page.locator("#target-0-0-value")).to_be_focused()
    expect(page.locator("#target-0-0-value")).to_have_value("40")


def test_the_enter_key_saves_and_takes_nothing_away(page: Page):
    add(page, "age_from")
    page.locator("#target-0-0-value").fill("70")
    page.fill("#name", "Gamla")

    page.locator("#target-0-0-value").press("Enter")

    expect(page.locator("main")).to_contain_text("Sökningen ”Gamla” är sparad.")
    expect(page.locator("main .card")).to_contain_text("Fyller 70 eller mer i år")


def test_whom_it_finds_is_shown_in_the_register(page: Page):
    add(page, "age_unknown")

    page.get_by_role("button", name="Visa de här personerna").click()

    page.wait_for_url("**/people/?s=*")
