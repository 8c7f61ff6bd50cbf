"""Writes: what is uploaded, and who shows it."""

import re
from collections.abc import Iterable

from sqlalchemy import delete, select

from chapter.access import Audience
from chapter.db import db
from chapter.media.models import Medium, MediumUse

NAMED = re.compile(r"\bmedia:(\d{1,9})\b")
"""How a text names a medium: ``![A street](media:12)``."""


def named_in(*texts: str) -> set[int]:
    """The ids of the media that ``texts`` show."""
    return {int(number) for text in texts for number in NAMED.findall(text)}


def use(source: str, audience: Audience, media: Iterable[int]) -> None:
    """From now on ``source`` shows these ``media``, and no others, to ``audience``."""
    db.session.execute(delete(MediumUse).where(MediumUse.source == source))
    there = db.session.scalars(select(Medium.id).where(Medium.id.in_(set(media))))
    db.session.add_all(MediumUse(medium_id=id, source=source, audience=audience) for id in there)
    db.session.flush()
