"""``flask people …``"""

import os
from pathlib import Path

import click
from flask import Blueprint

from chapter import clock
from chapter.db import db
from chapter.exports import actions, queries, words
from chapter.exports.rules import COLUMNS, Kind
from chapter.imports import comparing as importing
from chapter.imports import rules_legacy as rules
from chapter.searches.queries import finds, search_named
from chapter.searches.rules import EVERYBODY
from chapter.spreadsheet import csv_chunks

bp = Blueprint("people_cli", __name__, cli_group="people")


@bp.cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def import_file(file: Path, dry_run: bool) -> None:
    """Bring the people in FILE (CSV) into the register.

    Columns: name (or first and last name), e-mail, mobile, town, postcode, birth year, joined, tags.
    """
    try:
        sheet = rules.read(file.read_bytes())
    except rules.NoHeadings:
        raise click.ClickException(
            f"{file.name}: the first row has no heading for the names. Call the columns name, e-mail, mobile …"
        ) from None
    with click.progressbar(length=len(sheet.rows), label="Reading", show_eta=len(sheet.rows) > 1000) as bar:
        report = importing.bring_in(sheet, clock.now(), lambda: bar.update(1))
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    _say(sheet, report, dry_run)


def _say(sheet: rules.Sheet, report: importing.Report, dry_run: bool) -> None:
    for bad in report.unusable:
        heading = sheet.headings.get(bad.column, bad.column)
        click.echo(f"Row {bad.row}, {heading}: {bad.reason}. Skipped.", err=True)
    counts = {"new": report.new, "changed": report.changed, "same": report.same, "unusable": len(report.unusable)}
    click.echo(", ".join(f"{number} {word}" for word, number in counts.items()) + ".")
    if dry_run:
        click.echo("This was a dry run: nothing was changed.")


@bp.cli.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--search", "name", help="Only those whom this saved search finds.")
def export_file(file: Path, name: str | None) -> None:
    """Write the register to FILE as CSV (UTF-8, comma), with the names of the code as headings."""
    search = search_named(name) if name else None
    if name and search is None:
        raise click.ClickException(f"There is no saved search called “{name}”.")
    wanted = finds(search.criteria if search else EVERYBODY)
    export = actions.take_out([wanted], Kind.COMMAND, COLUMNS, None, clock.now(), who=name or "")
    rows = words.plain_rows(queries.facts(queries.exported(export)), COLUMNS)
    private = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(private, "w", encoding="utf-8", newline="") as out:
        out.writelines(csv_chunks(rows, ",", mark=False))
    db.session.commit()
    click.echo(f"{export.number} people are in {file}.", err=True)
