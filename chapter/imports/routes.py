"""A file into the register: choose it, and say what its columns are."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from chapter import clock, jobs
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import Refused
from chapter.files import unreadable
from chapter.i18n import lazy
from chapter.imports import actions, queries, routes_decide, summary, taking, telling, uploads
from chapter.imports.forms import ACCEPT, Columns, Upload, columns_form
from chapter.imports.models import ImportRun
from chapter.imports.routes_run import bp
from chapter.imports.rules import UNDO_DAYS, Stage
from chapter.media.doors import drain
from chapter.pages import render, section, see_other

__all__ = ["bp", "routes_decide"]
BESIDES = 64 * 1024
"""Bytes of a request with a file that aren't the file."""
section("register", 30, lazy("Import"), "imports.imports", Permission.REGISTER_IMPORT)


@bp.url_value_preprocessor
def _take_files(endpoint: str | None, _values: Any) -> None:
    """A file is larger than any other form; this comes before anything reads it, and the door is shut till then."""
    if endpoint == "imports.upload":
        request.max_content_length = unreadable.LARGEST + BESIDES


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    form = Upload(formdata=None)
    drain(request)
    form.file.errors = [str(unreadable.TOO_LARGE)]
    return _imports(form, 413)


@bp.get("/")
@allow(Permission.REGISTER_IMPORT)
def imports() -> Response:
    """A form for a file, and what came in before."""
    return _imports(Upload(formdata=None))


@bp.post("/")
@allow(Permission.REGISTER_IMPORT)
def upload() -> Response:
    """Read a file; its columns come next."""
    form = Upload()
    if not form.validate():
        return _imports(form, 422)
    try:
        with uploads.kept_for_a_moment(form.file.data) as path:
            run = actions.begin(path, form.name(), current_user, clock.now(), is_complete=form.is_complete.data)
    except Refused as refusal:
        db.session.rollback()
        form.file.errors = [str(refusal.words)]
        return _imports(form, 422)
    return _go_on(run)


@bp.get("/<int:run_id>/columns")
@allow(Permission.REGISTER_IMPORT)
def columns(run_id: int) -> Response:
    """What each column of the file is, as far as it was recognised."""
    run = _before(queries.run(run_id))
    form = columns_form(run.headings, telling.fields())(formdata=None)
    form.show(run.mapping)
    form.has_headings.data = bool(run.heading_row)
    return _columns(run, form)


@bp.post("/<int:run_id>/columns")
@allow(Permission.REGISTER_IMPORT)
def choose_columns(run_id: int) -> Response:
    """Take what was chosen, remember it, and compare."""
    run = _before(queries.run(run_id, lock=True))
    form = columns_form(run.headings, telling.fields())()
    if not form.validate():
        return _columns(run, form, 422)
    try:
        actions.choose_mapping(run, form.mapping(), clock.now(), has_headings=form.has_headings.data)
    except (actions.NoNames, actions.Twice) as refusal:
        form.form_errors.append(str(refusal.words))
        return _columns(run, form, 422)
    return _go_on(run)


@bp.post("/<int:run_id>/sheet")
@allow(Permission.REGISTER_IMPORT)
def choose_sheet(run_id: int) -> Response:
    """Read another sheet of the workbook."""
    run = queries.run(run_id, lock=True)
    actions.choose_sheet(run, request.form.get("sheet", 0, int), clock.now())
    db.session.commit()
    return see_other(url_for("imports.columns", run_id=run.id))


def _before(run: ImportRun) -> ImportRun:
    """``run``, if its columns can still be chosen."""
    if run.stage not in actions.BEFORE:
        raise actions.NotNow
    return run


def _go_on(run: ImportRun) -> Response:
    db.session.commit()
    if run.stage is Stage.COMPARING:
        jobs.soon()
    return see_other(url_for("imports.run", run_id=run.id))


def _imports(form: Upload, status: int = 200) -> Response:
    now = clock.now()
    return render(
        "imports/imports.html",
        status=status,
        form=form,
        page=queries.runs(max(request.args.get("page", 1, int), 1)),
        state=lambda run: summary.state(run, queries.undo_until(run, now)),
        brought=summary.brought,
        accept=ACCEPT,
        megabytes=unreadable.LARGEST >> 20,
        undo_days=UNDO_DAYS,
    )


def _columns(run: ImportRun, form: Columns, status: int = 200) -> Response:
    unknown = taking.unknown_headings(run)
    return render(
        "imports/columns.html", status=status, run=run, form=form, samples=queries.samples(run), unknown=unknown
    )
