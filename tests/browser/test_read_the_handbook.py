"""Reading on a phone without scripts: words are explained where one taps them, and the tree unfolds."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from chapter.access import Audience
from chapter.db import db
from tests.editing.made import page

pytestmark = pytest.mark.browser


def test_a_word_is_explained_and_the_tree_unfolds(app: Flask, chromium: Browser, site: str):
    page("Ordlista", "## Ringkö\n\nDe som väntar.", shipped="glossary", audience=Audience.PUBLIC)
    page("Samtalet", "Du står i [[ringkön|ringkö]].", audience=Audience.PUBLIC)
    db.session.commit()
    phone = chromium.new_page(base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 740})
    phone.goto("/handbook/samtalet?lang=sv")
    meaning, neighbour = phone.get_by_text("De som väntar."), phone.locator("#tree").get_by_text("Ordlista")
    expect(meaning).to_be_hidden()
    expect(neighbour).to_be_hidden()

    phone.get_by_role("button", name="ringkön").click()
    expect(meaning).to_be_visible()
    phone.keyboard.press("Escape")
    expect(meaning).to_be_hidden()

    phone.get_by_text("Fler sidor här").click()
    expect(neighbour).to_be_visible()
    phone.close()
