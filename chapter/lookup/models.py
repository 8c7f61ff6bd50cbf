"""What can be found: the readable words of pages, resources and courses, as they are now."""

from sqlalchemy import UniqueConstraint, column, table
from sqlalchemy.orm import Mapped, mapped_column

from chapter.access import Audience
from chapter.db import Model, Words, intpk

INDEX = table("findable_index", *map(column, ("rowid", "title", "title_stems", "words", "stems", "vector")))
"""The words of each row of :class:`Findable`, folded, and their stems: in columns of SQLite's virtual table (FTS5), in
one vector of PostgreSQL's."""
TERMS = table("findable_index_terms", column("term"))
"""All words that are in the index, each once."""


class Findable(Model):
    """Something that can be read, in one language. ``source`` is whose it is (“page:12”), ``kind`` the word of its
    kind (“page”, “standpoint”, “file”, “link”, “film”, “script”, “course”), ``address`` the path where one reads it.
    """

    __table_args__ = (UniqueConstraint("source", "language"),)

    id: Mapped[intpk]
    source: Mapped[str]
    language: Mapped[str]
    kind: Mapped[str]
    audience: Mapped[Audience] = mapped_column(Words(Audience))
    title: Mapped[str]
    text: Mapped[str]
    address: Mapped[str]
