"""The words and the picture of the front page."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter.access import Permission, allow
from chapter.db import db
from chapter.forms import show_texts
from chapter.front import actions, queries
from chapter.front.forms import WordsForm
from chapter.front.sharing import bp
from chapter.i18n import _
from chapter.pages import render, see_other
from chapter.settings.queries import chapter


@bp.get("/front/edit/words")
@allow(Permission.FRONT_WRITE)
def words() -> Response:
    """Who we are; one begins with what the settings say of it."""
    form, front = WordsForm(formdata=None), queries.front_page()
    form.show(front)
    if front is None or not any(front.text.values()):
        show_texts(form, "text", chapter().about)
    return _page(form)


@bp.post("/front/edit/words")
@allow(Permission.FRONT_WRITE)
def write_words() -> Response:
    """Save the words, or only show how they would look."""
    form = WordsForm()
    if not form.validate():
        return _page(form, status=422)
    if "look" in request.form:
        return _page(form, looks=True)
    try:
        actions.change(form.facts(), current_user, form.seen)
    except actions.Stale:
        front = queries.front_page()
        form.version.data = str(front.version if front else 0)
        return _page(form, is_stale=True, status=422)
    db.session.commit()
    flash(_("Saved. This is what everybody sees now."), "success")
    return see_other(url_for(".edit"))


def _page(form: WordsForm, looks: bool = False, is_stale: bool = False, status: int = 200) -> Response:
    facts: dict[str, Any] = {"form": form, "looks": looks, "is_stale": is_stale, "typed": form.facts()}
    return render("front/words.html", status=status, kept=queries.front_page(), **facts)
