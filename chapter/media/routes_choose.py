"""Choosing a picture or file for a text: a page of its own, or beside the text that is being written."""

from typing import Any

from flask import Response, request, url_for

from chapter.access import Permission, allow
from chapter.media import doors, queries
from chapter.media.forms import UploadForm
from chapter.media.models import Medium
from chapter.media.routes_keep import bp, taken
from chapter.media.rules import family
from chapter.pages import render, see_other, wants_fragment


@bp.get("/choose")
@allow(Permission.PAGES_WRITE)
def choose() -> Response:
    """What there is to choose from, or the one that was chosen with the sign to write."""
    picked = request.args.get("picked", 0, int)
    return _chooser(UploadForm(formdata=None), queries.medium(picked) if picked else None)


@bp.post("/choose")
@allow(Permission.PAGES_WRITE)
@doors.takes_files
def choose_new() -> Response:
    """Upload something and choose it."""
    form = UploadForm()
    medium = taken(form)
    if medium is not None and not wants_fragment():
        return see_other(url_for(".choose", picked=medium.id))
    return _chooser(form, medium, 200 if medium else 422)


def _chooser(form: UploadForm, picked: Medium | None, status: int = 200) -> Response:
    words = request.args.get("q", "").strip()[:100]
    page = None if picked else queries.media(words, None, max(request.args.get("page", 1, int), 1))
    facts: dict[str, Any] = {"form": form, "picked": picked, "page": page, "words": words, "family": family}
    facts["is_beside"] = wants_fragment()
    return render("media/choose.html", "media/_chooser.html", status=status, **facts)
