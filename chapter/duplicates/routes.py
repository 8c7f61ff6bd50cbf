"""The same person twice: pairs, two people side by side, and merges to undo."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db, reading
from chapter.duplicates import actions, queries, words
from chapter.errors import Refused
from chapter.i18n import _, lazy, ngettext
from chapter.pages import render, section, see_other
from chapter.people.looks import What, saw
from chapter.people.models import Person
from chapter.people.rules import FIELDS

bp = Blueprint("duplicates", __name__, url_prefix="/duplicates")
WITHIN = "duplicates.of_person", "duplicates.compare", "duplicates.merge"
section("register", 40, lazy("Duplicates"), "duplicates.pairs", Permission.REGISTER_CHANGE, *WITHIN)


@bp.get("/")
@allow(Permission.REGISTER_CHANGE)
def pairs() -> Response:
    """Who may be in the register twice, and what was merged lately."""
    page = queries.look_alikes(max(request.args.get("page", 1, int), 1))
    merges = queries.merges(clock.now())
    alike = (person_id for pair in page for person_id in (pair.first_id, pair.second_id))
    saw(What.LIST, [*alike, *(merge.kept_id for merge in merges)])
    return render("duplicates/pairs.html", page=page, why=words.WHY, merges=merges)


@bp.post("/find")
@allow(Permission.REGISTER_CHANGE)
def find() -> Response:
    """Look for pairs now."""
    with reading():
        found = queries.suggested()
    actions.keep(found)
    db.session.commit()
    number = queries.how_many()
    flash(ngettext("%(num)s pair looks alike.", "%(num)s pairs look alike.", number), "success")
    return see_other(url_for("duplicates.pairs"))


@bp.get("/<int:person_id>")
@allow(Permission.REGISTER_CHANGE)
def of_person(person_id: int) -> Response:
    """Choose who is the same as somebody."""
    person, typed = queries.person(person_id), request.args.get("q", "")
    others = queries.others_called(typed, person)
    saw(What.SEARCH, [one.id for one in others])
    pages = "duplicates/of_person.html", "duplicates/_others.html"
    return render(*pages, person=person, typed=typed, others=others, read=words.read)


@bp.get("/<int:one_id>/<int:other_id>")
@allow(Permission.REGISTER_CHANGE)
def compare(one_id: int, other_id: int) -> Response:
    """Two people side by side."""
    return _compare(*queries.pair(one_id, other_id))


@bp.post("/<int:one_id>/<int:other_id>/merge")
@allow(Permission.REGISTER_CHANGE)
def merge(one_id: int, other_id: int) -> Response:
    """Make them one, with the facts that were chosen."""
    kept, gone = queries.pair(one_id, other_id, for_change=True)
    taken = [field for field in FIELDS if request.form.get(field) == "gone"]
    versions = (request.form.get("kept_version", -1, int), request.form.get("gone_version", -1, int))
    chosen = {field: getattr(gone, field) for field in taken}
    try:
        actions.merge(kept, gone, chosen, versions, current_user, clock.now())
    except Refused as refused:
        db.session.rollback()
        return _refused(refused, lambda: _compare(*queries.pair(one_id, other_id), status=422))
    db.session.commit()
    flash(_("They are one now: %(name)s. You can undo it for 30 days.", name=kept.name), "success")
    return see_other(url_for("duplicates.pairs"))


@bp.post("/<int:one_id>/<int:other_id>/part")
@allow(Permission.REGISTER_CHANGE)
def part(one_id: int, other_id: int) -> Response:
    """They are two people."""
    actions.part(*queries.pair(one_id, other_id, for_change=True), current_user, clock.now())
    db.session.commit()
    flash(_("Noted: they are two people, and won’t be suggested again."), "success")
    return see_other(url_for("duplicates.pairs"))


@bp.post("/merges/<int:merge_id>/undo")
@allow(Permission.REGISTER_CHANGE)
def undo(merge_id: int) -> Response:
    """Part two people again."""
    record = queries.merge(merge_id, clock.now())
    person = actions.undo(record, current_user, clock.now())
    db.session.commit()
    flash(_("%(name)s is a person of their own again.", name=person.name), "success")
    return see_other(url_for("duplicates.pairs"))


def _refused(refused: Refused, page: Callable[[], Response]) -> Response:
    flash(str(refused.words), "error")
    return page()


def _compare(kept: Person, gone: Person, status: int = 200) -> Response:
    fields = words.choices(kept, gone)
    saw(What.PERSON, [kept.id, gone.id])
    return render("duplicates/compare.html", status=status, kept=kept, gone=gone, fields=fields)
