"""Rows of uploads, without the files."""

from secrets import token_hex
from typing import Any

from chapter import clock
from chapter.db import db
from chapter.media.models import Medium


def medium(**facts: Any) -> Medium:
    """A picture that somebody has uploaded, or another file."""
    given = {"digest": token_hex(32), "name": "gata på väg.jpg", "mimetype": "image/jpeg", "size": 9}
    moments = {"uploaded_at": clock.now(), "needed_at": clock.now()}
    made = Medium(**{**given, **moments, "width": 2000, "height": 1000, **facts})
    db.session.add(made)
    db.session.flush()
    return made


def file(**facts: Any) -> Medium:
    """A PDF."""
    return medium(**{"mimetype": "application/pdf", "width": None, "height": None, "name": "a.pdf", **facts})
