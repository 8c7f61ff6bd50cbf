"""The index of words in PostgreSQL: a table of vectors, with a GIN index."""

from typing import Any

from sqlalchemy import cast, func, insert, text
from sqlalchemy.types import UserDefinedType

from chapter.db import db
from chapter.lookup.models import INDEX
from chapter.lookup.rules_asked import WEIGHTS
from chapter.lookup.rules_tsvector import ALL, ANY, expression, in_title, vector

__all__ = "ALL", "ANY", "add", "expression", "fits", "in_title", "pack", "rank"

SHARES = "{" + ", ".join(str(weight / max(WEIGHTS)) for weight in reversed(WEIGHTS)) + "}"
"""The weights as PostgreSQL wants them: from D to A, none above 1."""
BY_LENGTH = 1
"""A word in a long text says less than in a short one."""


class Of(UserDefinedType):
    """A type that only PostgreSQL has."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_kw: Any) -> str:
        """Its name."""
        return self.name


VECTOR, QUERY, NUMBERS = Of("TSVECTOR"), Of("TSQUERY"), Of("REAL[]")


def add(number: int, *columns: str) -> None:
    """Keep the words, and their stems, of the row of that ``number``."""
    db.session.execute(insert(INDEX).values(rowid=number, vector=cast(vector(*columns), VECTOR)))


def fits(wanted: str) -> Any:
    """That a row of the index is what is ``wanted``."""
    return INDEX.c.vector.op("@@", is_comparison=True)(cast(wanted, QUERY))


def rank(wanted: str) -> Any:
    """How well it fits; less is better."""
    return -func.ts_rank(cast(SHARES, NUMBERS), INDEX.c.vector, cast(wanted, QUERY), BY_LENGTH)


def pack() -> None:
    """Let nothing be left in the index of what was taken out of it: of what waits to be put in its order."""
    db.session.execute(text("SELECT gin_clean_pending_list('findable_index_vector')"))
