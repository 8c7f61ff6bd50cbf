"""The reports as a file for a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from chapter.accounts.models import Account
from chapter.flags import leaving
from chapter.i18n import local
from chapter.spreadsheet import csv_chunks

COLUMNS = (
    "person", "caller", "outcome", "call_back_after", "action_needed", "message", "note", "started_at", "reported_at",
)  # fmt: skip


def chunks(rows: Iterable[Sequence[Any]], reader: Account) -> Iterator[str]:
    """CSV as far as ``reader`` may read it, a piece at a time; ``rows`` are those of ``queries.rows``."""
    read = (_cells(row, leaving.may_read(reader, row.outcome, row.is_leaving)) for chunk in rows for row in chunk)
    yield from csv_chunks(chain([COLUMNS], read), ",", mark=False)


def _cells(row: Any, is_open: bool) -> tuple[str, ...]:
    flagged = "yes" if row.action_needed else "no"
    message, note = (words if is_open or not words else str(leaving.CLOSED) for words in (row.message, row.note))
    name, call_back = f"{row.first_name} {row.last_name}".strip(), _moment(row.call_back_after)
    told = (name, row.caller, row.outcome or "", call_back, flagged, message, note)
    return (*told, _moment(row.claimed_at), _moment(row.reported_at))


def _moment(moment: datetime | None) -> str:
    return local(moment).isoformat(timespec="seconds") if moment else ""
