"""What a view shows about people, noted by the view, and written down before the answer leaves."""

from collections.abc import Iterable

from flask import g
from flask_login import current_user

from chapter.readlog.rules import What


def saw(what: What, people: Iterable[int]) -> None:
    """Note that whoever asks is shown this of ``people`` (their ids); what one sees of oneself is nobody's business."""
    ids = set(people) - {current_user.person_id}
    if ids:
        g.setdefault("seen", {}).setdefault(what, set()).update(ids)
