"""What anybody may read of the chapter apart from the front page itself: its news, and what it stores about people."""

from flask import Response, redirect, request, url_for
from flask_login import current_user

from chapter.access import ANYONE, Permission, allow, may_open, reader_s, sign_in_first
from chapter.errors import Missing
from chapter.front import queries, routes_edit, routes_machines, routes_news, routes_picture, routes_words
from chapter.front.sharing import bp
from chapter.i18n import lazy
from chapter.pages import render, section
from chapter.people.stored import kinds
from chapter.settings.queries import consent_texts

__all__ = ["bp", "routes_edit", "routes_machines", "routes_news", "routes_picture", "routes_words"]

section("settings", 40, lazy("Front page"), "front.edit", Permission.FRONT_WRITE, *routes_edit.PARTS)
section("settings", 50, lazy("News"), "front.all_news", Permission.FRONT_WRITE, *routes_news.PARTS)


@bp.get("/news")
@allow(ANYONE)
def news() -> Response:
    """All news that the reader may read."""
    page = queries.news_page(reader_s(), request.args.get("page", 1, int))
    return render("front/news.html", page=page, named=queries.named)


@bp.get("/news/<int:news_id>", defaults={"name": ""})
@bp.get("/news/<int:news_id>-<name>")
@allow(ANYONE)
def one_news(news_id: int, name: str) -> Response:
    """One of the news. Strangers aren't told whether there is something for others to read."""
    try:
        found = queries.news_for(reader_s(), news_id)
    except Missing:
        if current_user.is_authenticated:
            raise
        return sign_in_first()
    if queries.named(found) != f"{news_id}-{name}":
        address = url_for(".one_news", news_id=news_id, name=queries.named(found).partition("-")[2])
        return redirect(address, 301)  # type: ignore[return-value]
    return render("front/one_news.html", news=found, may_change=may_open("front.edit_news"))


@bp.get("/your-data")
@allow(ANYONE)
def your_data() -> Response:
    """What is stored about people here, told from what the features say that they store."""
    return render("front/your_data.html", kinds=kinds(), versions=consent_texts())
