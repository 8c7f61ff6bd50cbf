"""The menu: what one often needs, in one row; the rest stands together behind a tab."""

import re

import pytest

from tests import cast
from tests.conftest import Client


def words(html: str) -> list[str]:
    """What the links in ``html`` say."""
    return re.findall(r"<a [^>]*>([^<]+)</a>", html)


def menu(client: Client) -> list[str]:
    """The words of the menu."""
    return words(re.search(r'<nav id="menu".*?</nav>', client.get("/my").text, re.S)[0])


def tabs(client: Client, path: str) -> list[str]:
    """The words of the first row of tabs on a page."""
    return words(re.search(r'<nav class="tabs".*?</nav>', client.get(path).text, re.S)[0])


@pytest.mark.parametrize("part", list(cast.CAST))
def test_the_menu_fits_in_one_row(client: Client, part: str):
    client.sign_in(cast.play(part))

    assert len(menu(client)) <= 8


def test_what_the_site_itself_needs_stands_together(client: Client):
    client.sign_in(cast.play("member_coordinator"))

    assert "Webbplatsen" in menu(client)
    assert tabs(client, "/outbox") == ["Kontaktpersoner", "Startsidan", "Nyheter", "Utkorg", "Automatiskt arbete"]


@pytest.mark.parametrize(
    ("part", "area", "first"),
    [("administrator", "Drift", "Är allt bra?"), ("member_coordinator", "Register", "Personer")],
)
def test_what_is_deleted_stands_where_its_readers_work(client: Client, part: str, area: str, first: str):
    client.sign_in(cast.play(part))
    there = tabs(client, "/retention/")

    assert (area in menu(client), there[0], "Det som raderas" in there) == (True, first, True)


def test_readers_see_no_tab_that_only_writers_need(client: Client):
    client.sign_in(cast.play("volunteer"))
    assert tabs(client, "/courses/") == ["Handbok", "A till Ö", "Resurser", "Kurser", "Sök"]


def test_flagged_calls_stand_beside_the_assignments(client: Client):
    client.sign_in(cast.play("call_leader"))
    assert tabs(client, "/calling/flags") == tabs(client, "/calling/") == ["Ringuppdrag", "Flaggade samtal"]


def test_the_page_for_signing_in_does_not_lead_to_itself_from_the_bar(client: Client):
    bar = re.search(r"<header.*?</header>", client.get("/sign-in").text, re.S)[0]
    assert ">Logga in<" not in bar
