"""Writes: what can be found. Whoever changes what is read says so here, in the same transaction.

The words of each row of :class:`Findable` stand in the index under its number. The database itself takes them out when
the row goes, however that happens.
"""

from sqlalchemy import delete, select

from chapter.access import Audience
from chapter.db import db
from chapter.lookup.index import index
from chapter.lookup.models import INDEX, Findable
from chapter.lookup.rules import stem, words

AT_A_TIME = 50
"""So many rows are indexed anew in one transaction."""


def put(source: str, language: str, kind: str, audience: Audience, title: str, text: str, address: str) -> None:
    """``source`` can be found with these words in ``language``, by ``audience`` alone; what was there before goes."""
    drop(source, language)
    found = Findable(
        source=source, language=language, kind=kind, audience=audience, title=title, text=text, address=address
    )
    db.session.add(found)
    db.session.flush()
    _index(found)


def drop(source: str, language: str | None = None) -> None:
    """``source`` can no longer be found (in ``language``, if one is named)."""
    found = delete(Findable).where(Findable.source == source)
    db.session.execute(found.where(Findable.language == language) if language else found)


def index_anew(after: int = 0) -> int:
    """Make the index anew of the next rows ``after`` that number, from their texts as they are; gives the last of
    them, 0 if there is none. A few at a time, so that nobody who writes has to wait."""
    found = list(db.session.scalars(select(Findable).where(Findable.id > after).order_by(Findable.id).limit(AT_A_TIME)))
    db.session.execute(delete(INDEX).where(INDEX.c.rowid.in_([each.id for each in found])))
    for each in found:
        _index(each)
    return found[-1].id if found else 0


def pack() -> None:
    """Let nothing be left in the index of what was taken out of it."""
    index().pack()


def _index(found: Findable) -> None:
    index().add(found.id, *_columns(found.title, found.language), *_columns(found.text, found.language))


def _columns(said: str, language: str) -> tuple[str, str]:
    """The words of ``said``, and their stems, as the index keeps them."""
    folded = [word.folded for word in words(said)]
    return " ".join(folded), " ".join(stem(word, language) for word in folded)
