"""Colours that can be read."""

import colorsys
from typing import NamedTuple

INK, WHITE = "#06231f", "#ffffff"
LIGHT_CARD, DARK_CARD = "#eef4f1", "#1d2b28"
READABLE = 4.5
"""The least contrast for text (WCAG 2.2, 1.4.3)."""


class Shade(NamedTuple):
    """The chapter's colour as it is shown on ``ground``, and what is written on it."""

    ground: str
    colour: str
    text: str
    contrast: float


def shades(accent: str) -> tuple[Shade, Shade]:
    """``accent`` made readable in light and in dark."""

    def on(ground: str) -> Shade:
        colour = readable_on(ground, accent)
        return Shade(ground, colour, text_on(colour), contrast(colour, ground))

    return on(LIGHT_CARD), on(DARK_CARD)


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2), 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable_on(ground: str, colour: str) -> str:
    """``colour``, darkened or lightened just enough to be read on ``ground``."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    step = -0.02 if luminance(ground) > 0.5 else 0.02
    while contrast(colour, ground) < READABLE and 0 <= lightness <= 1:
        lightness += step
        made = colorsys.hls_to_rgb(hue, min(max(lightness, 0), 1), saturation)
        colour = "#" + "".join(f"{round(c * 255):02x}" for c in made)
    return colour


def text_on(colour: str) -> str:
    """White or ink, whichever reads better on ``colour``."""
    return max((WHITE, INK), key=lambda text: contrast(text, colour))
