"""An occasion as a file for calendars."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter.courses.rules import Event, calendar

NOW = datetime(2026, 11, 18, 17, 30, tzinfo=UTC)


def event(**facts: object) -> str:
    """A file about an evening, with ``facts`` of its own."""
    given = {"uid": "1@example.org", "title": "Kväll", "starts_at": NOW, "ends_at": None, "place": "", "about": ""}
    return calendar(Event(**{**given, "url": "https://example.org/", **facts}), NOW)  # type: ignore[arg-type]


def test_it_begins_and_ends_in_utc():
    assert "DTSTART:20261118T173000Z\r\nDTEND:20261118T180000Z" in event(ends_at=NOW + timedelta(minutes=30))


def test_without_an_end_it_lasts_two_hours():
    assert "DTEND:20261118T193000Z" in event()


@pytest.mark.parametrize(("said", "kept"), [("a;b,c\\d", "a\\;b\\,c\\\\d"), ("a\r\nb", "a\\nb")])
def test_signs_that_mean_something_are_escaped(said: str, kept: str):
    assert f"SUMMARY:{kept}\r\n" in event(title=said)


@given(st.text(alphabet="aåö😀,;\\\n ", max_size=200))
def test_lines_are_short_and_can_be_put_together_again(title: str):
    made = event(title=title)

    assert max(len(line.encode()) for line in made.split("\r\n")) <= 75
    assert event(title="")[:60] in made.replace("\r\n ", "")


def test_a_long_line_is_folded_between_letters():
    assert "SUMMARY:" + "å" * 33 + "\r\n " + "å" * 7 in event(title="å" * 40)
