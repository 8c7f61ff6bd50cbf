"""What a person decides of a file's rows: whether it is the same person, and whose facts are kept."""

from typing import Any

from flask import Response, abort, flash, request, url_for

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import _, ngettext
from chapter.imports import actions, queries, telling
from chapter.imports.forms import KEEPS, chosen
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.routes_run import bp
from chapter.imports.rules import Kind, Stage
from chapter.pages import render, see_other
from chapter.people.looks import What, saw


@bp.get("/<int:run_id>/rows/<int:row_id>")
@allow(Permission.REGISTER_IMPORT)
def row(run_id: int, row_id: int) -> Response:
    """A doubtful row beside those in the register whom it may be about."""
    run = _ready(run_id)
    row = _doubtful(run, row_id)
    following = queries.next_doubtful(run, row.number)
    candidates = queries.candidates(row)
    saw(What.FILE, [person.id for person in candidates])
    return render(
        "imports/row.html",
        run=run,
        row=row,
        said=telling.in_file(row),
        candidates=[(person, *telling.in_register(person, row)) for person in candidates],
        why=telling.DOUBTS[row.why] if row.why else "",
        decided=telling.decided(row),
        left=queries.doubtful_left(run),
        next_id=following.id if following and following.id != row.id else None,
    )


@bp.post("/<int:run_id>/rows/<int:row_id>")
@allow(Permission.REGISTER_IMPORT)
def decide(run_id: int, row_id: int) -> Response:
    """Say of a doubtful row whom it is about; then the next one."""
    run = queries.run(run_id, lock=True)
    row, who = _doubtful(run, row_id), request.form.get("who", "")
    if who not in ("new", "out", *map(str, row.candidates)):
        abort(422)
    actions.decide(row, {who: True} if who in ("new", "out") else {"same": int(who)}, clock.now())
    following = queries.next_doubtful(run, row.number)
    db.session.commit()
    if following:
        return see_other(url_for("imports.row", run_id=run.id, row_id=following.id))
    flash(_("You have decided on every doubtful row."), "success")
    return see_other(url_for("imports.run", run_id=run.id))


@bp.get("/<int:run_id>/conflicts")
@allow(Permission.REGISTER_IMPORT)
def conflicts(run_id: int) -> Response:
    """What was changed here since the last import, and is different in the file."""
    page = queries.conflict_rows(_ready(run_id), _page())
    saw(What.FILE, [row.person_id for row in page])
    return render("imports/conflicts.html", run=queries.run(run_id), page=page, told=telling.told_conflicts)


@bp.post("/<int:run_id>/conflicts")
@allow(Permission.REGISTER_IMPORT)
def settle(run_id: int) -> Response:
    """Keep ours or take the file's, as chosen on one page."""
    run, choices, now = queries.run(run_id, lock=True), chosen(request.form), clock.now()
    page = queries.conflict_rows(run, _page())
    for row in page.items:
        fields = {name: value for name, value in choices.get(row.id, {}).items() if name in row.conflicts}
        if fields:
            actions.decide(row, {"fields": fields}, now)
    left, there = queries.conflicts_left(run), page.next_num if page.has_next else None
    db.session.commit()
    flash(_said_of_conflicts(left), "success")
    return see_other(_conflicts_at(run, there) if left and there else url_for("imports.run", run_id=run.id))


@bp.get("/<int:run_id>/conflicts/all")
@allow(Permission.REGISTER_IMPORT)
def ask_all(run_id: int) -> Response:
    """Ask whether ours, or the file's, shall be kept in every conflict."""
    run, keep = _ready(run_id), request.args.get("keep", "")
    if keep not in KEEPS:
        raise Missing
    return render("imports/ask_all.html", run=run, keep=keep, many=queries.contested(run))


@bp.post("/<int:run_id>/conflicts/all")
@allow(Permission.REGISTER_IMPORT)
def settle_all(run_id: int) -> Response:
    """Keep ours, or take the file's, in every conflict."""
    run, keep = queries.run(run_id, lock=True), request.form.get("keep", "")
    if keep not in KEEPS:
        abort(422)
    actions.decide_all(run, keep, clock.now())
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for("imports.run", run_id=run.id))


def _ready(run_id: int) -> ImportRun:
    """An import that can be decided on; one that has gone on is shown as it is now."""
    run = queries.run(run_id)
    if run.stage is not Stage.READY:
        raise actions.NotNow
    return run


def _doubtful(run: ImportRun, row_id: int) -> ImportRow:
    row = queries.row(run, row_id)
    if row.kind is not Kind.DOUBTFUL:
        raise Missing
    return row


def _page() -> int:
    return max(request.args.get("page", 1, int), 1)


def _conflicts_at(run: ImportRun, page: Any) -> str:
    return url_for("imports.conflicts", run_id=run.id, page=page)


def _said_of_conflicts(left: int) -> str:
    if not left:
        return _("Saved. You have chosen in every conflict.")
    return ngettext(
        "Saved. For %(num)s person nothing is chosen yet.", "Saved. For %(num)s people nothing is chosen yet.", left
    )
