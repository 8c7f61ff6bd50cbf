"""Two changes of one text, put together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter.editing.rules_merge import merge

BASE = "Ring först.\n\nLyssna sedan.\n\nTacka till sist."
texts = st.lists(st.sampled_from(["", "ett", "två", "tre", "fyra", "fem"]), max_size=9).map("\n".join)


def test_changes_in_different_places_are_both_kept():
    mine, theirs = BASE.replace("Ring", "Mejla"), BASE.replace("Tacka", "Säg tack")

    assert merge(BASE, mine, theirs) == "Mejla först.\n\nLyssna sedan.\n\nSäg tack till sist."


def test_changes_in_the_same_place_are_for_people():
    assert merge(BASE, BASE.replace("Ring", "Mejla"), BASE.replace("Ring", "Skriv")) is None


def test_changes_beside_each_other_are_for_people_too():
    assert merge("ett\ntvå", "ETT\ntvå", "ett\nTVÅ") is None


def test_both_may_write_at_different_ends():
    assert merge(BASE, f"Hej!\n{BASE}", f"{BASE}\nHej då!") == f"Hej!\n{BASE}\nHej då!"


@settings(max_examples=60)
@given(texts, texts)
def test_who_changed_alone_is_right(base: str, mine: str):
    assert merge(base, mine, base) == merge(base, base, mine) == mine


@settings(max_examples=60)
@given(texts, texts)
def test_who_wrote_the_same_agree(base: str, both: str):
    assert merge(base, both, both) == both


@settings(max_examples=60)
@given(texts, texts, texts)
def test_it_does_not_matter_who_was_first(base: str, mine: str, theirs: str):
    assert merge(base, mine, theirs) == merge(base, theirs, mine)


@settings(max_examples=60)
@given(texts, texts, texts)
def test_nothing_comes_that_nobody_wrote(base: str, mine: str, theirs: str):
    merged = merge(base, mine, theirs)

    assert {*(merged or "").split("\n")} <= {"", *base.split("\n"), *mine.split("\n"), *theirs.split("\n")}


@given(st.permutations(range(9)), st.integers(1, 8))
def test_whatever_lines_two_people_change_apart_from_each_other_both_are_kept(order: list[int], split: int):
    lines = [f"rad {number}" for number in range(9)]
    mine, theirs = {*order[:split]}, {*order[split:]}
    theirs = {line for line in theirs if not {line - 1, line + 1} & mine}

    merged = merge(
        _changed(lines, {}), _changed(lines, dict.fromkeys(mine, "jag")), _changed(lines, dict.fromkeys(theirs, "du"))
    )

    assert merged == _changed(lines, dict.fromkeys(mine, "jag") | dict.fromkeys(theirs, "du"))


def _changed(lines: list[str], by: dict[int, str]) -> str:
    return "\n".join(f"{by[number]} {line}" if number in by else line for number, line in enumerate(lines))


@pytest.mark.parametrize("changed", ["mine", "theirs"])
def test_there_is_no_telling_what_became_of_lines_that_are_all_the_same(changed: str):
    base = "a\nb\n" * 3000
    other = {"mine": base, "theirs": base, changed: f"c{base.replace('b', 'c')}c"}

    assert merge(base, **other) is None


def test_a_line_among_very_many_that_are_the_same_is_found():
    base = "\na" * 5000

    assert merge(base, f"{base}\nmine", f"theirs{base}") == f"theirs{base}\nmine"
