"""Files from elsewhere become rows of clean text, a row at a time; ID numbers are blotted out before anything rests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chapter.errors import Refused


class Unreadable(Refused):
    """The file can't be read; ``words`` say why."""


@dataclass(frozen=True)
class Cleaned:
    """A sheet that was cleaned: its filled rows (headings and all), the ID numbers it had, the names of the sheets."""

    total: int
    id_numbers: int
    sheets: list[str]


def sheets(path: Path, name: str) -> list[str]:
    """The names of a workbook's sheets; one empty name for a CSV. Raises Unreadable."""
    raise NotImplementedError


def rows(path: Path, name: str, sheet: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows with anything in them, numbered as a spreadsheet shows them. Raises Unreadable."""
    raise NotImplementedError


def clean(path: Path, name: str, sheet: int, out: Path) -> Cleaned:
    """Write the rows to ``out`` (for our eyes only), every national ID number blotted out. Raises Unreadable."""
    raise NotImplementedError


def cleaned(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that :func:`clean` wrote."""
    raise NotImplementedError
