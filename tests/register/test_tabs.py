"""The register's tabs: whichever feature a page belongs to, its readers find it, and nobody is led to a closed door."""

import re

import pytest

from tests import cast
from tests.conftest import Client

TABS = re.compile(r'<nav class="tabs".*?</nav>', re.S)


def links(html: str) -> list[str]:
    """The addresses in it."""
    return re.findall(r'href="([^"]*)"', html)


def tabs(page: str) -> list[str]:
    """Where the page's tabs lead."""
    found = TABS.search(page)
    return links(found[0]) if found else []


@pytest.mark.parametrize("part", ["call_leader", "member_coordinator", "board"])
def test_every_tab_opens_and_has_the_same_tabs(client: Client, part: str):
    client.sign_in(cast.play(part))
    menu = re.search(r'<nav id="menu".*?</nav>', client.get("/my").text, re.S)
    first = next(link for link in links(menu[0]) if tabs(client.get(link).text) and "/calling" not in link)
    expected = tabs(client.get(first).text)

    pages = [client.get(link) for link in expected]

    assert [page.status_code for page in pages] == [200] * len(expected)
    assert [tabs(page.text) for page in pages] == [expected] * len(expected)
    assert all(page.text.count('aria-current="page"') == 2 for page in pages), "in the menu and among the tabs"


def test_the_board_reads_figures_and_no_names(client: Client):
    client.sign_in(cast.play("board"))

    assert client.get("/people/figures").status_code == 200
    assert client.get("/people/").status_code == 403
    assert "/people/" not in tabs(client.get("/people/figures").text)


@pytest.mark.parametrize("part", ["volunteer", "member", "election_committee"])
def test_who_may_open_none_of_it_has_no_register_in_the_menu(client: Client, part: str):
    page = client.sign_in(cast.play(part)).get("/my").text

    assert 'href="/people' not in page
