"""The searches that are kept, and the page on which one is built."""

import re
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow, may_open
from chapter.db import db, only_read
from chapter.errors import Missing
from chapter.i18n import _, lazy
from chapter.pages import render, section, see_other
from chapter.searches import actions, counted, queries, registry, usage
from chapter.searches.asked import Asked, asked
from chapter.searches.builder import PREFIX, Builder
from chapter.searches.forms import SearchForm
from chapter.searches.models import SavedSearch

bp = Blueprint("searches", __name__, url_prefix="/searches")
PARTS = "searches.new", "searches.create", "searches.search", "searches.change", "searches.delete"
section("register", 20, lazy("Searches"), "searches.searches", Permission.SEARCHES_KEEP, *PARTS)
PAGE = 25


@bp.get("/")
@allow(Permission.SEARCHES_KEEP)
def searches() -> Response:
    """The searches that are kept, and where they are used."""
    kept, page = queries.saved_searches(), max(request.args.get("page", 1, int), 1)
    shown = kept[(page - 1) * PAGE : page * PAGE]
    open_ones = [search for search in shown if registry.is_open(search.criteria)]
    return render(
        "searches/searches.html",
        searches=shown,
        page=page,
        pages=-(-len(kept) // PAGE),
        said={search.id: registry.in_words(search.criteria) for search in shown},
        found={key: counted.told(number) for key, number in queries.counts(open_ones).items()},
        is_open=registry.is_open,
        uses=usage.of([search.id for search in shown]),
        may_open=may_open,
    )


@bp.get("/new")
@allow(Permission.SEARCHES_KEEP)
def new() -> Response:
    """The builder, with the conditions of the address."""
    wanted = asked(request.args)
    if wanted.is_garbled:
        flash(_("The search in the address couldn’t be read. Build it anew."), "warning")
    return _editor(None, SearchForm(formdata=None), Builder.shown(wanted.search))


@bp.post("/new")
@allow(Permission.SEARCHES_KEEP)
def create() -> Response:
    """Keep the search, or show whom it finds."""
    return _save(None)


@bp.get("/<int:search_id>")
@allow(Permission.SEARCHES_KEEP)
def search(search_id: int) -> Response:
    """A search, to be changed."""
    search = _open(search_id)
    form = SearchForm(formdata=None, obj=search, seen=_version(search))
    return _editor(search, form, Builder.shown(search.criteria))


@bp.post("/<int:search_id>")
@allow(Permission.SEARCHES_KEEP)
def change(search_id: int) -> Response:
    """Save the changes, or show whom they find."""
    return _save(_open(search_id, for_change=True))


def _open(search_id: int, for_change: bool = False) -> SavedSearch:
    """A kept search that the reader may build on; raises Missing."""
    search = queries.saved_search(search_id, for_change)
    if not registry.is_open(search.criteria):
        raise Missing
    return search


def _save(search: SavedSearch | None) -> Response:
    form, builder = SearchForm(), Builder.sent(request.form)
    shows = "show" in request.form
    if builder.pressed or (shows and not builder.can_travel):
        only_read()
        return _editor(search, form, builder, status=422 if builder.errors else 200)
    if shows:
        return see_other(url_for("register.people", **Asked(builder.search, None, asked(request.args).typed).args()))
    if not _is_fine(search, form, builder):
        only_read()
        return _editor(search, form, builder, status=422)
    facts, now = (form.name.data or "", form.note.data or "", builder.search), clock.now()
    if search is None:
        search = actions.keep(*facts, current_user, now)
    else:
        actions.change(search, *facts, now)
    db.session.commit()
    flash(_("The search “%(name)s” is saved.", name=search.name), "success")
    return see_other(url_for(".searches"))


def _is_fine(search: SavedSearch | None, form: SearchForm, builder: Builder) -> bool:
    """Whether it can be saved; if not, the form says why."""
    form.validate()
    other = queries.search_named(form.name.data or "")
    if other is not None and other is not search:
        form.name.errors = [*form.name.errors, _("There is a search with this name already. Choose another name.")]
    if search is not None and form.seen.data != _version(search):
        words = _("Somebody else changed this search while you had it open. It now says: %(words)s.")
        said = "; ".join([search.name, *registry.in_words(search.criteria)])
        form.form_errors = [words % {"words": said}, _("If you save again, yours takes the place of theirs.")]
        form.seen.data, form.seen.raw_data = _version(search), None
    return not form.errors and not builder.errors


def _editor(search: SavedSearch | None, form: SearchForm, builder: Builder, status: int = 200) -> Response:
    uses = usage.of([search.id])[search.id] if search else []
    context: dict[str, Any] = {"search": search, "form": form, "builder": builder, "uses": uses, "may_open": may_open}
    return render("searches/search.html", status=status, **context)


def _version(search: SavedSearch) -> str:
    return search.changed_at.isoformat()


@bp.post("/<int:search_id>/copy")
@allow(Permission.SEARCHES_KEEP)
def copy(search_id: int) -> Response:
    """Make another like it, and change that one."""
    made = actions.copy(_open(search_id), current_user, clock.now())
    db.session.commit()
    flash(_("This is the copy. Change what should be different."), "success")
    return see_other(url_for(".search", search_id=made.id))


@bp.get("/<int:search_id>/delete")
@allow(Permission.SEARCHES_KEEP)
def delete(search_id: int) -> Response:
    """Ask first, and say where it is used."""
    search = queries.saved_search(search_id)
    said = registry.in_words(search.criteria)
    uses = usage.of([search.id])[search.id]
    return render("searches/delete.html", search=search, said=said, uses=uses, may_open=may_open)


@bp.post("/<int:search_id>/delete")
@allow(Permission.SEARCHES_KEEP)
def delete_for_good(search_id: int) -> Response:
    """Delete it."""
    search = queries.saved_search(search_id, for_change=True)
    actions.delete(search)
    db.session.commit()
    flash(_("The search “%(name)s” is deleted.", name=search.name), "success")
    return see_other(url_for(".searches"))


@bp.post("/build")
@allow(Permission.SEARCHES_KEEP)
def build() -> Response:
    """A builder as it is after a button was pressed or a value changed, wherever it stands; saves nothing."""
    only_read()
    prefix = request.form.get("builder", PREFIX)
    builder = Builder.sent(request.form, prefix if re.fullmatch("[a-z]{1,20}", prefix) else PREFIX)
    return render("searches/_builder.html", builder=builder)
