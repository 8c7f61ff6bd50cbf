"""A file on its way into the register and out again, on a computer with scripts and on a phone without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from chapter.accounts.models import Account
from chapter.db import db
from chapter.imports import jobs
from chapter.people.models import Person
from tests import factories
from tests.cast import play

FILE = "\ufeffNamn;Bor i;E-post;Krets\r\n" + "\r\n".join(
    [
        "Siri Berg;Kvarnbyn;siri@example.org;Norra",
        "Nils Falk;Tallmyra;nils@example.org;Norra",
        "Lena Falk;Lövåsen;falk@example.org;Södra",
        "Åke Lind;Lövåsen;ake.example.org;Södra",
    ]
)
WAYS = {
    "with scripts": {"viewport": {"width": 1280, "height": 800}},
    "without scripts": {"java_script_enabled": False},
}


@pytest.fixture
def coordinator(app) -> Account:
    """Mona, and a register of four people."""
    factories.person("Nils", "Falk", email="nils@example.org", mobile=None, town="Lövåsen", from_file=True)
    factories.person("Maj", "Falk", email="falk@example.org", mobile=None, from_file=True)
    for name in ("Alva", "Bo"):
        factories.person(name)
    return play("member_coordinator")


def names() -> list[str]:
    """Who is there, read without holding the database from the server."""
    found = db.select(Person.first_name).where(Person.last_name.in_(("Berg", "Falk", "Lind")))
    there = sorted(db.session.scalars(found))
    db.session.rollback()
    return there


@pytest.mark.parametrize("way", WAYS)
def test_from_the_file_to_the_register_and_back(visit: Callable[..., Page], coordinator: Account, way: str):
    page = visit(coordinator, "/imports/", **WAYS[way])
    page.set_input_files("#file", {"name": "medlemmar.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.click("#upload .primary")

    expect(page.locator("h1")).to_have_text("Vad kolumnerna betyder")
    expect(page.locator("#column_0")).to_have_value("name")
    page.select_option("#column_1", "town")
    page.click("#columns .primary")

    worked(page, way)
    expect(page.locator("h1")).to_have_text("Det här ändrar filen")
    expect(page.locator("#apply")).to_contain_text("1 ny person kommer in.")
    page.get_by_role("link", name="Bestäm om 1 tveksam rad").click()
    page.get_by_role("button", name="Det är en ny person").click()

    page.click("#apply .primary")
    worked(page, way)
    expect(page.locator("h1")).to_have_text("Filen är inlagd i registret")
    assert names() == ["Lena", "Maj", "Nils", "Siri"]

    page.get_by_role("link", name="Ångra hela importen").click()
    page.get_by_role("button", name="Ångra hela importen").click()
    expect(page.locator("h1")).to_have_text("Importen är ångrad")
    assert names() == ["Maj", "Nils"]


def worked(page: Page, way: str) -> None:
    """Let the background do its work; a page with scripts goes on by itself, one without has a link."""
    expect(page.locator("#progress")).to_be_visible()
    jobs.work()
    if way == "without scripts":
        page.locator("#progress a").click()
    expect(page.locator("#progress")).to_have_count(0)
