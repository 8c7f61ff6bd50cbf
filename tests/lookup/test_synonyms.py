"""Words that mean the same, as they are kept."""

import tomllib
from pathlib import Path

import pytest

from chapter.lookup import synonyms
from chapter.lookup.rules import fold, stem

GROUPS = tomllib.loads((Path(synonyms.__file__).parent / "synonyms.toml").read_text())


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_has_words_in_both_languages(name: str):
    assert {language for language, words in GROUPS[name].items() if words.split()} == {"sv", "nb"}


def test_there_are_enough_of_them():
    assert len(GROUPS) >= 60


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("sv", "ringa", "telefonera"),
        ("sv", "mötet", "träffen"),
        ("sv", "avgift", "medlemsavgift"),
        ("nb", "kontingenten", "medlemskontingent"),
    ],
)
def test_any_form_of_a_word_finds_what_means_the_same(language: str, one: str, other: str):
    assert stem(fold(other), language) in synonyms.meanings(stem(fold(one), language))


def test_what_means_nothing_else_has_no_synonyms():
    assert synonyms.meanings("qqqq") == frozenset()
