"""Imports, their rows until they are forgotten, and what was learnt for the next time."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.db import Model, Words, intpk
from chapter.imports.rules import Doubt, Kind, Stage
from chapter.people.models import Person


class ImportRun(Model):
    """One file on its way into the register. ``counts`` are by ``rules.Kind``; ``done`` of ``total`` rows are read.

    ``in_foreground``: whoever began it compares it too (the command line), not the background.
    ``path`` is the name of what is kept of the file (no ID numbers) in the data folder, until it is applied;
    ``mapping`` says which field each column is, by the column's number as text. ``figures`` say what came of it:
    new, changed, missing, seen_again, kept (ours, in conflicts), left_out (undecided); after undoing it removed,
    put_back, stayed_people and stayed_facts.
    """

    id: Mapped[intpk]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    by: Mapped[str]
    file_name: Mapped[str]
    path: Mapped[str] = mapped_column(default="")
    sheets: Mapped[list[str]] = mapped_column(default=list)
    sheet: Mapped[int] = mapped_column(default=0)
    stage: Mapped[Stage] = mapped_column(Words(Stage))
    is_complete: Mapped[bool] = mapped_column(default=False)
    in_foreground: Mapped[bool] = mapped_column(default=False)
    heading_row: Mapped[int] = mapped_column(default=0)
    headings: Mapped[list[str]] = mapped_column(default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    id_numbers: Mapped[int] = mapped_column(default=0)
    register_stamp: Mapped[str] = mapped_column(default="")
    failure: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    rows: Mapped[list["ImportRow"]] = relationship(back_populates="run", passive_deletes=True)


class ImportRow(Model):
    """What a row of a file is to the register, until the import can no longer be undone.

    ``said`` are the facts it states, ``changes`` old and new values by field, ``conflicts`` the fields that were
    edited here since, ``problems`` the reason by column, ``decision`` what a person said of it, ``done`` what was
    done with it (as ``changes``). One that is in doubt has ``candidates`` (people's ids) and ``why``; ``cells``
    are kept of unusable rows alone, for whoever mends them. ``is_undecided``: in doubt, and nobody has decided;
    ``is_contested``: has conflicts; ``is_settled``: each conflict is decided. ``was_ours``: until it was brought in,
    its person had not come from a file.
    """

    __table_args__ = (Index("ix_import_row_run_id_kind_number", "run_id", "kind", "number"),)

    id: Mapped[intpk]
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(Words(Kind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    conflicts: Mapped[list[str]] = mapped_column(default=list)
    problems: Mapped[dict[str, Any]] = mapped_column(default=dict)
    why: Mapped[Doubt | None] = mapped_column(Words(Doubt))
    candidates: Mapped[list[int]] = mapped_column(JSON, default=list)
    cells: Mapped[list[str]] = mapped_column(default=list)
    decision: Mapped[dict[str, Any]] = mapped_column(default=dict)
    done: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_undecided: Mapped[bool] = mapped_column(default=False)
    is_contested: Mapped[bool] = mapped_column(default=False)
    is_settled: Mapped[bool] = mapped_column(default=False)
    was_ours: Mapped[bool] = mapped_column(default=False)
    run: Mapped[ImportRun] = relationship(back_populates="rows")
    person: Mapped[Person | None] = relationship()


class HeadingMap(Model):
    """Which of our fields a file's headings stand for, as somebody chose; found by the headings' fingerprint."""

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[dict[str, Any]]
    at: Mapped[datetime]


MISSING = "missing"
"""The ``field`` of a ``KeptFact``: somebody is here though files don't have them, until one has had them."""


class KeptFact(Model):
    """Our value was kept against what a file said (hashed); asked again only when files say something else."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    against: Mapped[str]
    at: Mapped[datetime]
