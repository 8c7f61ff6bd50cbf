"""The index of words in SQLite: a virtual table (FTS5)."""

from typing import Any

from sqlalchemy import Float, insert, literal_column, text

from chapter.db import db
from chapter.lookup.models import INDEX
from chapter.lookup.rules_asked import WEIGHTS
from chapter.lookup.rules_fts5 import ALL, ANY, expression, in_title

__all__ = "ALL", "ANY", "add", "expression", "fits", "in_title", "pack", "rank"


def add(number: int, title: str, title_stems: str, words: str, stems: str) -> None:
    """Keep the words, and their stems, of the row of that ``number``."""
    row = {"rowid": number, "title": title, "title_stems": title_stems, "words": words, "stems": stems}
    db.session.execute(insert(INDEX).values(row))


def fits(wanted: str) -> Any:
    """That a row of the index is what is ``wanted``."""
    return literal_column("findable_index").op("MATCH")(wanted)


def rank(wanted: str) -> Any:
    """How well it fits; less is better."""
    return literal_column(f"bm25(findable_index, {', '.join(map(str, WEIGHTS))})", Float)


def pack() -> None:
    """Let nothing be left in the index of what was taken out of it."""
    db.session.execute(text("INSERT INTO findable_index (findable_index) VALUES ('optimize')"))
