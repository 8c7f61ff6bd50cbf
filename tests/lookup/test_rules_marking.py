"""Marking the words that were asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from chapter.lookup.rules_marking import ROOM, hits, marked, snippet

TEXTS = st.text(alphabet=st.sampled_from("ab åÅö<>&\"'-‐ \n\t😀\x00c"), max_size=600)


def is_a(folded: str) -> bool:
    """Whether a word has an a."""
    return "a" in folded


@given(TEXTS)
def test_marking_never_changes_the_text(text: str):
    assert "".join(piece.text for piece in marked(text, is_a)) == text


@given(TEXTS)
def test_marking_never_breaks_the_escaping(text: str):
    made = "".join(f"<mark>{escape(p.text)}</mark>" if p.is_marked else str(escape(p.text)) for p in marked(text, is_a))

    assert made.replace("<mark>", "").replace("</mark>", "") == str(escape(text))


@given(TEXTS)
def test_a_snippet_is_a_part_of_the_text(text: str):
    said = "".join(piece.text for piece in snippet(text, is_a))

    assert said.removeprefix("… ").removesuffix(" …").replace(" ·", "") in " ".join(text.split())
    assert len(said) <= ROOM + 4


@pytest.mark.parametrize(
    ("text", "found"),
    [("en ringlåda", ["ringlåda"]), ("en ring-låda", ["ring-låda"]), ("inget", []), ("Låda låda", ["Låda", "låda"])],
)
def test_whole_words_are_marked(text: str, found: list[str]):
    said = [text[word.start : word.end] for word in hits(text, lambda folded: "lada" in folded)]

    assert said == found


def said(text: str) -> str:
    """The snippet of ``text``, hits in brackets."""
    return "".join(f"[{p.text}]" if p.is_marked else p.text for p in snippet(text, lambda folded: folded in {"x", "y"}))


def test_a_short_text_is_shown_whole():
    assert said("en x till") == "en [x] till"


def test_without_a_hit_a_snippet_is_the_beginning():
    assert said("ord " * 100).startswith("ord ord")
    assert said("ord " * 100).endswith("ord …")


def test_a_snippet_is_taken_where_different_words_stand_together():
    text = "x " + "ord " * 100 + "x x " + "ord " * 100 + "x y " + "ord " * 100

    assert "[x] [y]" in said(text)
    assert said(text).startswith("… ")


def test_a_text_without_spaces_is_cut_where_it_must():
    assert said("o" * 400) == "o" * ROOM + " …"


def test_a_hit_at_the_end_is_shown():
    assert said("ord " * 100 + "x").endswith("ord [x]")


def test_a_hit_in_front_of_a_long_word_is_shown():
    assert "[x]" in said("o" * 300 + " x " + "o" * 300)


def test_a_long_page_of_hits_is_no_burden():
    assert "[x]" in said("x " * 20_000)


def test_no_sentence_goes_on_from_a_heading():
    assert said("Så här\nRing först.\nSedan\n\n  Vänta\n") == "Så här · Ring först. Sedan · Vänta"
