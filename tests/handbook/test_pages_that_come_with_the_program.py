"""The program's own texts: they become pages, they follow its versions, and what the chapter wrote stays."""

import pytest
from sqlalchemy import select

from chapter import clock, create_app
from chapter.db import db
from chapter.handbook import actions
from chapter.handbook.models import Page, Shipped
from chapter.handbook.rules import Section
from chapter.handbook.shipping import newer, put_aside, ship
from tests.conftest import NOW
from tests.databases import own
from tests.demos import asked, run
from tests.handbook.conftest import OUTLINE

BEGIN = "caller/before-you-start"


@pytest.fixture(autouse=True)
def _shipped(app, content):
    ship(NOW)


def page(key: str) -> Page | None:
    """The page made of a text."""
    return db.session.scalars(select(Page).where(Page.shipped == key)).one_or_none()


def says(key: str, language: str = "sv") -> str:
    """What readers read of it."""
    found = page(key)
    wording = found and found.wording(language)
    assert wording
    return wording.published.text if wording.published else ""


def test_each_text_is_a_page_that_can_be_read_in_its_place(client):
    begin = page(BEGIN)

    assert begin.slug == "innan-du-borjar"
    assert begin.parent_id == page("caller").id
    assert (says("caller"), says("caller", "nb")) == ("Ring.", "Ring du.")
    assert "Ringarens bok" in client.get("/handbook/ringarens-bok").text


def test_a_text_can_be_searched(client):
    assert "/handbook/ringarens-bok" in client.get("/search?q=ringarens&lang=sv").text


def test_nothing_new_writes_nothing(content):
    assert ship(NOW) == 0


def test_a_page_that_nobody_touched_follows_the_new_version(content):
    content.text("caller", "Ringarens handbok", "Ring och lyssna.")

    assert ship(NOW) == 1
    assert says("caller") == "Ring och lyssna."
    assert page("caller").slug == "ringarens-bok", "addresses stay"


def test_what_the_chapter_wrote_stays_and_is_marked(content):
    mine = page("caller")
    actions.write(mine, "sv", "Vår bok", "Så gör vi.", "Bo Ek", clock.now())
    actions.publish(mine, "sv")
    content.text("caller", "Ringarens bok", "Ring mer.")

    assert ship(NOW) == 0
    assert says("caller") == "Så gör vi."
    assert newer(mine, "sv") == ("Ringarens bok", "Ring mer.")
    assert newer(mine, "nb") is None


def test_a_newer_text_that_was_seen_is_put_aside_until_the_next(content):
    mine = page("caller")
    actions.write(mine, "sv", "Vår bok", "Så gör vi.", "Bo Ek", clock.now())
    content.text("caller", "Ringarens bok", "Två.")
    ship(NOW)

    put_aside(mine, "sv")
    ship(NOW)
    assert newer(mine, "sv") is None

    content.text("caller", "Ringarens bok", "Tre.")
    ship(NOW)
    assert newer(mine, "sv").text == "Tre."


def test_whose_writer_was_erased_is_still_the_chapters(content):
    mine = page("caller")
    actions.write(mine, "sv", "Vår bok", "Så gör vi.", "", clock.now())
    content.text("caller", "Ringarens bok", "Ring mer.")

    ship(NOW)

    assert mine.wording("sv").newest.text == "Så gör vi."


def test_a_page_that_the_chapter_hid_stays_hidden(content):
    actions.hide(page("caller"), "sv")
    content.text("caller", "Ringarens bok", "Ring mer.")

    ship(NOW)

    assert page("caller").wording("sv").newest.text == "Ring mer."
    assert says("caller") == ""


def test_a_page_that_the_chapter_hid_stays_hidden_in_a_language_that_comes_later(content):
    actions.hide(page("leaders"), "sv")
    content.text("leaders", "For ringeledere", "Led du.", "nb")

    ship(NOW)

    assert says("leaders", "nb") == says("leaders") == ""


def test_a_new_page_stands_at_the_top_where_the_one_above_it_has_moved_away(content):
    actions.move(page("caller"), Section.ABOUT, "ringare")
    content.pages(OUTLINE + '[[page]]\nkey = "caller/last"\naudience = "public"\n')
    content.text("caller/last", "Sist", "Hej då.")

    ship(NOW)

    assert (page("caller/last").section, page("caller/last").parent_id) == (Section.HANDBOOK, None)


def test_a_page_that_the_chapter_deleted_stays_deleted(content):
    actions.remove(page("leaders"))
    content.text("leaders", "För ringledare", "Led bättre.")
    content.text("leaders", "For ringeledere", "Led.", "nb")

    ship(NOW)

    assert page("leaders") is None


def test_a_new_page_comes_where_it_belongs(content):
    key = "caller/account"
    first, row = '[[page]]\nkey = "%s"', '[[page]]\nkey = "%s"\naudience = "public"\n\n'
    changed = OUTLINE.replace(first % BEGIN, row % key + first % BEGIN)
    content.pages(changed + row % "caller/last")
    content.text(key, "Konto", "Logga in.")
    content.text("caller/last", "Sist", "Hej då.")

    ship(NOW)

    assert page(key).parent_id == page("caller/last").parent_id == page("caller").id
    assert page(key).position < page(BEGIN).position < page("caller/last").position


def test_a_translation_that_comes_later_is_put_in(content):
    content.text("leaders", "For ringeledere", "Led du.", "nb")

    ship(NOW)

    assert says("leaders", "nb") == "Led du."


def test_a_translation_of_the_chapters_own_is_not_written_over(content):
    mine = page("leaders")
    actions.write(mine, "nb", "Vår egen", "Slik gjør vi.", "Bo Ek", clock.now())
    content.text("leaders", "For ringeledere", "Led du.", "nb")

    ship(NOW)

    assert mine.wording("nb").newest.text == "Slik gjør vi."


def test_the_table_remembers_what_was_dealt_with():
    assert db.session.get(Shipped, ("caller", "sv")).is_newer is False


def test_the_program_starts_with_its_texts(tmp_path, content):
    app = create_app({**own(tmp_path), "TESTING": True})
    assert run(app, "init", "--name", "Lövåsen", "--country", "NO").exit_code == 0
    content.text("leaders", "For ringeledere", "Led du.", "nb")
    assert run(app, "check").exit_code == 0

    assert asked(app, select(Page.slug).order_by(Page.id)) == [
        ("ringarens-bok-nb",),
        ("innan-du-borjar-nb",),
        ("for-ringledare",),
    ]
    assert (("leaders", "nb"),) not in asked(app, select(Shipped.key, Shipped.language))
