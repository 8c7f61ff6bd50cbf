"""What was uploaded, as it is shown or saved: only to those who may read something that shows it."""

from pathlib import Path

from flask import Response, request, send_file
from flask_login import current_user
from werkzeug.wsgi import wrap_file

from chapter.access import ANYONE, Permission, allow, may, reader_s, sign_in_first
from chapter.errors import Missing
from chapter.media import doors, queries, routes_choose, routes_keep, storage
from chapter.media.models import Medium
from chapter.media.rules import SHOWN, SIDES

bp = routes_keep.bp
__all__ = ["bp", "routes_choose"]

ALONE = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
"""An upload may show itself, and nothing else; whatever is written in it, it does nothing."""
KEPT = 3600
"""Seconds for which a reader's own browser needn't ask again for what is for everybody."""

bp.app_url_value_preprocessor(doors.let_in)


@bp.get("/<int:medium_id>/<name>")
@allow(ANYONE)
def file(medium_id: int, name: str) -> Response:
    """A picture (``?w=800`` for a smaller one) or a file, whatever the address calls it. Strangers sign in first."""
    try:
        medium = queries.seen_by(medium_id, reader_s(), may(Permission.PAGES_WRITE))
    except Missing:
        is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
        if current_user.is_authenticated or not is_page:
            raise  # What is shown in a page or saved from it must not become a form.
        return sign_in_first()
    return _sent(medium, request.args.get("w", 0, int))


def _sent(medium: Medium, wanted: int) -> Response:
    path = storage.path(medium.digest, wanted) if wanted in SIDES else storage.path(medium.digest)
    if not path.exists() and not (path := storage.path(medium.digest)).exists():
        raise Missing
    response = send_file(
        path,
        mimetype=medium.mimetype,
        as_attachment=medium.mimetype not in SHOWN,
        download_name=medium.name,
        etag=f"{medium.digest}-{path.suffix[1:]}",
    )
    kept = f"max-age={KEPT}" if queries.is_for_all(medium) else "no-cache"  # else it could be seen when signed out
    response.headers["Cache-Control"] = f"private, {kept}"
    response.headers["Content-Security-Policy"] = ALONE
    if response.status_code == 206 and response.content_range.stop == response.content_range.length:
        _send_rest(response, path)
    return response


def _send_rest(response: Response, path: Path) -> None:
    """A film is asked for from somewhere to its end: that goes out from the disk, and nobody makes a copy first."""
    response.close()
    film = path.open("rb")
    film.seek(response.content_range.start or 0)
    response.response = wrap_file(request.environ, film)
