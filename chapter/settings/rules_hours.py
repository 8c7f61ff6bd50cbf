"""Hours in which one may ring, and days that every year has."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Hours = tuple[time, time] | None


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


def is_a_day(month: int, day: int) -> bool:
    """Whether every year has that day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(2025, month)[1]
