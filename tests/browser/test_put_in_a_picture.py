"""Whoever writes a page puts pictures into it without leaving it; and what is opened is counted."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from chapter.access import Role
from chapter.db import db
from chapter.resources.models import ResourceUse
from tests import factories
from tests.media.made import picture
from tests.resources.made import resource

UPLOAD = {"name": "Torget.png", "mimeType": "image/png", "buffer": picture("PNG")}


def test_a_picture_is_uploaded_described_and_put_where_the_cursor_is(visit: Callable[..., Page]):
    page = visit(factories.account(Role.CALL_LEADER), "/write/new")
    text = page.locator("textarea").first
    text.fill("Före. Efter.")
    text.evaluate("field => field.setSelectionRange(5, 5)")
    page.click("#chooser a.button")
    page.set_input_files("#chooser input[type=file]", UPLOAD)  # type: ignore[arg-type]
    page.click("#chooser form:has(input[type=file]) button")
    page.click("#picked [data-insert]")
    expect(text).to_have_value("Före. Efter.")
    page.fill("#alt", "Torget [en lördag]")
    page.click("#picked [data-insert]")

    expect(text).to_have_value(re.compile(r"^Före\.!\[Torget  ?en lördag ?\]\(media:1\) Efter\.$"))


def test_what_is_opened_is_counted(visit: Callable[..., Page]):
    found = resource(title={"sv": "Länken"})
    page = visit(factories.account(), f"/resources/{found.id}")
    page.route("https://example.org/**", lambda route: route.fulfill(body="There"))
    with page.expect_request(re.compile("/opened$")) as sent:
        page.click("[data-counts]")
    sent.value.response()

    assert db.session.scalar(db.select(ResourceUse.number)) == 1
