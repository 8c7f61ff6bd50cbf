"""Searching as one types."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import factories
from tests.lookup.found import put


def test_hits_come_as_one_types_and_are_said_aloud(visit: Callable[..., Page]):
    put("ko", "Ringkö", "Den som väntar längst rings först.")
    page = visit(factories.account(), "/search")
    page.get_by_label("Vad letar du efter?").press_sequentially("vänt")

    expect(page.locator("#found mark")).to_have_text("väntar")
    expect(page.locator("#announce")).to_have_text("1 träff")
    assert page.url.endswith("/search?q=v%C3%A4nt")
