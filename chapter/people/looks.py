"""What a view shows of people is noted by the view; the read log writes it down before the answer leaves."""

from collections.abc import Iterable

from flask import g
from flask_login import current_user

from chapter.people.rules_looks import What

__all__ = ["What", "saw"]


def saw(what: What, people: Iterable[int | None]) -> None:
    """Note that whoever asks is shown this of ``people`` (their ids). What one sees of oneself is nobody's business."""
    if current_user.is_authenticated and (ids := set(people) - {None, current_user.person_id}):
        g.setdefault("seen", {}).setdefault(what, set()).update(ids)
