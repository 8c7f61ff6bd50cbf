"""One whole welcome call on a phone: ring, tick, write down, invite, report, and the case knows."""

import re

import pytest
from playwright.sync_api import Page, expect

from chapter.db import db
from chapter.welcome.models import Invitation, WelcomeCase
from chapter.welcome.rules import State
from tests import cast, factories
from tests.welcome import ringing


@pytest.fixture
def bo(app):
    return cast.play("board")


@pytest.fixture
def case(bo) -> WelcomeCase:
    return ringing.case_of(bo, factories.person("Nora", "Ny", email="nora@example.org"))


@pytest.fixture
def page(visit, bo, case) -> Page:
    """The officer's phone, in the call."""
    page = visit(bo, f"/welcome/{case.id}/call")
    page.click("text=Ring Nora nu")
    page.wait_for_url("**/calls/*")  # until its scripts have run, forms are sent as whole pages
    return page


def there(case: WelcomeCase) -> WelcomeCase:
    """The case as it is in the database now."""
    db.session.rollback()
    db.session.expire_all()
    return case


def write_down(page: Page) -> None:
    """Tick, and note what they wish; all of it is saved by itself."""
    page.check("#tick-warm")
    expect(page.locator("#ticks-saved")).to_have_text(re.compile("Sparat"))
    page.check("#tick-listen")
    page.fill("#wish-interests", "Odling")
    page.select_option("#wish-time", "monthly")
    expect(page.locator("#wishes-saved")).to_have_text(re.compile("Sparat"))


def invite(page: Page) -> None:
    """A definite invitation, first without saying what they answer."""
    page.click("summary >> text=Bjud in Nora")
    page.fill("#invite-what", "Soppa")
    page.fill("#invite-at", "2026-11-26T18:00")
    page.click("#invite form button")
    expect(page.locator("#invite #error-summary")).to_be_focused()
    page.check("[name=invite-answer][value=yes]")
    page.click("#invite form button")
    expect(page.locator("#invite li")).to_contain_text("Soppa")


def report(page: Page) -> None:
    """They talked, and nobody needs to act."""
    for answer in ("yes", "yes", "no"):
        page.click(f"#report button[name=answer][value={answer}]")
        expect(page.locator("#question")).to_be_focused()
    page.click("text=Skicka rapporten")


def test_a_whole_welcome_call(page, case):
    write_down(page)
    invite(page)
    report(page)
    expect(page).to_have_url(re.compile(rf"/welcome/{case.id}$"))
    expect(page.locator("#invitations")).to_contain_text("Soppa")
    assert there(case).ticks == ["warm", "listen"]
    assert (case.wishes["interests"], case.wishes["time"]) == ("Odling", "monthly")
    assert db.session.scalars(db.select(Invitation)).one().answer == "yes"
    assert ringing.state(case) is State.DONE


def test_nothing_moves_sideways_and_the_report_stays_when_notes_are_saved(page, case):
    page.click("#report button[name=answer][value=yes]")
    expect(page.locator("#report")).to_have_attribute("data-report-step", "could_talk")
    write_down(page)
    expect(page.locator("#report")).to_have_attribute("data-report-step", "could_talk")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
