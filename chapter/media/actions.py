"""Writes: what is uploaded, and who shows it."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import delete, exists, select, update

from chapter import expiry
from chapter.access import Audience
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.media import storage
from chapter.media.models import Medium, MediumUse
from chapter.media.rules import good_name
from chapter.media.uploads import Ready, ready

NAMED = re.compile(r"\bmedia:(\d{1,9})\b")
"""How a text names a medium: ``![A street](media:12)``."""
STRAY_KEPT = timedelta(days=1)
"""For so long a file may lie there without a row: whoever uploads it isn’t done yet."""


class Used(Refused):
    """What is shown somewhere can’t be deleted."""

    words = lazy("It’s in use. Take it away where it’s shown first.")


def named_in(*texts: str) -> set[int]:
    """The ids of the media that ``texts`` show."""
    return {int(number) for text in texts for number in NAMED.findall(text)}


def put(upload: Ready, by: str, now: datetime) -> Medium:
    """Keep an upload that is ``uploads.ready``; the same one is kept once, under its first name."""
    medium = db.session.scalars(select(Medium).where(Medium.digest == upload.digest).with_for_update()).one_or_none()
    if medium is None:
        facts = upload._asdict()
        del facts["drafts"]
        medium = Medium(**facts, uploaded_at=now, uploaded_by=by)
        db.session.add(medium)
    medium.needed_at = now
    db.session.flush()
    for side, draft in upload.drafts.items():
        storage.settle(draft, upload.digest, side or None)
    return medium


def keep(upload: bytes, name: str, by: str, now: datetime) -> Medium:
    """Look into an upload and keep it; raises Unusable. It takes seconds, and nobody else can write meanwhile: views
    commit, make it ``uploads.ready``, and :func:`put` it."""
    return put(ready(BytesIO(upload), name), by, now)


def use(source: str, audience: Audience, media: Iterable[int]) -> None:
    """From now on ``source`` shows these ``media``, and no others, to ``audience``."""
    db.session.execute(delete(MediumUse).where(MediumUse.source == source))
    there = db.session.scalars(select(Medium.id).where(Medium.id.in_(set(media))))
    db.session.add_all(MediumUse(medium_id=id, source=source, audience=audience) for id in there)
    db.session.flush()


def rename(medium: Medium, name: str) -> None:
    """Call it something else; its ending stays true."""
    medium.name = good_name(name, medium.mimetype)
    db.session.flush()


def remove(medium: Medium) -> None:
    """Delete what nothing shows; its files go with the next tidying. Raises Used."""
    if db.session.scalar(select(exists().where(MediumUse.medium_id == medium.id))):
        raise Used
    db.session.delete(medium)
    db.session.flush()


def tidy(now: datetime) -> int:
    """Delete what nothing has shown for long, and files that nobody knows of; gives how many media went.

    While this writes nobody can put an upload in its place (SQLite); elsewhere a file's age keeps it.
    """
    is_shown = exists().where(MediumUse.medium_id == Medium.id)
    db.session.execute(update(Medium).where(is_shown).values(needed_at=now))
    number = expiry.enforce("media.unused", now)
    _sweep(now)
    return number


def _sweep(now: datetime) -> None:
    known = set(db.session.scalars(select(Medium.digest)))
    oldest = (now - STRAY_KEPT).timestamp()
    for file, digest in storage.everything():
        if digest not in known and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
