"""One import: how far it has come, what it would change, bringing it in, and taking it back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, flash, request, stream_with_context, url_for
from flask_login import current_user

from chapter import clock, jobs
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _, number
from chapter.imports import actions, queries, summary, telling
from chapter.imports.forms import Apply
from chapter.imports.models import ImportRun
from chapter.imports.rules import Kind, Stage
from chapter.pages import file_response, render, see_other, wants_fragment
from chapter.spreadsheet import csv_chunks, file_name

bp = Blueprint("imports", __name__, url_prefix="/imports")
PARTS = {stage: f"imports/_{stage}.html" for stage in (Stage.READY, Stage.DONE, Stage.FAILED)} | {
    Stage.COMPARING: "imports/_progress.html",
    Stage.APPLYING: "imports/_progress.html",
    Stage.UNDONE: "imports/_done.html",
}
"""What the page of an import shows at each stage; the first has a page of its own."""


@bp.errorhandler(Refused)
def _refused(refusal: Refused) -> Response:
    """Say why not, on the page that shows how things are now: somebody else may have been quicker."""
    db.session.rollback()
    flash(str(refusal.words), "warning")
    return _to(request.view_args["run_id"]) if request.view_args else see_other(url_for("imports.imports"))


@bp.get("/<int:run_id>/")
@allow(Permission.REGISTER_IMPORT)
def run(run_id: int) -> Response:
    """Where an import is on its way: in the works, to be looked at, in the register."""
    run = queries.run(run_id)
    if run.stage is Stage.MAPPING:
        return see_other(url_for("imports.columns", run_id=run.id))
    if wants_fragment() and run.stage not in summary.DOING:
        return _to(run.id)
    return _page(run, Apply(formdata=None))


@bp.post("/<int:run_id>/apply")
@allow(Permission.REGISTER_IMPORT)
def apply(run_id: int) -> Response:
    """Bring it in; the background does it."""
    run, form = queries.run(run_id, lock=True), Apply()
    try:
        actions.apply(run, current_user, clock.now(), confirmed=form.typed())
    except actions.Stop:
        form.number.errors = [_("Write the number that stands above. Nothing has changed yet.")]
        return _page(run, form, 422)
    except actions.Stale as stale:
        flash(str(stale.words), "warning")
    db.session.commit()
    jobs.soon()
    return _to(run.id)


@bp.get("/<int:run_id>/undo")
@allow(Permission.REGISTER_IMPORT)
def ask_undo(run_id: int) -> Response:
    """Ask whether the whole import shall be taken back."""
    run = queries.run(run_id)
    actions.may_undo(run, clock.now())
    return render("imports/undo.html", run=run)


@bp.post("/<int:run_id>/undo")
@allow(Permission.REGISTER_IMPORT)
def undo(run_id: int) -> Response:
    """Take the whole import back."""
    run = queries.run(run_id, lock=True)
    actions.undo(run, current_user, clock.now())
    db.session.commit()
    flash(_("The import is undone."), "success")
    return _to(run.id)


@bp.post("/<int:run_id>/drop")
@allow(Permission.REGISTER_IMPORT)
def drop(run_id: int) -> Response:
    """Forget a file that wasn't brought in."""
    actions.drop(queries.run(run_id, lock=True))
    db.session.commit()
    flash(_("The file is forgotten. Nothing has changed."), "success")
    return see_other(url_for("imports.imports"))


@bp.get("/<int:run_id>/unusable.csv")
@allow(Permission.REGISTER_IMPORT)
def unusable_csv(run_id: int) -> Response:
    """The rows that can't be used, with the reason of each, to be mended."""
    run = queries.run(run_id)
    text, errors = stream_with_context(csv_chunks(_to_mend(run))), _("errors")
    return file_response(text, "text/csv", file_name(f"{Path(run.file_name).stem} {errors}"))


def _to_mend(run: ImportRun) -> Iterator[list[str]]:
    yield [_("Row"), _("Reason"), *run.headings]
    for row in queries.unusable_rows(run):
        yield [str(row.number), "; ".join(telling.problems(row)), *row.cells]


def _to(run_id: int) -> Response:
    return see_other(url_for("imports.run", run_id=run_id))


def _page(run: ImportRun, form: Apply, status: int = 200) -> Response:
    context: dict[str, Any] = {"run": run, "part": PARTS[run.stage], "titles": summary.TITLES}
    if run.stage in summary.DOING:
        context["doing"] = summary.DOING[run.stage]
    elif run.stage is Stage.READY:
        context |= _rows(run) | _choices(run) | {"form": form}
    elif run.stage is Stage.FAILED:
        context["why"] = summary.FAILURES.get(run.failure, run.failure)
    else:
        context |= _rows(run) | {"until": queries.undo_until(run, clock.now()), "said": summary.did(run)}
        context["later"] = queries.latest_after(run)
    return render("imports/run.html", fragment="imports/_progress.html", status=status, **context)


def _choices(run: ImportRun) -> dict[str, Any]:
    """What happens if it is brought in now, and what there is to decide before."""
    doubtful, conflicts = queries.doubtful_left(run), queries.conflicts_left(run)
    return {
        "said": summary.would(run, doubtful),
        "besides": summary.would_not(run, doubtful, conflicts),
        "stop": queries.too_much(run),
        "doubtful": queries.next_doubtful(run) if doubtful else None,
        "doubtful_left": doubtful,
        "conflicts_left": conflicts,
    }


def _rows(run: ImportRun) -> dict[str, Any]:
    """One page of one kind of rows, and the way to the others."""
    counts = [(kind, run.counts.get(kind, 0)) for kind in summary.KINDS]
    first = next((kind for kind, many in _there(run) if many), Kind.NEW)
    asked = request.args.get("kind", "")
    kind = Kind(asked) if asked in set(Kind) else first
    return {
        "counts": [(summary.KINDS[kind], many) for kind, many in counts if many],
        "shelves": _shelves(run, kind),
        "kind": kind,
        "page": queries.rows_of(run, kind, max(request.args.get("page", 1, int), 1)),
        "told": telling.told(run),
        "nothing": summary.NOTHING[kind],
    }


def _shelves(run: ImportRun, shown: Kind) -> list[tuple[str, str, bool]]:
    """The way to each kind of rows that there are, and to the conflicts: label, address, whether one is there."""
    shelves = [
        (
            _shelf(summary.KINDS[kind], many),
            url_for("imports.run", run_id=run.id, kind=kind, _anchor="rows"),
            kind == shown,
        )
        for kind, many in _there(run)
        if many or kind == shown
    ]
    contested = queries.contested(run) if run.stage is Stage.READY else 0
    if contested:
        shelves.insert(2, (_shelf(_("Conflicts"), contested), url_for("imports.conflicts", run_id=run.id), False))
    return shelves


def _there(run: ImportRun) -> list[tuple[Kind, int]]:
    """How many rows there are of each kind; those of people who went again went with them."""
    return [(kind, run.counts.get(kind, 0)) for kind in summary.KINDS if not (run.undone_at and kind is Kind.NEW)]


def _shelf(label: Any, many: int) -> str:
    return f"{label} ({number(many)})"
