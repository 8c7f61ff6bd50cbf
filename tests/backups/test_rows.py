"""Whatever a value is, it comes out of the lines as it went in."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    create_engine,
    insert,
    select,
)
from sqlalchemy import Table as T
from sqlalchemy.pool import StaticPool

from chapter.backups import rows
from chapter.backups.rows import Misfit

THINGS = T(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", String),
    Column("at", DateTime),
    Column("day", Date),
    Column("is_so", Boolean),
    Column("much", Float),
    Column("picture", LargeBinary),
    Column("facts", JSON(none_as_null=True)),
)
WORDS = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = some.fixed_dictionaries(
    {
        "words": some.none() | WORDS,
        "at": some.none() | some.datetimes(),
        "day": some.none() | some.dates(),
        "is_so": some.none() | some.booleans(),
        "much": some.none() | some.floats(allow_nan=False, allow_infinity=False),
        "picture": some.none() | some.binary(),
        "facts": some.none() | some.dictionaries(WORDS, WORDS | some.integers() | some.none() | some.lists(WORDS)),
    }
)


def empty() -> Engine:
    """A database with the table, and nothing in it."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        THINGS.create(connection)
    return engine


@settings(deadline=None, max_examples=20)
@given(some.lists(VALUES, min_size=1, max_size=5))
def test_values_come_back_as_they_were(things: list[dict[str, Any]]):
    here, there = empty(), empty()
    with here.begin() as one, there.begin() as other:
        one.execute(insert(THINGS), things)
        lines = list(rows.read(one))
        counts = rows.write(other, lines, rows.columns(one))

        assert counts == {"thing": len(things)}
        assert other.execute(select(THINGS)).all() == one.execute(select(THINGS)).all()
        assert list(rows.read(other)) == lines
    here.dispose()
    there.dispose()


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        pytest.param({"thing": ["id"]}, b"[1]", id="a column is missing"),
        pytest.param({"other": ["id"]}, b"[1]", id="there is no such table"),
        pytest.param({"thing": sorted(THINGS.c.keys())}, b"[null,null,null,1,null,null,null,null]\n" * 2, id="twice"),
    ],
)
def test_rows_that_do_not_fit_are_refused(columns: dict[str, list[str]], lines: bytes):
    there = empty()
    with pytest.raises(Misfit), there.begin() as connection:
        rows.write(connection, [(next(iter(columns)), lines)], columns)
    there.dispose()
