"""The handbook on paper: what is in it, for whom, and on which page."""

import shutil

import pytest

from chapter.access import Audience
from chapter.db import db
from chapter.handbook import commands, pdf
from tests import factories
from tests.demos import run
from tests.editing.made import page
from tests.handbook.uploads import medium

DESTINATIONS = b"""
2 0 obj
<</Type /Page
/Parent 9 0 R>>
endobj
9 0 obj
<</Type /Pages
/Count 2
/Kids [2 0 R 3 0 R]>>
endobj
10 0 obj
<</Type /Pages
/Kids [9 0 R 7 0 R]>>
endobj
17 0 obj
<</page-4 [7 0 R /XYZ 6 827.66998 0]
/page-1 [2 0 R /XYZ 6 100 0]
/page-2 [3 0 R /XYZ 6 100 0]
/gone [99 0 R /XYZ 6 100 0]>>
endobj
"""


@pytest.fixture
def book(app):
    first = page("Ringarens bok", "Läs [om samtalet](page:caller/call) och [hemligt](page:leaders).", shipped="caller")
    page("Samtalet", "Ring.\n\n## Ett", parent=first, shipped="caller/call")
    page("Ledarnas", "Led.", shipped="leaders", audience=Audience.OFFICERS)
    db.session.commit()
    return first


def test_the_pages_follow_each_other_and_link_to_each_other(client, book):
    text = client.sign_in(factories.account(language="sv")).get("/handbook/print").text

    assert text.index("Innehåll") < text.index('<h2 id="page-1">Ringarens bok</h2>') < text.index('<h2 id="page-2">')
    assert 'Läs <a href="#page-2">om samtalet</a> och <strong>hemligt</strong>.' in text
    assert "Ledarnas" not in text


def test_a_chapter_can_be_printed_alone(client, book):
    text = client.sign_in(factories.account()).get(f"/handbook/print?chapter={book.id + 1}").text

    assert "<h1>Samtalet</h1>" in text
    assert "Ringarens bok" not in text


@pytest.mark.parametrize("chosen", ["99", "3"])
def test_what_one_may_not_read_cannot_be_printed(client, book, chosen):
    assert client.sign_in(factories.account()).get(f"/handbook/print?chapter={chosen}").status_code == 404


def test_a_pdf_says_on_which_page_each_anchor_landed():
    assert pdf.anchors(DESTINATIONS) == {"page-1": 1, "page-2": 2, "page-4": 3}


def test_contents_are_printed_again_until_the_numbers_stay(monkeypatch):
    made: list[str] = []

    def print_it(program, folder, html):
        made.append(html)
        return DESTINATIONS

    monkeypatch.setattr(pdf, "chromium", lambda: "chromium")
    monkeypatch.setattr(pdf, "_print", print_it)
    pdf.printed(lambda numbers: str(numbers.get("page-4", "")), lambda address: b"")

    assert made == ["", "3"]


def test_without_chromium_the_command_says_what_to_do(app, book, monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name: None)

    done = run(app, "handbook", "pdf", str(tmp_path / "book.pdf"))

    assert done.exit_code == 1
    assert "apt install chromium" in done.output
    assert not (tmp_path / "book.pdf").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--chapter", "finns-inte"), "There is no chapter “finns-inte” in the handbook."),
        (("--chapter", "leaders"), "There is nothing in that for those readers."),
    ],
)
def test_what_isnt_there_is_said(app, book, tmp_path, words, said):
    done = run(app, "handbook", "pdf", str(tmp_path / "book.pdf"), *words)

    assert (done.exit_code, said in done.output) == (1, True)


def test_a_folder_that_isnt_there_is_said_before_anything_is_printed(app, book, tmp_path):
    done = run(app, "handbook", "pdf", str(tmp_path / "borta" / "book.pdf"))

    assert (done.exit_code, "There is no folder" in done.output) == (1, True)


@pytest.mark.browser
@pytest.mark.skipif(not any(map(shutil.which, pdf.NAMES)), reason="there is no Chromium here")
def test_a_pdf_is_made_for_those_who_are_named(app, book, tmp_path):
    file = tmp_path / "book.pdf"

    done = run(app, "handbook", "pdf", str(file), "--language", "nb", "--audience", "officers", "--chapter", "leaders")

    assert (done.exit_code, done.output.strip()) == (0, f"1 pages of the handbook are in {file}.")
    assert pdf.anchors(file.read_bytes())["page-3"] == 3


def test_a_picture_whose_file_is_lost_stops_no_printing(app):
    assert commands._fetch(f"/media/{medium().id}/gata.jpg") == b""
