"""The “?” on each screen: which page describes it. Known without asking the database."""

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from chapter.access import reader_s
from chapter.handbook.outline import describing


def here() -> str | None:
    """The screen one is on, if a page describes it that its reader may open."""
    screen = _screen()
    return screen if screen in describing() and describing()[screen].audience in reader_s() else None


def _screen() -> str:
    """The view that shows the screen; where a form wasn't filled in right, the one that the form was got from."""
    adapter = current_app.create_url_adapter(request)
    if request.method == "POST" and adapter is not None:
        try:
            return str(adapter.match(request.path, method="GET")[0])
        except HTTPException:
            pass
    return request.endpoint or ""
