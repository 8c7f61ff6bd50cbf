"""The digest: the day that it is for, and what it tells. Mails are read by others too, so names in it are short."""

from collections.abc import Iterable
from datetime import date, timedelta

from chapter.welcome.rules import Point, State

TOLD = State.LATE, State.DUE, State.AHEAD


def first_day(today: date, is_campaign: bool) -> date:
    """The day that the latest digest is for: today in a campaign, else this week's Monday, holiday or not.

    Who was sent the digest of that day gets no other; so one that was missed comes as soon as it can, and once.
    """
    return today if is_campaign else today - timedelta(days=today.weekday())


def last_day(today: date, is_campaign: bool) -> date:
    """The last day whose work it tells of: today in a campaign, else the Sunday to come."""
    return today if is_campaign else today + timedelta(days=6 - today.weekday())


def told(points: Iterable[Point], until: date) -> list[Point]:
    """What is late or has to be done ``until`` then, the most overdue first."""
    due = [(point.due_on, point) for point in points if point.state in TOLD and point.due_on and point.due_on <= until]
    return [point for _day, point in sorted(due, key=lambda pair: pair[0])]


def short_name(first_name: str, last_name: str) -> str:
    """“Emma D.”"""
    return f"{first_name} {last_name[:1]}." if last_name else first_name
