"""From an installation in which nothing is set to a sign-up link that works, in Norwegian, on a phone."""

import re
import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from playwright.sync_api import Page, expect

from chapter import clock
from chapter.accounts.actions import make_administrator
from chapter.db import db
from chapter.messages import jobs
from chapter.settings.queries import chapter

GO_ON = "form .primary.big"


class Refusing:
    """A mail server that lets nobody send from an address of others, once."""

    tries = 0

    async def handle_MAIL(self, _server, _session, envelope, address, _options):
        """Refuse the first, take the next."""
        self.tries += 1
        envelope.mail_from = address
        return "553 5.7.1 Sender address rejected" if self.tries == 1 else "250 OK"

    async def handle_DATA(self, *_said):
        """Take it."""
        return "250 OK"


@pytest.fixture
def entrance(app: Flask, site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The link that the command line prints for the first administrator of a Norwegian chapter with a mail server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(Refusing(), hostname="127.0.0.1", port=port)
    server.start()
    for name, value in (("CHAPTER_SMTP_URL", f"smtp://127.0.0.1:{port}"), ("CHAPTER_URL", site)):
        monkeypatch.setitem(app.config, name, value)
    chapter().country, chapter().language = "NO", "nb"
    with app.test_request_context(base_url=site, method="POST"):
        link = make_administrator("Ada Min", "ada@example.org", clock.now())
        db.session.commit()
    yield link
    server.stop()


def set_up(page: Page) -> None:
    """The first three screens: name and languages, colour, contacts and hours."""
    page.fill("[name=chapter-name]", "Furulia lokallag")
    page.uncheck("[value=sv]")
    page.click(GO_ON)
    page.fill("[name=look-accent]", "#c02040")
    page.click(GO_ON)
    page.fill("[name=contacts-contact_name]", "Marit Hovland")
    page.fill("[name=contacts-contact_email]", "marit@example.org")
    page.click(GO_ON)


def answer_to_a_test(page: Page) -> str:
    """Ask for a test, let the background send it, and read what is said of it."""
    page.get_by_role("button", name="Send en test til meg selv").click()
    expect(page.locator("#tested")).to_contain_text("på vei")
    db.session.expire_all()
    jobs.deliver()
    expect(page.locator("#tested")).not_to_contain_text("på vei")
    return page.locator("#tested").inner_text()


def test_five_screens_from_nothing_to_a_link(visit, entrance: str):
    page = visit(None, entrance, locale="nb-NO")
    page.click("main form button.primary")
    expect(page).to_have_url(re.compile("/setup$"))
    page.click("a.primary")
    set_up(page)
    assert "lar oss ikke sende" in answer_to_a_test(page)
    assert "har tatt imot" in answer_to_a_test(page)
    page.goto("/my")  # left, and come back to
    expect(page.locator("#first-steps")).to_contain_text("3 av 5")
    page.click("#first-steps a")
    page.click("a.primary")
    page.click(GO_ON)
    page.click(GO_ON)
    expect(page.get_by_role("heading", name="Bli med i Furulia lokallag")).to_be_visible()
    address = page.locator("#first-link a[href*='/join/']").first.get_attribute("href")
    stranger = visit(None, address, locale="nb-NO")
    expect(stranger.locator("#join [name=email]")).to_be_visible()
    db.session.expire_all()
    assert (chapter().first_steps, chapter().languages) == (None, ["nb"])
