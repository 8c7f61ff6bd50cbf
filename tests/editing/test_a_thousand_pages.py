"""However many pages there are: the same few questions to the database, and lists that can be read."""

from datetime import date

import pytest
from sqlalchemy import event

from chapter import clock
from chapter.access import Audience
from chapter.db import db
from chapter.handbook.models import Page, Revision, Wording
from chapter.handbook.rules import Section
from tests.conftest import Client

MANY = 1000
PAGES = ["/write/", "/write/new", "/write/5", "/write/5/text/sv", "/write/5/text/nb", "/write/5/versions/sv"]
PAGES += ["/write/5/place", "/write/5/place?q=sida", "/write/5/address", "/write/5/readers", "/write/5/delete"]
PAGES += ["/write/tree/handbook?page=5", "/write/targets?link=sida", "/write/5/newer/sv"]
MOST = 12


@pytest.fixture(scope="module")
def words() -> list[dict]:
    """What a thousand pages say, ten of them under each."""
    return [{"id": number, "parent_id": (number - 1) // 10 or None} for number in range(1, MANY + 1)]


@pytest.fixture
def thousand(app: object, words: list[dict]) -> None:
    """The pages, written at once."""
    facts = {"section": Section.HANDBOOK, "audience": Audience.PUBLIC, "created_at": clock.now()}
    facts |= {"check_by": date(2026, 11, 1), "position": 0}
    text = {"language": "sv", "text": "Ring {chapter}.", "written_at": clock.now(), "by": "Bo Ek"}
    db.session.execute(db.insert(Page), [{**facts, **one, "slug": f"sida-{one['id']}"} for one in words])
    db.session.execute(
        db.insert(Revision),
        [{**text, "id": one["id"], "page_id": one["id"], "title": f"Sida {one['id']}"} for one in words],
    )
    shown = [{"page_id": one["id"], "newest_id": one["id"], "published_id": one["id"]} for one in words]
    db.session.execute(db.insert(Wording), [{**one, "language": "sv"} for one in shown])


def questions(desk: Client, path: str) -> int:
    """How often a page asks the database."""
    asked: list[str] = []

    def see(_connection, _cursor, statement: str, *_rest) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", see)
    assert desk.get(path).status_code == 200
    event.remove(db.engine, "before_cursor_execute", see)
    return len([statement for statement in asked if not statement.startswith("BEGIN")])


def test_no_page_asks_more_than_a_few_questions(desk: Client, thousand: None):
    assert {path: count for path in PAGES if (count := questions(desk, path)) > MOST} == {}


def test_no_choice_has_a_thousand_options(desk: Client, thousand: None):
    for path in ("/write/new", "/write/5/place"):
        assert desk.get(path).text.count('name="under"') <= 15


def test_the_list_shows_some_of_each_kind(desk: Client, thousand: None):
    text = desk.get("/write/").text

    assert text.count("<li>") < 40
    assert "Alla 1000" in text
