"""Pages and fragments: one address, rendered whole or in part; and what every page carries."""

import gzip
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    has_request_context,
    make_response,
    redirect,
    render_template,
    session,
    url_for,
)
from flask_login import current_user
from flask_wtf import CSRFProtect
from htmx_flask import Htmx, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from chapter import markdown
from chapter.origin import base_url

htmx = Htmx()
csrf = CSRFProtect()

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class Place(NamedTuple):
    """An entry of the navigation."""

    rank: int
    label: Any
    endpoint: str
    need: str
    within: tuple[str, ...] = ()
    """Endpoints that are part of the same place."""

    @property
    def url(self) -> str:
        """Where it leads."""
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        """Whether the reader is there."""
        return request.endpoint == self.endpoint or request.endpoint in self.within


_places: list[Place] = []
_areas: dict[str, tuple[int, Any]] = {}
_sections: dict[str, list[Place]] = {}


def place(rank: int, label: Any, endpoint: str, need: str) -> None:
    """Put a page in the navigation of those who may reach it; lower ranks come first."""
    entry = Place(rank, label, endpoint, need)
    if entry not in _places:
        _places.append(entry)


def area(rank: int, label: Any, name: str) -> None:
    """Put an area of several pages in the navigation as one place: it leads to the first that the reader may open."""
    _areas[name] = (rank, label)


def section(name: str, rank: int, label: Any, endpoint: str, need: str, *within: str) -> None:
    """Add a page to the area ``name``, whoever owns the area; its pages link to each other with tabs, by rank.

    ``within`` are the endpoints of what is part of it: the same page after a POST, pages that it leads to.
    """
    entry, there = Place(rank, label, endpoint, need, within), _sections.setdefault(name, [])
    if entry not in there:
        there.append(entry)


def sections(name: str) -> list[Place]:
    """The pages of the area ``name`` that the reader may open."""
    return _open(_sections.get(name, []), _may())


def area_called(name: str) -> Any:
    """What the area ``name`` is called in the navigation."""
    return _areas[name][1]


def screens() -> list[Place]:
    """The pages of the navigation and of all areas, whoever may open them, by name; for those who link to them."""
    found = [*_places, *(place for there in _sections.values() for place in there)]
    return sorted(found, key=lambda place: str(place.label).casefold())


def navigation() -> list[Place]:
    """The reader's navigation."""
    may = _may()
    found = _open(_places, may)
    for name, (rank, label) in _areas.items():
        if pages := _open(_sections.get(name, []), may):
            within = [endpoint for page in pages for endpoint in (page.endpoint, *page.within)]
            found.append(Place(rank, label, pages[0].endpoint, pages[0].need, tuple(within)))
    return sorted(found, key=lambda p: p.rank)


def _may() -> set[str]:
    """What the reader may reach, asked for once."""
    return {"signed in", *current_user.permissions} if current_user.is_authenticated else set()


def _open(places: list[Place], may: set[str]) -> list[Place]:
    return sorted((p for p in places if p.need in may), key=lambda p: p.rank)


def init_app(app: Flask) -> None:
    """Templates, htmx, CSRF, headers."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["markdown"] = markdown.html
    htmx.init_app(app)
    csrf.init_app(app)
    app.after_request(_finish)
    app.jinja_env.globals |= {"static": static, "sections": sections, "area_called": area_called}
    is_demo = app.config["CHAPTER_MODE"] == "demo"
    app.context_processor(lambda: {"navigation": navigation, "demo_mode": is_demo})
    if proxies := int(app.config["CHAPTER_PROXIES"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def render(template: str, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """The page ``template``, or only its ``fragment`` when htmx asks for a part of it."""
    part = fragment if fragment and wants_fragment() else template
    return make_response(render_template(part, **context), status)


def see_other(url: str) -> Response:
    """On to ``url`` after a POST: 303, or for htmx an order to load that page."""
    if request.htmx:
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, 303)  # type: ignore[return-value]


def wants_fragment() -> bool:
    """Whether htmx asks for a part: not a boosted visit, not a page of the history."""
    part = request.htmx
    return bool(part) and not part.boosted and not part.history_restore_request


def own_path(target: str | None, otherwise: str) -> str:
    """``target`` if it is a path on this site, else ``otherwise``."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return otherwise
    parts = urlsplit(target)
    clean = not parts.scheme and not parts.netloc and not any(ord(c) < 32 for c in target)
    return target if clean else otherwise


def public_url(endpoint: str, **values: Any) -> str:
    """A whole address, for mails and posters; also in the background, where there is no request."""
    if has_request_context():
        return base_url() + url_for(endpoint, _external=False, **values)
    return base_url() + current_app.url_map.bind("localhost").build(endpoint, values)


def file_response(body: str | bytes | Iterable[str], mimetype: str, name: str | None = None) -> Response:
    """``body`` as a file to show or, with a ``name``, to save."""
    response = Response(body, mimetype=mimetype)
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        _keep(_compress(response))
    response.headers.setdefault("Cache-Control", "no-store")
    if response.cache_control.public:
        session.accessed = (
            False  # Flask-Login looks into it for every answer; this one is the same whatever the cookie.
        )
    else:
        response.vary.update(["HX-Request", "Accept-Language", "Cookie"])
    return response


def _keep(response: Response) -> None:
    """Let browsers keep a static file whose address has its fingerprint, and never ask whether it has changed."""
    if "v" in request.args:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"


def _compress(response: Response) -> Response:
    """Send a static text compressed. Pages are not: they mix secrets with what others wrote (BREACH)."""
    is_text = (response.mimetype or "").startswith(("text/", "image/svg"))
    if is_text and response.status_code == 200 and "gzip" in request.accept_encodings:
        response.close()
        response.direct_passthrough = False
        response.set_data(_gzipped(Path(current_app.static_folder or "") / request.view_args["filename"]))
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return response


@cache
def _gzipped(file: Path) -> bytes:
    return gzip.compress(file.read_bytes())


def static(filename: str) -> str:
    """The address of a static file; it changes when the file does, so that browsers may keep it."""
    return f"{request.script_root}{current_app.static_url_path}/{filename}?v={_fingerprint(filename)}"


@cache
def _fingerprint(filename: str) -> str:
    return hashlib.sha256((Path(current_app.static_folder or "") / filename).read_bytes()).hexdigest()[:10]
