"""Taking people out of the register: who, what and why; then the file or the page; and the log of it all."""

from typing import Any

from flask import Blueprint, Response, flash, request, stream_with_context, url_for
from flask_login import current_user

from chapter import clock, spreadsheet
from chapter.access import Permission, allow
from chapter.db import db
from chapter.exports import actions, queries, words
from chapter.exports.forms import ExportForm
from chapter.exports.models import Export
from chapter.exports.rules import BATCH, FILES, Kind
from chapter.i18n import _, lazy, local
from chapter.pages import file_response, render, section, see_other
from chapter.searches.asked import Asked, asked

bp = Blueprint("exports", __name__, url_prefix="/exports")
WITHIN = "exports.new", "exports.take_out", "exports.export"
section("register", 80, lazy("Exports"), "exports.log", Permission.REGISTER_EXPORT, *WITHIN)


@bp.get("/")
@allow(Permission.REGISTER_EXPORT)
def log() -> Response:
    """What went out, the latest first."""
    page = queries.exports(max(request.args.get("page", 1, int), 1))
    return render("exports/log.html", page=page, kinds=words.KINDS, what=words.what)


@bp.get("/new")
@allow(Permission.REGISTER_EXPORT)
def new() -> Response:
    """Who it would be, and what it's for."""
    return _page(ExportForm(formdata=None), asked(request.args))


@bp.post("/new")
@allow(Permission.REGISTER_EXPORT)
def take_out() -> Response:
    """Note it, then on to the file."""
    form, wanted = ExportForm(), asked(request.args)
    if not form.validate() or wanted.is_garbled:
        return _page(form, wanted, 422)
    who = "; ".join(wanted.in_words())
    export = actions.take_out(
        wanted.where(), Kind(form.kind.data), form.facts.data or [], current_user, clock.now(), form.why.data or "", who
    )
    db.session.commit()
    return see_other(url_for("exports.export", export_id=export.id))


@bp.get("/<int:export_id>")
@allow(Permission.REGISTER_EXPORT)
def export(export_id: int) -> Response:
    """What was asked for: the file to save, the labels, or the addresses to copy."""
    export = queries.export_for(current_user, export_id, clock.now())
    if export.kind is Kind.LABELS:
        people = queries.facts(queries.exported(export))
        return render("exports/labels.html", export=export, people=people)
    batches = _batches(export) if export.kind is Kind.EMAILS else []
    return render("exports/export.html", export=export, kinds=words.KINDS, what=words.what, batches=batches)


@bp.get("/<int:export_id>/file")
@allow(Permission.REGISTER_EXPORT)
def file(export_id: int) -> Response:
    """The file itself."""
    export = queries.export_for(current_user, export_id, clock.now())
    rows = words.rows(queries.facts(queries.exported(export)), export.fields)
    title = _("Register")
    name = spreadsheet.file_name(f"{title} {local(export.at).date()}", export.kind)
    if export.kind is Kind.XLSX:
        return file_response(spreadsheet.xlsx(rows, title), FILES[Kind.XLSX], name)
    text = spreadsheet.csv_chunks(words.for_csv(rows))
    return file_response(stream_with_context(text), FILES[Kind.CSV], name)


def _page(form: ExportForm, wanted: Asked, status: int = 200) -> Response:
    if wanted.is_garbled:
        flash(_("That search can’t be read any more. Go back to the list and choose anew."), "error")
    number = 0 if wanted.is_garbled else wanted.count()
    return render("exports/new.html", status=status, form=form, number=number, said=wanted.in_words())


def _batches(export: Export) -> list[list[Any]]:
    """The addresses, so many as one mail takes at a time; the same address once."""
    people = queries.facts(queries.exported(export))
    addresses = list(dict.fromkeys(person["email"] for person in people if person["email"]))
    return [addresses[start : start + BATCH] for start in range(0, len(addresses), BATCH)]
