"""``flask people …``"""

import os
from pathlib import Path

import click
from flask import Blueprint

from chapter import clock
from chapter.db import db, reading
from chapter.exports import actions, queries, words
from chapter.exports.rules import COLUMNS, Kind
from chapter.i18n import speaking
from chapter.register import commands_import
from chapter.searches.queries import finds, search_named
from chapter.searches.rules import EVERYBODY
from chapter.spreadsheet import csv_chunks

bp = Blueprint("people_cli", __name__, cli_group="people")


@bp.cli.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--complete", is_flag=True, help="The file has everybody: who isn't in it is noted as missing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--sheet", type=click.IntRange(1), help="Which sheet of a workbook; by default the first with headings.")
@click.option("--sure", is_flag=True, help="Go on even if more than 30 % of the register would change or be missing.")
def import_file(file: Path, dry_run: bool, complete: bool, as_json: bool, sheet: int | None, sure: bool) -> None:
    """Bring the people in FILE (CSV, XLSX, XLS or ODS) into the register.

    Known headings are the usual ones in Swedish, Norwegian, Danish and English, and the names of the code.
    What is in doubt is left out and counted.
    """
    with speaking("en"), commands_import.taken_in(file, complete, sheet) as run:
        commands_import.compare(run)
        commands_import.say(run, as_json, dry_run)
        if not dry_run:
            commands_import.bring_in(run, sure)


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
    db.session.commit()
    private = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(private, 0o600)
    with open(private, "w", encoding="utf-8", newline="") as out, reading():
        out.writelines(csv_chunks(rows, ",", mark=False))
    click.echo(f"{export.number} people are in {file}.", err=True)
