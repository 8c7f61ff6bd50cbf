"""The database: session, base model and column types.

A transaction takes the one lock for writing when it begins, so that a value read is still true when it is written
back; requests that only read (GET) take none (:mod:`chapter.connecting`).
SQLite overwrites what is deleted; what that leaves is wiped out by :mod:`chapter.wiping`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVarTuple

from flask import Flask, current_app, g, has_app_context, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Engine, MetaData, Result, Select, String, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

from chapter import connecting

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Take an aware moment; a naive one is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give an aware moment back."""
        return value and value.replace(tzinfo=UTC)


class Words(TypeDecorator[StrEnum]):
    """A :class:`StrEnum` as its plain word, so that the database stays readable."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__(40)
        self.words = words

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Refuse a word that the enum does not have."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Any) -> StrEnum | None:
        """The enum's member."""
        return None if value is None else self.words(value)


class Base(DeclarativeBase):
    """What every table shares: names of constraints, and how Python types are stored."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UtcDateTime(), dict[str, Any]: JSON(none_as_null=True), list[str]: JSON()},
    )


intpk = Annotated[int, mapped_column(primary_key=True)]
LocalText = Annotated[dict[str, str], mapped_column(JSON, default=dict)]
"""One text in each language: ``{"sv": ..., "nb": ...}``; read it with ``i18n.in_language``."""

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

Columns = TypeVarTuple("Columns")
READING = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    """Connect the database."""
    db.init_app(app)
    if app.config["CHAPTER_DATABASE_URL"]:
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", connecting.without_locks, retval=True)


def rows(query: Select[*Columns], **values: Any) -> Result[*Columns]:
    """Plain columns, in the session's transaction but past the ORM, which takes as long again to give them."""
    return db.session.connection().execute(query, values)


def _only_reads() -> bool:
    if has_app_context() and g.get("writes", False):
        return False
    if has_request_context() and request.method in READING:
        return True
    return has_app_context() and g.get("only_reads", False)


def only_read() -> None:
    """End what the request has begun: the rest of it only reads, however long, and keeps no writer waiting."""
    db.session.commit()
    g.only_reads = True


@contextmanager
def reading() -> Iterator[None]:
    """A while that only reads, in work that writes before and after it; commits what has begun."""
    db.session.commit()
    before, g.only_reads = g.get("only_reads", False), True
    try:
        yield
    finally:
        db.session.rollback()
        g.only_reads = before


@contextmanager
def writing() -> Iterator[None]:
    """A transaction of its own that writes, when the request has read what it needs: for what is noted of reading."""
    db.session.close()
    g.writes = True
    try:
        yield
        db.session.commit()
    finally:
        db.session.close()
        g.writes = False


def is_sqlite() -> bool:
    """Whether the chapter is in SQLite's file, and not in PostgreSQL."""
    return db.engine.dialect.name == "sqlite"


def own_connection() -> Any:
    """A connection of the database's driver past SQLAlchemy, for what no transaction can do; whoever asks closes it."""
    return current_app.config["OPEN_DATABASE"]()


@event.listens_for(Engine, "connect")
def _connected(connection: Any, record: Any) -> None:
    if type(connection).__module__.startswith(("sqlite3", "sqlcipher3")):
        connecting.prepare(connection)


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    connecting.begin(connection, _only_reads())
