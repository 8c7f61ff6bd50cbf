"""The “?” on each screen: which page describes it. Known without asking the database."""

from flask import request

from chapter.access import reader_s
from chapter.handbook.outline import Outlined, describing

SAME = {
    "leading.create": "leading.new",
    "signup.make_link": "signup.new_link",
    "register.save_added": "register.add",
}
"""Where a form that wasn't filled in right is shown again under another endpoint."""


def page_about(endpoint: str | None) -> Outlined | None:
    """The page that describes a screen."""
    return describing().get(SAME.get(endpoint or "", endpoint or ""))


def here() -> str | None:
    """The screen one is on, if a page describes it that its reader may open."""
    found = page_about(request.endpoint)
    return request.endpoint if found and found.audience in reader_s() else None
