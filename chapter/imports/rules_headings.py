"""Which row of a file has its headings, and which field each column is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Headings:
    """The row with the headings (0: there is none), their texts, and the field of each column that is known."""

    row: int
    names: list[str]
    mapping: dict[int, str]


class NoHeadings(ValueError):
    """Nothing says where the names are; ``guess`` is the likeliest row of headings, to be mapped by hand."""

    def __init__(self, guess: Headings) -> None:
        super().__init__("no heading for the names")
        self.guess = guess


def find(rows: Iterable[tuple[int, Sequence[str]]]) -> Headings:
    """The headings among the first rows of a file. Raises NoHeadings."""
    raise NotImplementedError


def fingerprint(names: Sequence[str]) -> str:
    """The same for the same headings in the same order, whatever their capitals, spaces and accents."""
    raise NotImplementedError
