"""Colours that can be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter.settings import rules_colours

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_what_wcag_says(one: str, other: str, contrast: float):
    assert round(rules_colours.contrast(one, other), 2) == contrast


@given(COLOURS)
@settings(deadline=None)
def test_every_colour_becomes_readable_in_light_and_in_dark(accent: str):
    for shade in rules_colours.shades(accent):
        assert shade.contrast >= rules_colours.READABLE
        assert rules_colours.contrast(shade.text, shade.colour) >= rules_colours.READABLE


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert rules_colours.readable_on(rules_colours.LIGHT_CARD, "#0b5d52") == "#0b5d52"
