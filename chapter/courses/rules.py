"""What a course is like, and what is made of it for a calendar."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple


class Category(StrEnum):
    """For whom a course is: those who begin, or those who want to go on."""

    BASIC = "basic"
    FURTHER = "further"


USUAL = timedelta(hours=2)
"""How long an occasion lasts of which nobody has said when it ends."""


class Event(NamedTuple):
    """What a calendar wants to know of an occasion."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    about: str
    url: str


def calendar(event: Event, now: datetime) -> str:
    """``event`` as a file that every calendar reads (RFC 5545); its times are in UTC, so it needs no time zones."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Chapter//Courses//EN",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at or event.starts_at + USUAL)}",
        f"SUMMARY:{_escaped(event.title)}",
        f"LOCATION:{_escaped(event.place)}",
        f"DESCRIPTION:{_escaped(event.about)}",
        f"URL:{event.url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[str]:
    """``line`` in parts of at most 75 bytes, no letter cut in two; each but the first begins with a space."""
    part = ""
    for letter in line:
        if len(f"{part}{letter}".encode()) > 75:
            yield part
            part = " "
        part += letter
    yield part
