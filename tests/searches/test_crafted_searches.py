"""Searches that nobody builds but somebody may send: each is refused or answered, none breaks anything."""

import json

import pytest
from flask import Flask

from chapter.db import db
from chapter.searches.asked import LONGEST_CARRIED, read
from chapter.searches.models import SavedSearch
from chapter.searches.queries import count_matching
from chapter.searches.rules import condition, every, is_sound
from tests import cast, factories
from tests.conftest import NOW, Client
from tests.searches.built import built

TOO_LONG = condition("towns", [f"Örnsköldsvik {number}" for number in range(LONGEST_CARRIED // 25)])


@pytest.fixture
def leader(client: Client) -> Client:
    """A call leader's browser."""
    return client.sign_in(cast.play("call_leader"))


@pytest.mark.parametrize("text", ['{"all":%s%s}', '{"all":[{"is":"towns","value":%s%s}]}'])
def test_however_deep_it_is_it_can_be_refused(app: Flask, text: str):
    deep = [text % ("[" * depth, "]" * depth) for depth in range(2, 1100)]

    assert [found for found in map(read, deep) if found] == []


def test_a_deep_one_in_an_address_is_answered(leader: Client):
    answers = {
        leader.get("/searches/new", query_string={"s": "[" * depth}).status_code for depth in (5, 800, 950, 2000)
    }

    assert answers == {200}


@pytest.mark.parametrize(("size", "fine"), [(15, True), (16, False)])
def test_so_many_values_may_be_chosen_together(size: int, fine: bool):
    tags = condition("tags_all", list(range(1, size + 1)))

    assert is_sound(every(*[tags] * 40)) is fine


def test_all_of_many_tags_can_be_asked_for(app: Flask):
    first, second = factories.tag("a"), factories.tag("b")
    factories.person(tags=[first, second]), factories.person(tags=[first])

    assert count_matching(every(condition("tags_all", [first.id, second.id, first.id]))) == 1
    assert count_matching(every(condition("tags_all", [first.id], True))) == 0
    assert count_matching(every(*[condition("tags_all", list(range(1, 301)))] * 2)) == 0


def test_searches_that_were_kept_before_there_was_a_limit_break_no_list(leader: Client):
    large = every(*[condition("tags_all", list(range(1, 301)))] * 40)
    for name in "abcd":
        db.session.add(SavedSearch(name=name, criteria=large, created_at=NOW, changed_at=NOW))

    assert leader.get("/searches/").status_code == 200


def test_one_that_is_too_long_for_an_address_is_to_be_saved_first(client: Client):
    coordinator = client.sign_in(cast.play("member_coordinator"))

    page = coordinator.post("/searches/new", data=built(TOO_LONG) | {"show": "people"})

    assert page.status_code == 422
    assert "Spara den först" in page.text
    assert json.dumps("Örnsköldsvik 0", ensure_ascii=False)[1:-1] in page.text


@pytest.mark.parametrize("path", ["/searches/", "/searches/new"])
def test_the_register_is_the_readers_place_wherever_searches_are(leader: Client, path: str):
    assert 'aria-current="page"' in leader.get(path).text
