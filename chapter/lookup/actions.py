"""Writes: what can be found. Whoever changes what is read says so here, in the same transaction."""

from sqlalchemy import delete

from chapter.access import Audience
from chapter.db import db
from chapter.lookup.models import Findable


def put(source: str, language: str, kind: str, audience: Audience, title: str, text: str, address: str) -> None:
    """``source`` can be found with these words in ``language``, by ``audience`` alone; what was there before goes."""
    drop(source, language)
    db.session.add(
        Findable(
            source=source,
            language=language,
            kind=kind,
            audience=audience,
            title=title,
            text=text,
            address=address,
        )
    )
    db.session.flush()


def drop(source: str, language: str | None = None) -> None:
    """``source`` can no longer be found (in ``language``, if one is named)."""
    found = delete(Findable).where(Findable.source == source)
    db.session.execute(found.where(Findable.language == language) if language else found)
