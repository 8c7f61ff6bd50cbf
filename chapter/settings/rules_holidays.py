"""The public holidays of Sweden and Norway: days that laws name, and days counted from Easter."""

from datetime import date, timedelta
from functools import cache

FIXED = {
    "SE": ((1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)),
    "NO": ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26)),
}
"""Month and day. Sweden: lag (1989:253); Norway: lover av 26. april 1947 nr. 1 og 24. februar 1995 nr. 12."""
FROM_EASTER = {"SE": (-2, 0, 1, 39, 49), "NO": (-3, -2, 0, 1, 39, 49, 50)}
"""Days after Easter Sunday: Maundy Thursday, Good Friday, Easter, Ascension Day, Pentecost."""
SATURDAYS = {"SE": ((6, 20), (10, 31)), "NO": ()}
"""The first Saturday from then on: Midsummer Day and All Saints’ Day."""


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Those of ``country`` (SE or NO) as the laws have been since 2005, the other Sundays apart."""
    fixed = {date(year, month, day) for month, day in FIXED[country]}
    moved = {easter(year) + timedelta(days=days) for days in FROM_EASTER[country]}
    return frozenset(fixed | moved | {_saturday(date(year, month, day)) for month, day in SATURDAYS[country]})


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian calendar (the rule of Meeus, Jones and Butcher, whose letters these are)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l_ = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * l_) // 433
    month = (h + l_ - 7 * m + 90) // 25
    return date(year, month, (h + l_ - 7 * m + 33 * month + 19) % 32)


def _saturday(first: date) -> date:
    return first + timedelta(days=(5 - first.weekday()) % 7)
