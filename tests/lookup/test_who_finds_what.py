"""Nobody finds what they may not read: every role, every audience, and nothing seeps through."""

import pytest
from flask import Flask

from chapter.access import Audience, audiences
from chapter.lookup import queries
from tests.cast import CAST, play
from tests.conftest import Client
from tests.lookup.found import put, shown

SECRET = "kvastskaft"
PARTS = ["stranger", *CAST]


def browser(client: Client, part: str) -> Client:
    """The browser of somebody with the role ``part``."""
    return client if part == "stranger" else client.sign_in(play(part))


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("part", PARTS)
def test_who_may_read_it_finds_it_and_nobody_else(client: Client, part: str, audience: Audience):
    put("hemligt", f"Om {SECRET}", f"Ett {SECRET} står här.", audience=audience)
    may_read = audience in audiences({*CAST.get(part, ())} | ({"volunteer"} if part != "stranger" else set()))
    page = browser(client, part).get(f"/search?q={SECRET}").text

    assert ("/handbook/hemligt" in page) == may_read


@pytest.mark.parametrize("typed", [SECRET, SECRET[:-1], SECRET[1:], "kvastskatf", f"{SECRET} xyzzy", f"öppet {SECRET}"])
def test_a_stranger_s_page_is_the_same_whether_it_is_there_or_not(client: Client, typed: str):
    put("oppet", "Öppet", "Kom in.")
    before = client.get(f"/search?q={typed}").text
    put("hemligt", f"Öppet om {SECRET}", f"Ett {SECRET} står öppet.", audience=Audience.OFFICERS)

    assert shown(client.get(f"/search?q={typed}").text) == shown(before)


def test_a_suggestion_comes_from_what_one_may_read(app: Flask):
    put("hemligt", SECRET, audience=Audience.OFFICERS)

    assert queries.look("kvastskatf", "sv", {Audience.PUBLIC}).suggestion == ""
    assert queries.look("kvastskatf", "sv", {Audience.OFFICERS}).suggestion == SECRET


def test_hits_one_may_not_read_are_not_counted(app: Flask):
    for number, audience in enumerate(Audience):
        put(f"p{number}", "Möte", audience=audience)

    assert queries.look("möte", "sv", {Audience.PUBLIC}).total == 1
