"""Writing news."""

from contextlib import suppress
from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import Missing
from chapter.front import actions, queries
from chapter.front.forms import NewsForm
from chapter.front.models import News
from chapter.front.sharing import bp
from chapter.i18n import _, local
from chapter.pages import render, see_other

PARTS = "front.new_news", "front.make_news", "front.edit_news", "front.write_news", "front.ask_remove_news"
"""What is part of writing news."""


@bp.get("/front/news")
@allow(Permission.FRONT_WRITE)
def all_news() -> Response:
    """Drafts first, and then what is out."""
    page = queries.all_news(request.args.get("page", 1, int))
    return render("front/all_news.html", page=page, named=queries.named)


@bp.get("/front/news/new")
@allow(Permission.FRONT_WRITE)
def new_news() -> Response:
    """The form for news."""
    form = NewsForm(formdata=None)
    form.show(None)
    form.day.data = local(clock.now()).date()
    return _page(None, form)


@bp.post("/front/news/new")
@allow(Permission.FRONT_WRITE)
def make_news() -> Response:
    """Keep news, as a draft or for all to read."""
    return _write(None, NewsForm())


@bp.get("/front/news/<int:news_id>")
@allow(Permission.FRONT_WRITE)
def edit_news(news_id: int) -> Response:
    """The form for news that there are."""
    news = queries.any_news(news_id)
    form = NewsForm(formdata=None, obj=news)
    form.show(news)
    return _page(news, form)


@bp.post("/front/news/<int:news_id>")
@allow(Permission.FRONT_WRITE)
def write_news(news_id: int) -> Response:
    """Change news."""
    return _write(queries.any_news(news_id, for_change=True), NewsForm())


def _write(news: News | None, form: NewsForm) -> Response:
    if not form.validate():
        return _page(news, form, status=422)
    if "look" in request.form:
        return _page(news, form, looks=True)
    publishes = "publish" in request.form
    try:
        written = actions.write(news, {**form.facts(), "is_published": publishes}, current_user.name, form.seen)
    except actions.Stale:
        form.version.data = str(news.version if news else 0)
        return _page(news, form, is_stale=True, status=422)
    db.session.commit()
    if not publishes:
        flash(_("Saved as a draft. Nobody else sees it yet."), "success")
        return see_other(url_for(".all_news"))
    flash(_("It is out."), "success")
    return see_other(url_for(".one_news", news_id=written.id, name=queries.named(written).partition("-")[2]))


def _page(news: News | None, form: NewsForm, status: int = 200, **how: bool) -> Response:
    facts: dict[str, Any] = {"looks": False, "is_stale": False, **how, "typed": form.facts() if "looks" in how else {}}
    return render("front/news_form.html", status=status, news=news, kept=news, form=form, **facts)


@bp.get("/front/news/<int:news_id>/remove")
@allow(Permission.FRONT_WRITE)
def ask_remove_news(news_id: int) -> Response:
    """Ask whether news are to be deleted."""
    return render("front/remove_news.html", news=queries.any_news(news_id))


@bp.post("/front/news/<int:news_id>/remove")
@allow(Permission.FRONT_WRITE)
def remove_news(news_id: int) -> Response:
    """Delete them; pressed twice, they are gone as well."""
    with suppress(Missing):
        actions.remove(queries.any_news(news_id, for_change=True))
    db.session.commit()
    flash(_("The piece of news is deleted."), "success")
    return see_other(url_for(".all_news"))
