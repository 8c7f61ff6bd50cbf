"""The figures of the register: what the board sees, and what nobody can read out of them."""

import re
from datetime import date

import pytest

from chapter import clock
from chapter.db import db
from chapter.searches.models import SavedSearch
from tests import cast, factories
from tests.conftest import Client

FIGURES = "/people/figures?lang=sv"


def some(number: int, **facts) -> None:
    """So many people who are alike."""
    for _ in range(number):
        factories.person(**facts)


@pytest.fixture
def board(client: Client) -> Client:
    """A board member's browser; they read figures, and nobody's data."""
    return client.sign_in(cast.play("board"))


def figures(page: str) -> dict[str, str]:
    """The bars of a page: label and number; those that are not shown are “–”."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)<svg', page, re.S)
    return {label: "–" if "soft" in number else number.replace("\xa0", "").strip() for label, number in rows}


def test_the_board_sees_how_old_people_are_and_where_they_live(board: Client):
    some(6, town="Ås", birth_year=1990)
    some(7, town="Ek", birth_year=1950)

    shown = figures(board.get(FIGURES).text)

    assert (shown["30–39"], shown["70–79"]) == ("6", "7")
    assert (shown["Ås"], shown["Ek"]) == ("6", "7")


def test_a_small_group_is_not_shown_nor_what_would_tell_it(board: Client):
    some(6, town="Ås", birth_year=1990)
    some(20, town="Ek", birth_year=1950)
    some(2, town="By", birth_year=1930)

    page = board.get(FIGURES).text
    shown = figures(page)

    assert "By" not in shown
    assert (shown["Ås"], shown["Ek"]) == ("–", "20")
    assert (shown["30–39"], shown["70–79"]) == ("–", "20")


def test_too_few_people_have_no_figures(board: Client):
    some(3)

    page = board.get(FIGURES).text

    assert figures(page) == {}
    assert 'class="empty"' in page


def test_who_has_left_counts_among_those_who_left_alone(board: Client):
    some(8, joined_on=date(2026, 3, 1))
    some(9, joined_on=date(2020, 3, 1), left_on=date(2026, 5, 1))

    page = board.get(FIGURES).text

    assert list(figures(page).values()).count("8") == 2
    assert re.findall(r'<td class="num">(8|9)</td>', page) == ["9", "8"]


def test_the_board_has_no_figures_of_a_search(board: Client):
    some(10, town="Ås")
    some(10, town="Ek")
    search = keep_search_of("Ek")

    page = board.get(f"{FIGURES}&search={search}").text

    assert figures(page)["Ås"] == "10"
    assert "<select" not in page


def test_the_coordinator_has_the_figures_of_a_search(client: Client):
    some(10, town="Ås")
    some(10, town="Ek")
    search = keep_search_of("Ek")

    page = client.sign_in(cast.play("member_coordinator")).get(f"{FIGURES}&search={search}").text

    assert "Ås" not in figures(page)
    assert figures(page)["Ek"] == "10"


def keep_search_of(town: str) -> int:
    """The id of a kept search for those who live in ``town``."""
    criteria = {"all": [{"is": "towns", "value": [town]}]}
    search = SavedSearch(name=town, criteria=criteria, created_at=clock.now(), changed_at=clock.now())
    db.session.add(search)
    db.session.flush()
    return search.id
