"""What machines ask for: which pages there are, what may be read, whom to tell of a hole, pictures of pages."""

from collections.abc import Iterator

from flask import Response, abort, current_app, render_template, url_for

from chapter import clock
from chapter.access import ANYONE, Audience, allow
from chapter.courses.queries import courses
from chapter.errors import Missing
from chapter.front import pictures, queries
from chapter.front.queries import Public
from chapter.front.rules import robots_txt, security_txt
from chapter.front.sharing import PURPOSE, bp
from chapter.i18n import offered
from chapter.origin import base_url
from chapter.pages import file_response
from chapter.resources.queries import public_titles
from chapter.settings.queries import chapter
from chapter.signing import unsign

PUBLIC = (
    "/$",
    "/?lang=",
    "/news",
    "/join/",
    "/handbook",
    "/about",
    "/resources",
    "/standpoints",
    "/courses",
    "/your-data",
)
SHOWN = ("/static/", "/colours.css", "/media/", "/share/", "/sitemap.xml")
"""What public pages are shown with, and where they are listed."""
A_WEEK = 7 * 24 * 3600


@bp.get("/sitemap.xml")
@allow(ANYONE)
def sitemap() -> Response:
    """The pages that anybody may read, each in every language of the site."""
    pages = [(base_url() + page.path, page.changed_at) for page in _public()]
    return file_response(render_template("front/sitemap.xml", pages=pages, languages=offered()), "application/xml")


def _public() -> Iterator[Public]:
    for endpoint in ("home.front", "front.news", "front.your_data"):
        yield Public(url_for(endpoint), {})
    for link, is_shown in queries.links(queries.front_page(), clock.now()):
        if is_shown:
            yield Public(url_for("signup.join", slug=link.slug), link.title)
    for news in queries.public_news():
        yield Public(f"/news/{queries.named(news)}", news.title)
    for course in courses({Audience.PUBLIC}):
        yield Public(url_for("courses.course", course_id=course.id), course.title)
    for number, title in public_titles():
        yield Public(url_for("resources.resource", resource_id=number), title)
    yield from queries.public_pages()


@bp.get("/robots.txt")
@allow(ANYONE)
def robots() -> Response:
    """What search engines may read."""
    is_demo = current_app.config["CHAPTER_MODE"] == "demo"
    return file_response(robots_txt((*PUBLIC, *SHOWN), base_url(), is_demo), "text/plain")


@bp.get("/.well-known/security.txt")
@allow(ANYONE)
def security() -> Response:
    """Whom to tell of a hole in our security."""
    here = chapter()
    contact = f"mailto:{here.contact_email}" if here.contact_email else f"{base_url()}{url_for('home.front')}"
    languages = sorted(offered(), key=lambda code: code != here.language)
    return file_response(security_txt(contact, base_url(), languages, clock.now()), "text/plain")


@bp.get("/share/<key>.png")
@allow(ANYONE)
def picture(key: str) -> Response:
    """What other places show of a page, as long as anybody may read it; only keys that we gave out have one."""
    try:
        kind, number, code, _digest = unsign(PURPOSE, key)
        here, title = chapter(), queries.title(kind, number, code)
        data = pictures.drawn(f"{kind}-{number}-{code}", pictures.Card(here.name, title, here.accent))
    except Missing:
        abort(404)
    response = file_response(data, "image/png")
    response.cache_control.public, response.cache_control.max_age = True, A_WEEK
    return response
