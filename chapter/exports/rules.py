"""What holds for exports: their kinds, what may be taken along, and how long one can be fetched."""

from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What the register goes out as."""

    CSV = "csv"
    XLSX = "xlsx"
    LABELS = "labels"
    EMAILS = "emails"
    COMMAND = "command"


FILES = {Kind.CSV: "text/csv", Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
"""The kinds that are files, and their types."""
FIXED = {Kind.LABELS: ["first_name", "last_name"], Kind.EMAILS: ["email"]}
"""What goes out with the kinds that leave no choice."""
COLUMNS = (
    *("member_number", "first_name", "last_name", "email", "mobile", "phone2", "postcode", "town"),
    *("birth_year", "joined_on", "fee_paid_for", "tags", "do_not_call"),
)
"""What the command line writes, and what is ticked to begin with."""
FETCHABLE = timedelta(hours=1)
BATCH = 200
"""So many addresses a mail program and its server take at a time."""


def may_be_fetched(made_at: datetime, now: datetime) -> bool:
    """Whether what was exported then is still at hand: a while, so that a lost page is no reason to export again."""
    return now < made_at + FETCHABLE
