"""Earlier versions: who wrote what, what differs, and having one back."""

import pytest

from chapter.db import db
from chapter.handbook.models import Page, Revision
from tests.conftest import Client
from tests.editing import made


@pytest.fixture
def written(app: object) -> Page:
    """A page in three versions, the last by Eva."""
    written = made.page()
    made.write(written, made.TEXT.replace("Lyssna", "Lyssna länge"))
    made.write(written, made.TEXT.replace("Lyssna", "Lyssna noga"), by="Eva Öst")
    return written


def ids(written: Page) -> list[int]:
    """Its versions, oldest first."""
    return list(db.session.scalars(db.select(Revision.id).where(Revision.page_id == written.id).order_by(Revision.id)))


def test_the_list_says_who_when_and_how_much(desk: Client, written: Page):
    text = desk.get(f"/write/{written.id}/versions/sv").text

    assert text.index("Eva Öst") < text.index("Bo Ek")
    assert "1 nytt ord, 1 ord borttaget" in text
    assert "Den första versionen" in text


def test_what_one_version_changed_is_shown_by_words(desk: Client, written: Page):
    text = desk.get(f"/write/{written.id}/versions/sv?new={ids(written)[2]}").text

    assert "</span> länge</del>" in text
    assert "</span> noga</ins>" in text


def test_any_two_are_compared_the_older_first(desk: Client, written: Page):
    first, _second, third = ids(written)
    text = desk.get(f"/write/{written.id}/versions/sv?old={third}&new={first}").text

    assert "</span> noga</ins>" in text
    assert "länge" not in text


def test_the_first_version_has_nothing_to_be_compared_with(desk: Client, written: Page):
    assert "<ins>" not in desk.get(f"/write/{written.id}/versions/sv?new={ids(written)[0]}").text


def test_having_one_back_makes_a_version_that_readers_see(desk: Client, written: Page):
    desk.post(f"/write/{written.id}/restore/sv/{ids(written)[0]}")

    assert made.newest(written).text == made.TEXT
    assert (made.newest(written).by, len(ids(written)), made.is_published(written)) == ("Call Leader Ek", 4, True)


def test_having_one_back_is_undone(desk: Client, written: Page):
    first, _second, third = ids(written)
    response = desk.post(f"/write/{written.id}/restore/sv/{first}")
    assert f"/restore/sv/{third}" in desk.get(response.location).text

    desk.post(f"/write/{written.id}/restore/sv/{third}")
    assert "noga" in made.newest(written).text


def test_what_readers_did_not_see_stays_a_draft(desk: Client, written: Page):
    made.write(written, "Utkast.", published=False)
    desk.post(f"/write/{written.id}/restore/sv/{ids(written)[0]}")

    assert not made.is_published(written)


def test_a_version_of_another_page_or_language_is_not_there(desk: Client, written: Page):
    other = made.page("Annan")

    assert desk.post(f"/write/{written.id}/restore/sv/{made.newest(other).id}").status_code == 404
    assert desk.post(f"/write/{written.id}/restore/nb/{ids(written)[0]}").status_code == 404


def test_a_page_that_is_not_translated_says_so(desk: Client, written: Page):
    assert "inte skriven på norska" in desk.get(f"/write/{written.id}/versions/nb").text
