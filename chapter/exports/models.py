"""What went out of the register, to whom, why, and who was in it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import Model, Words, intpk
from chapter.exports.rules import Kind


class Export(Model):
    """One file, or one list to copy, that was taken out of the register. ``by`` is a name, whatever becomes of them."""

    id: Mapped[intpk]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    why: Mapped[str]
    who: Mapped[str]
    """The search in words, in the language of who exported."""
    kind: Mapped[Kind] = mapped_column(Words(Kind))
    fields: Mapped[list[str]]
    number: Mapped[int]


class ExportedPerson(Model):
    """Somebody whose data was in an export."""

    export_id: Mapped[int] = mapped_column(ForeignKey("export.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
