"""The main job, end to end, on a phone: from a sign-up link, through a real mail, to a reported call."""

import re
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from playwright.sync_api import Page, expect

from chapter.accounts.models import Account
from chapter.calling.models import Call
from chapter.calling.rules import Outcome
from chapter.db import db
from chapter.messages import jobs
from chapter.settings.queries import chapter
from chapter.signup.models import SignupLink
from chapter.signup.rules import Purpose
from tests import factories
from tests.conftest import NOW


class Mailbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def handle_DATA(self, _server, _session, envelope):
        """Keep the text part."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.texts.append(mail.get_body(("plain",)).get_content())
        return "250 OK"


@pytest.fixture
def mailbox(app: Flask, site: str):
    """A real SMTP server; mail links lead to the test's own site."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    kept = {name: app.config[name] for name in ("CHAPTER_SMTP_URL", "CHAPTER_URL")}
    app.config.update(CHAPTER_SMTP_URL=f"smtp://127.0.0.1:{port}", CHAPTER_URL=site)
    chapter().contact_email = "malin@example.org"
    yield box
    app.config.update(kept)
    server.stop()


@pytest.fixture
def link(app: Flask) -> SignupLink:
    """A link to a running assignment with one person to ring."""
    assignment = factories.assignment(factories.person())
    link = SignupLink(
        slug="ring",
        purpose=Purpose.JOIN_ASSIGNMENT,
        assignment=assignment,
        title={"sv": "Ring med oss", "nb": "Ring med oss"},
        text={"sv": "Vi dricker kaffe.", "nb": "Vi drikker kaffe."},
        tasks=[],
        created_at=NOW,
    )
    db.session.add(link)
    db.session.commit()
    return link


def sign_up(page: Page) -> None:
    page.fill("[name=name]", "Ingrid Solli")
    page.fill("[name=email]", "ingrid@example.org")
    page.fill("[name=mobile]", "070-174 06 11")
    page.check("[name=consent]")
    page.click("form.card button.primary, form button.primary")


def mailed_link(mailbox: Mailbox) -> str:
    """What the background sends, and the link in it."""
    jobs.deliver()
    return re.search(r"https?://\S+/enter/[\w.\-]+", mailbox.texts[-1])[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["htmx", "plain"])
@pytest.mark.parametrize("locale", ["sv-SE", "nb-NO"])
def test_from_a_link_to_a_reported_call(visit, link, mailbox, scripts, locale):
    page = visit(None, "/join/ring", locale=locale, java_script_enabled=scripts)
    sign_up(page)
    expect(page).to_have_url(re.compile("/sign-in/sent"))
    page.goto(mailed_link(mailbox))
    page.click("main form button.primary")
    expect(page).to_have_url(re.compile("/my$"))
    page.click(f"a[href='/calling/{link.assignment_id}/ring']")
    page.click("button[name=claim]")
    for value in ("yes", "yes", "no", "none"):
        page.click(f"button[name=answer][value={value}]")
        page.wait_for_load_state("networkidle")
    page.click("button[name=then][value=break]")
    expect(page).to_have_url(re.compile("/ring$"))
    db.session.rollback()
    assert [call.outcome for call in db.session.scalars(db.select(Call))] == [Outcome.TALKED]


def test_the_mailed_link_works_on_another_device_and_a_scanner_does_not_use_it_up(visit, link, mailbox):
    phone, computer = visit(None, "/join/ring"), visit(None, "/", viewport={"width": 1280, "height": 800})
    sign_up(phone)
    expect(phone).to_have_url(re.compile("/sign-in/sent"))
    address = mailed_link(mailbox)
    for _ in range(3):
        assert phone.request.get(address).status == 200
    computer.goto(address)
    computer.click("main form button.primary")
    expect(computer).to_have_url(re.compile("/my$"))
    phone.goto(address)
    expect(phone.locator("main form button.primary")).to_be_visible()
    db.session.rollback()
    assert db.session.scalars(db.select(Account)).one().confirmed_at == NOW


def test_mistakes_are_said_beside_the_fields_and_nothing_is_lost(visit, link):
    page = visit(None, "/join/ring")
    page.fill("[name=name]", "Ingrid Solli")
    page.fill("[name=email]", "ingrid.example.org")
    page.fill("[name=mobile]", "12")
    page.click("form button.primary")
    expect(page.locator(".wrong")).to_have_count(3)
    expect(page.locator("[name=name]")).to_have_value("Ingrid Solli")
    expect(page.locator("[name=email]")).to_have_value("ingrid.example.org")
    expect(page.locator("[name=mobile]")).to_have_value("12")
