"""What has changed between two texts, as one reads it."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter.editing import rules_diff
from chapter.editing.rules_diff import Kind, Part, Stretch, difference, extent

PAGE = "\n".join(f"Rad {number}" for number in range(12))
texts = st.lists(st.sampled_from(["", "Ring först.", "Lyssna mer än du pratar.", "**Tack!**"]), max_size=12).map(
    "\n".join
)


def parts(old: str, new: str) -> list[Part]:
    return [part for stretch in difference(old, new) for part in stretch.parts]


def test_the_same_text_has_no_difference():
    assert difference(PAGE, PAGE) == []


def test_words_are_told_from_each_other_inside_a_line():
    assert parts("Ring till alla i dag.", "Ring till några i dag.") == [
        (Kind.SAME, "Ring till"),
        (Kind.DELETED, " alla"),
        (Kind.INSERTED, " några"),
        (Kind.SAME, " i dag."),
    ]


def test_a_line_that_became_quite_another_comes_whole():
    assert parts("Ring först", "Kaffe serveras klockan tre") == [
        (Kind.DELETED, "Ring först"),
        (Kind.INSERTED, "Kaffe serveras klockan tre"),
    ]


def test_a_new_line_and_one_that_went():
    assert parts("ett\ntvå", "ett\ntvå\ntre")[-1] == (Kind.INSERTED, "tre")
    assert parts("ett\ntvå", "ett")[-1] == (Kind.DELETED, "två")


def test_lines_far_from_any_change_are_counted_only():
    found = difference(PAGE, PAGE.replace("Rad 6", "Rad sex"))

    assert [stretch.skipped for stretch in found] == [4, 0, 0, 0, 3]
    assert found[1] == Stretch((Part(Kind.SAME, "Rad 4\nRad 5"),))


def test_no_single_line_is_left_out():
    assert all(stretch.skipped == 0 for stretch in difference("ett\ntvå\ntre\nfyra", "ett\ntvå\ntre\nfem"))


def test_what_stands_between_two_changes_keeps_its_ends():
    found = difference(PAGE, f"Först\n{PAGE}\nSist")

    assert [stretch.skipped for stretch in found] == [0, 0, 8, 0, 0]


def test_what_would_take_too_long_comes_whole(monkeypatch):
    monkeypatch.setattr(rules_diff, "MOST", 0)

    assert [kind for kind, _text in parts("Ring alla", "Ring några")] == [Kind.DELETED, Kind.INSERTED]


@settings(max_examples=40)
@given(texts, texts)
def test_what_stayed_and_what_came_make_the_new_text(old: str, new: str):
    found = list(rules_diff._by_words(old, new))

    assert "".join(text for kind, text in found if kind is not Kind.DELETED) == new
    assert "".join(text for kind, text in found if kind is not Kind.INSERTED) == old


@settings(max_examples=40)
@given(texts, texts)
def test_no_line_is_lost(old: str, new: str):
    found = difference(old, new)
    shown = [part for stretch in found for part in stretch.parts]
    came = sum(text.count("\n") for kind, text in shown if kind is not Kind.DELETED)

    assert not found or came + sum(stretch.skipped for stretch in found) <= new.count("\n") + 1


def test_how_much_there_is_between_two_texts_is_told_in_words():
    assert extent("Ring till alla i dag", "Ring i dag till några få") == (2, 1)


@pytest.mark.parametrize("repeated", ["a b ", "a\nb\n"])
def test_what_says_the_same_again_and_again_keeps_nobody_waiting(repeated: str):
    began = perf_counter()
    found = difference(repeated * 5000, repeated.replace("b", "c") * 5000)

    assert [part.kind for stretch in found for part in stretch.parts] == [Kind.DELETED, Kind.INSERTED]
    assert perf_counter() - began < 1
    assert difference(repeated * 5000, repeated * 5000) == []
