"""How names are split, how people are found as one types, and in which order they stand."""

import pytest

from chapter.people.rules import derived, find_text, sort_name, split_name, terms

EMMA = {
    "first_name": "Åse",
    "last_name": "Kjær",
    "email": "Ase@Example.org",
    "mobile": "+46701740605",
    "member_number": "A-17",
}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Anna Maria Ek", ("Anna Maria", "Ek")),
        ("Ek, Anna Maria", ("Anna Maria", "Ek")),
        ("Siri von Essen", ("Siri", "von Essen")),
        ("Juan de la Cruz", ("Juan", "de la Cruz")),
        ("von Essen", ("von", "Essen")),
        ("Ek,", ("Ek", "")),
        (" Ek ", ("Ek", "")),
        ("", ("", "")),
    ],
)
def test_a_name_has_a_first_and_a_last_part(name: str, parts: tuple[str, str]):
    assert split_name(name) == parts


@pytest.mark.parametrize("typed", ["åse", "AASE kjær", "kjaer", "070-174 06 05", "+46 70 174", "ase@ex", "a-17", "  "])
def test_somebody_is_found_as_one_types(typed: str):
    assert all(term in find_text(EMMA) for term in terms(typed))


@pytest.mark.parametrize("typed", ["åsa", "070-174 06 06", "ek", "åse ek"])
def test_others_are_not(typed: str):
    assert not all(term in find_text(EMMA) for term in terms(typed))


@pytest.mark.parametrize("typed", ["", "--", "( )"])
def test_what_has_no_letter_and_no_digit_looks_for_nothing(typed: str):
    assert terms(typed) == []


def test_only_so_many_words_are_looked_for():
    assert len(terms("a1 b2 c3 d4 e5 f6 g7 h8 i9 j10")) == 8


@pytest.mark.parametrize(
    ("country", "order"),
    [
        ("SE", ["Dahl", "Élan", "Zorn", "Åberg", "Ærø", "Öst"]),
        ("NO", ["Dahl", "Élan", "Zorn", "Ærø", "Öst", "Aaberg"]),
        ("elsewhere", ["Dahl", "Élan", "Zorn", "Åberg", "Ærø", "Öst"]),
    ],
)
def test_the_alphabet_is_the_country_s(country: str, order: list[str]):
    assert sorted(reversed(order), key=lambda last: sort_name("Bo", last, country)) == order


def test_of_one_last_name_the_first_name_decides():
    assert sort_name("Bo", "Ek", "SE") < sort_name("Åsa", "Ek", "SE") < sort_name("Bo", "Ekman", "SE")


def test_the_columns_that_follow_from_the_facts():
    found = {"find_text": find_text(EMMA), "sort_name": sort_name("Åse", "Kjær", "NO")}

    assert derived(EMMA, "NO") == found
    assert derived({"first_name": "Bo", "last_name": None}, "SE") == {"find_text": "bo", "sort_name": "bo"}
