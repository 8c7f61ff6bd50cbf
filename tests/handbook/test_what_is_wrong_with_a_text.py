"""What a writer is told before a text is saved, in words."""

import pytest

from chapter.handbook.rendering import troubles
from chapter.handbook.syntax import LONGEST
from tests.editing.made import page
from tests.handbook.uploads import file, medium


@pytest.fixture(autouse=True)
def _request(app):
    with app.test_request_context("/?lang=sv", method="POST"):
        yield


def test_a_text_in_order_has_none():
    page("Ordlista", "## Ringkö\n\nDe som väntar.", shipped="glossary")
    page("Rapportera", shipped="caller/report")
    text = "{call_leader.phone} [[ringkön|ringkö]] [a](page:caller/report) [b](screen:home.my_page) [c](#d) \\{e}"

    assert troubles(f"{text} `{{kod}}` [d](https://example.org)\n\n::: tips\nJa.\n:::", "sv") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{call_leder}", "Det finns inget {call_leder}. Välj något ur listan, eller skriv \\{ om du menar en klammer."),
        ("[ring](tel:{boss})", "Det finns inget {boss}."),
        ("[[ringkö]]", "Ordlistan förklarar inte ”ringkö”."),
        ("[a](page:caller/repport)", "Det finns ingen sida ”caller/repport” att länka till."),
        ("[a](page:99)", "Det finns ingen sida ”99” att länka till."),
        ("[a](screen:home.mypage)", "Det finns ingen sida i programmet som heter ”home.mypage”."),
        ("[a](screen:calling.call)", "Det finns ingen sida i programmet som heter ”calling.call”."),
        ("[a](media:99)", "Det finns ingen fil nummer 99."),
        ("[a](www.example.org)", "Länken till ”www.example.org” leder ingenstans."),
        ("[a](page:)", "Länken till ”page:” leder ingenstans."),
        ("[a](javascript:x)", "Länken till ”javascript:x” leder ingenstans."),
        ("![a](drawing:enhorning)", "Det finns ingen teckning ”enhorning”."),
        ("![a](https://example.org/a.png)", "”https://example.org/a.png” är en bild från en annan plats."),
        ("![a](media:99)", "Det finns ingen bild nummer 99."),
        ("::: tipp\nJa\n:::", "”::: tipp” är ingen ruta."),
        ("::: tip\nJa", "En ruta saknar slut."),
        ("a" * (LONGEST + 1), "Texten är längre än en sida kan vara."),
    ],
)
def test_what_is_wrong_is_said(text, said):
    page("Ordlista", "## Ringkväll\n\nVi ringer.", shipped="glossary")

    assert [words[: len(said)] for words in troubles(text, "sv")] == [said]


def test_where_the_chapter_has_deleted_the_glossary_its_terms_are_words_like_others():
    assert troubles("En [[ringkö]].", "sv") == []


def test_pictures_say_what_they_show_and_files_are_no_pictures():
    picture, leaflet = medium(), file()

    assert troubles(f"![](media:{picture.id})", "sv")[0].startswith("Skriv vad bild nummer")
    assert "är ingen bild" in troubles(f"![a](media:{leaflet.id})", "sv")[0]
