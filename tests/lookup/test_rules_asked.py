"""What somebody asks for, and in which order it stands."""

import pytest

from chapter.lookup.rules_asked import (
    MOST_WORDS,
    Hit,
    Wish,
    corrected,
    in_order,
    slips,
    typed_words,
    wishes,
)


def nothing_else(_stem: str) -> frozenset[str]:
    """No word means the same as another."""
    return frozenset()


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Hur ringer jag?", ["ringer"]),
        ("hur", ["hur"]),
        ("RING-LÅDA ring-låda", ["ringlada"]),
        ('"; DROP TABLE findable', ["drop", "table", "findable"]),
        ("😀 \x00 ' * ( ^", []),
        ("a" * 300, ["a" * 200]),
        (" ".join("bcdfghjklmnop"), list("bcdfghjk")),
    ],
)
def test_words_that_say_something_are_looked_for(typed: str, asked: list[str]):
    assert typed_words(typed) == asked
    assert len(asked) <= MOST_WORDS


def test_only_the_last_word_may_be_unfinished():
    first, last = wishes("möte torsd", nothing_else)

    assert (first.begun, last.begun) == (frozenset(), {"torsd"})


def test_a_space_says_that_the_word_is_finished():
    assert wishes("torsd", nothing_else, is_done=True)[0].begun == frozenset()


@pytest.mark.parametrize(
    ("folded", "is_meant"),
    [
        ("mote", True),
        ("moten", True),
        ("telefonerar", True),
        ("torsdag", True),
        ("ringuppdrag", True),
        ("annat", False),
    ],
)
def test_a_word_fits_whole_by_its_stem_its_beginning_or_inside(folded: str, is_meant: bool):
    wish = Wish(
        frozenset({"mote"}),
        frozenset({"mot"}),
        frozenset({"telefon", "telefoner"}),
        frozenset({"tors"}),
        frozenset({"uppdrag"}),
    )

    assert wish.fits(folded, "sv") == is_meant


def test_what_means_the_same_is_asked_for_too():
    (wish,) = wishes("telefonera ", {"telefoner": {"ring"}, "telefonera": set()}.get)

    assert (wish.stems, wish.alike) == ({"telefoner"}, {"ring"})


def order(*hits: Hit) -> list[int]:
    """The numbers of ``hits`` as a Swede gets them."""
    return [hit.id for hit in in_order(hits, "sv")]


@pytest.mark.parametrize(
    ("why", "hits", "ids"),
    [
        ("rank", [Hit(1, "a", "sv", -1), Hit(2, "b", "sv", -5)], [2, 1]),
        ("language before rank", [Hit(1, "a", "nb", -9), Hit(2, "b", "sv", -1)], [2, 1]),
        ("a title before rank", [Hit(1, "a", "sv", -9), Hit(2, "b", "sv", -1, titled=1)], [2, 1]),
        ("language before a title", [Hit(1, "a", "nb", -1, titled=1), Hit(2, "b", "sv", -1)], [2, 1]),
        ("words before language", [Hit(1, "a", "sv", -9, 1), Hit(2, "b", "nb", -1, has=2)], [2, 1]),
        ("each thing once", [Hit(1, "a", "nb", -9), Hit(2, "a", "sv", -1)], [2]),
        ("by its best", [Hit(1, "a", "nb", -1), Hit(2, "a", "sv", -9), Hit(3, "b", "sv", -5)], [2, 3]),
        ("the older of two alike", [Hit(2, "b", "sv", -1), Hit(1, "a", "sv", -1)], [1, 2]),
    ],
)
def test_the_order(why: str, hits: list[Hit], ids: list[int]):
    assert order(*hits) == ids


@pytest.mark.parametrize("slip", ["uppdag", "uppdrga", "uppdrxg", "uppdraag"])
def test_a_slip_of_one_letter_is_known(slip: str):
    assert "uppdrag" in slips(slip)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (["uppdag"], "uppdrag"),
        (["ring", "uppdag"], "ring uppdrag"),
        (["ring"], ""),
        (["rin"], ""),
        (["xxxx"], ""),
        (["ring", "xxxx"], ""),
    ],
)
def test_a_slip_is_put_right_where_one_can_tell_how(asked: list[str], meant: str):
    assert corrected(asked, {"uppdrag": "uppdrag", "ring": "ring"}) == meant
