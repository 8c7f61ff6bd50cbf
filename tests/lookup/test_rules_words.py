"""Words as search sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter.lookup.rules import fold, spelt_out, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [("Möte", "mote"), ("MØTE", "möte"), ("Læring", "läring"), ("a\u030ar", "år"), ("ring\u00adkö", "ringko")],
)
def test_case_and_dots_make_no_difference(one: str, other: str):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["Straße", "İstanbul", "⑴", "Ελλάδα", "ﷺ"])
def test_other_alphabets_fold_to_letters_alone(word: str):
    assert fold(word).isalnum()


@pytest.mark.parametrize(("typed", "meant"), [("moete", "mote"), ("paa", "pa"), ("haer", "har"), ("ringa", "ringa")])
def test_what_a_keyboard_without_the_letters_writes_is_understood(typed: str, meant: str):
    assert spelt_out(typed) == meant


def test_a_word_with_a_hyphen_is_there_in_parts_and_as_a_whole():
    assert [word.folded for word in words("en RING-LÅDA")] == ["en", "ring", "lada", "ringlada"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "möte mötet möten mötena"),
        ("sv", "avgift avgiften avgifter avgifterna"),
        ("sv", "land landet lands"),
        ("sv", "kvalitet kvaliteten"),
        ("sv", "ringa ringer ringt"),
        ("sv", "vänlig vänliga vänligt"),
        ("nb", "møte møtet møter"),
        ("nb", "oppdrag oppdraget oppdragene"),
        ("nb", "medlem medlems"),
        ("nb", "ringe ringer"),
        ("nb", "kvalitet kvaliteten"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, said: str):
    assert len({stem(fold(word), language) for word in said.split()}) == 1


@pytest.mark.parametrize("word", ["xyz", "by", "ni", "a"])
@pytest.mark.parametrize("language", ["sv", "nb"])
def test_short_words_keep_their_ends(word: str, language: str):
    assert stem(word, language) == word


@given(st.text())
def test_words_stand_where_they_say(text: str):
    for word in words(text):
        assert word.folded.isalnum()
        assert word.folded == fold(text[word.start : word.end].replace("-", "").replace("‐", "").replace("‑", ""))


@given(st.text(), st.sampled_from(["sv", "nb"]))
def test_a_stem_begins_the_word(word: str, language: str):
    assert fold(word).startswith(stem(fold(word), language))


@pytest.mark.parametrize("text", ["\ufe70", "\ufe70-\ufe70", "-"])
def test_what_folds_to_nothing_is_no_word(text: str):
    assert list(words(text)) == []
