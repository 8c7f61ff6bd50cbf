"""Colours that can be read, and hours in which one may ring."""

import colorsys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

INK, WHITE = "#06231f", "#ffffff"
LIGHT_CARD, DARK_CARD = "#eef4f1", "#1d2b28"
READABLE = 4.5
"""The least contrast for text (WCAG 2.2, 1.4.3)."""

Hours = tuple[time, time] | None


class Office(StrEnum):
    """Those whom pages name as somebody to turn to."""

    CALL_LEADER = "call_leader"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class CallingHours:
    """When people may be rung; None is a day on which nobody is."""

    weekday: Hours = (time(9), time(21))
    saturday: Hours = None
    sunday: Hours = None
    around_the_clock: bool = False

    def on(self, day: date, is_holiday: Callable[[date], bool]) -> Hours:
        """The hours of ``day``; a public holiday is a Sunday."""
        if self.around_the_clock:
            return time(0), time.max
        if day.weekday() == 6 or is_holiday(day):
            return self.sunday
        return self.saturday if day.weekday() == 5 else self.weekday


def is_open(hours: CallingHours, local: datetime, is_holiday: Callable[[date], bool]) -> bool:
    """Whether people may be rung at ``local``, a moment on the chapter's clocks."""
    today = hours.on(local.date(), is_holiday)
    return today is not None and today[0] <= local.time() < today[1]


def opens_at(hours: CallingHours, local: datetime, is_holiday: Callable[[date], bool]) -> datetime | None:
    """When calling next opens: ``local`` itself if it is open; None if no day in a month has hours."""
    if is_open(hours, local, is_holiday):
        return local
    for ahead in range(32):
        day = local.date() + timedelta(days=ahead)
        today = hours.on(day, is_holiday)
        if today and (opening := datetime.combine(day, today[0], local.tzinfo)) > local:
            return opening
    return None


def is_span(start: time | None, end: time | None) -> bool:
    """Whether two times make hours: both or neither, and the first before the second."""
    if start is None or end is None:
        return start is end
    return start < end


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
