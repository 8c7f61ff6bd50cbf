"""From A to Ö: what the chapter says about this and that."""

import pytest

from chapter.access import Audience, Role
from chapter.handbook.rules import Section
from tests import factories
from tests.editing.made import page, write


@pytest.fixture(autouse=True)
def _answers(app):
    for title, norwegian in (("Öppna möten", "Åpne møter"), ("Åker", "Åker"), ("Buss", "Buss"), ("Bostad", "Bolig")):
        made = page(title, section=Section.STANDPOINTS)
        write(made, "Ja.", norwegian, "nb")
    page("Strategi", section=Section.STANDPOINTS, audience=Audience.OFFICERS)


@pytest.fixture
def reader(client):
    return client.sign_in(factories.account(language="sv"))


def order(text: str, *words: str) -> list[int]:
    """Where each of ``words`` stands in the list."""
    return [text.index(f"<strong>{word}</strong>") for word in words]


def test_answers_stand_under_their_letters_as_ones_language_sorts_them(reader):
    swedish = order(reader.get("/standpoints/").text, "Bostad", "Buss", "Åker", "Öppna möten")
    norwegian = order(reader.get("/standpoints/?lang=nb").text, "Bolig", "Buss", "Åker", "Åpne møter")

    assert swedish == sorted(swedish)
    assert norwegian == sorted(norwegian)


def test_there_are_no_answers_that_one_may_not_read(client, reader):
    assert "Strategi" not in reader.get("/standpoints/").text
    assert "Strategi" in client.sign_in(factories.account(Role.BOARD)).get("/standpoints/").text


@pytest.mark.parametrize("typed", ["bus", "BUSS", " b s"])
def test_they_are_found_as_one_types(reader, typed):
    found = reader.htmx(f"/standpoints/?q={typed}").text

    assert "<html" not in found
    assert "<strong>Buss</strong>" in found
    assert "Åker" not in found


def test_accents_need_not_be_typed(reader):
    assert "Öppna möten" in reader.get("/standpoints/?q=oppna mo").text


def test_where_no_title_has_it_all_texts_may(reader):
    found = reader.get("/standpoints/?q=skatt").text

    assert "Inget här heter så." in found
    assert 'href="/search?q=skatt"' in found


def test_an_answer_is_read_on_a_page_of_its_own(reader):
    text = reader.get("/standpoints/buss").text

    assert "<h1>Buss</h1>" in text
    assert '<a href="/standpoints/">A till Ö</a>' in text


def test_strangers_are_told_that_there_may_be_more(client):
    assert "/sign-in?next=/standpoints/" in client.get("/standpoints/").text
