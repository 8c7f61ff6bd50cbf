"""How hard a page is to read."""

import pytest

from tests.lix import lix, readable


def test_a_text_that_says_nothing_is_not_hard():
    assert lix("") == lix("::: tip\n:::\n![A tree](drawing:report)\n") == 0


def test_lix_is_words_in_a_sentence_and_long_words_in_a_hundred():
    assert lix("Du ringer och lyssnar. Sedan rapporterar du.") == round(7 / 2 + 100 * 2 / 7)


def test_six_letters_are_not_long():
    assert lix("ringer ringer") == 2
    assert lix("ringare ringare") == 102


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("# Ring\n\nHej du.", ["Ring", "Hej du."]),
        ("- ett\n- två\n1. tre", ["ett", "två", "tre"]),
        ("En rad\nsom fortsätter", ["En rad som fortsätter"]),
        ("::: tip\nVila.\n:::", ["Vila."]),
        (
            "Se [Min sida](screen:home.my_page) och [[ringkön|ringkö]] i [[handbok]].",
            ["Se Min sida och ringkön i handbok."],
        ),
        ("Ring {call_leader.name} på \\{chapter}.", ["Ring N på {chapter}."]),
        ("| a | b |\n|---|---|\n| c | d |", ["a", "b", "c", "d"]),
        ("> **Du:** Hej!", ["Du: Hej!"]),
    ],
)
def test_markup_is_not_read(text, read):
    assert readable(text) == read


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Vi ses kl. 18.00 då", 1),
        ("Säg så här: Hej", 2),
        ("Ja! Nej? Kanske.", 3),
        ("Hon sa ”ja.” Då så", 2),
        ("# A\n\nB", 2),
    ],
)
def test_where_a_sentence_ends(text, sentences):
    words = len(" ".join(readable(text)).split())
    assert lix(text) == round(words / sentences + 0)
