"""From A to Ö, as each language has it."""

import pytest

from chapter.handbook.rules_alphabet import by_letter, letter

WORDS = ["Öl", "ål", "Ärt", "zoo", "Ærfugl", "Øks", "ås", "1 maj", "“Bil”", "apa", "Éclair", "Aase"]


def in_order(language: str) -> list[str]:
    return [word for _letter, words in by_letter(WORDS, str, language) for word in words]


def test_swedish_has_å_ä_ö_last():
    assert in_order("sv") == [
        "1 maj",
        "Aase",
        "apa",
        "“Bil”",
        "Éclair",
        "zoo",
        "ål",
        "ås",
        "Ærfugl",
        "Ärt",
        "Øks",
        "Öl",
    ]


def test_norwegian_has_æ_ø_å_last():
    assert in_order("nb") == [
        "1 maj",
        "Aase",
        "apa",
        "“Bil”",
        "Éclair",
        "zoo",
        "Ærfugl",
        "Ärt",
        "Øks",
        "Öl",
        "ål",
        "ås",
    ]


@pytest.mark.parametrize(
    ("word", "sv", "nb"),
    [
        ("ärta", "Ä", "Æ"),
        ("ærlig", "Ä", "Æ"),
        ("øl", "Ö", "Ø"),
        ("Å", "Å", "Å"),
        ("élan", "E", "E"),
        ("112", "0–9", "0–9"),
        ("…", "0–9", "0–9"),
        ("жук", "Ж", "Ж"),
    ],
)
def test_a_word_stands_under_its_letter(word, sv, nb):
    assert (letter(word, "sv"), letter(word, "nb")) == (sv, nb)
