"""What a view shows of people is noted by the view; the read log writes it down before the answer leaves."""

from collections.abc import Iterable
from typing import Any

from flask import g
from flask_login import current_user

from chapter.people.rules_looks import What

__all__ = ["What", "saw"]


def saw(what: What, people: Iterable[int | None], by: Any = None) -> None:
    """Note that whoever asks is shown this of ``people`` (their ids). What one sees of oneself is nobody's business.

    ``by`` is an account that has proved itself with a link, without being signed in.
    """
    reader = by or current_user._get_current_object()
    if reader.is_authenticated and (ids := set(people) - {None, reader.person_id}):
        g.seen_by = reader
        g.setdefault("seen", {}).setdefault(what, set()).update(ids)
