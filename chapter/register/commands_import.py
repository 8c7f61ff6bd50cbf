"""``flask people import``, step by step: the same as on the page, in the foreground."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from chapter import clock
from chapter.db import db
from chapter.errors import Refused
from chapter.files.words import REASONS
from chapter.imports import actions, applying, comparing, keeping, queries
from chapter.imports.models import ImportRun
from chapter.imports.rules import WAITING, Kind, Stage

LINE = Kind.NEW, Kind.CHANGED, Kind.SAME, Kind.UNUSABLE


@contextmanager
def taken_in(file: Path, is_complete: bool, sheet: int | None) -> Iterator[ImportRun]:
    """The import of ``file``, ready to be compared; forgotten afterwards unless it was brought in."""
    if not file.is_file():
        raise click.ClickException(f"{file}: {'this is not a file' if file.exists() else 'there is no such file'}.")
    place = sheet - 1 if sheet else None
    try:
        run = actions.begin(file, file.name, None, clock.now(), is_complete, place, in_foreground=True)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}.") from error
    except Refused as refusal:
        raise click.ClickException(f"{file.name}: {refusal.words}") from refusal
    db.session.commit()
    try:
        _need_names(run)
        yield run
    finally:
        db.session.rollback()
        if run.stage in WAITING:
            actions.drop(run)
            db.session.commit()


def _need_names(run: ImportRun) -> None:
    """Go on if it is known where the names are; other headings that nobody knows are left out, and told."""
    if run.stage is Stage.COMPARING:
        return
    try:
        actions.choose_mapping(run, {int(place): name for place, name in run.mapping.items()}, clock.now(), False)
    except actions.NoNames:
        raise click.ClickException(
            f"{run.file_name}: the first row has no heading for the names. Call the columns name, e-mail, mobile …"
        ) from None
    unknown = [name for place, name in enumerate(run.headings) if name and str(place) not in run.mapping]
    if unknown:
        click.echo(f"Columns left out: {', '.join(unknown)}.", err=True)
    db.session.commit()


def compare(run: ImportRun) -> None:
    """Compare the file with the register, with a bar of how far it has come."""
    with click.progressbar(length=run.total, label="Comparing", file=sys.stderr) as bar:
        for rows in comparing.compare(run.id):
            db.session.commit()
            bar.update(rows)
    db.session.refresh(run)


def say(run: ImportRun, as_json: bool, is_dry: bool) -> None:
    """Say what the file brings: one object on stdout, or lines for people."""
    problems = list(_problems(run))
    if as_json:
        counts = {kind.value: run.counts[kind] for kind in Kind}
        more = {"conflicts": queries.conflicts_left(run), "skipped": run.counts["skipped"]}
        click.echo(json.dumps({**counts, **more, "problems": problems}, ensure_ascii=False))
    else:
        _say_lines(run, problems, is_dry)


def _problems(run: ImportRun) -> Iterator[dict[str, Any]]:
    for row in queries.unusable_rows(run):
        for column, reason in row.problems.items():
            yield {"row": row.number, "column": column, "reason": str(REASONS.get(reason, reason))}


def _say_lines(run: ImportRun, problems: list[dict[str, Any]], is_dry: bool) -> None:
    headings = {field: run.headings[int(place)] for place, field in run.mapping.items()}
    for bad in problems:
        column = headings.get(bad["column"]) or headings.get("first_name") or bad["column"]
        reason = bad["reason"][0].lower() + bad["reason"][1:]
        click.echo(f"Row {bad['row']}, {column}: {reason} Skipped.", err=True)
    click.echo(", ".join(f"{run.counts[kind]} {kind}" for kind in LINE) + ".")
    if doubtful := run.counts[Kind.DOUBTFUL]:
        click.echo(f"{doubtful} doubtful: left out. Bring the file in on the page Import to decide on them.")
    if conflicts := queries.conflicts_left(run):
        click.echo(f"{conflicts} with something that was edited here since: ours is kept.")
    if run.is_complete:
        click.echo(f"{run.counts[Kind.MISSING]} missing.")
    if is_dry:
        click.echo("This was a dry run: nothing was changed.")


def bring_in(run: ImportRun, is_sure: bool) -> None:
    """Write it into the register; if others changed it meanwhile, compare again first."""
    while run.stage is not Stage.DONE:
        try:
            actions.apply(run, None, clock.now(), _confirmed(run, is_sure))
            db.session.commit()
            name = applying.bring_in(run.id, clock.now())
            db.session.commit()
            keeping.remove(name)
        except actions.Stale:
            click.echo("The register has changed meanwhile: comparing again.", err=True)
        db.session.commit()
        db.session.refresh(run)
        if run.stage is Stage.COMPARING:
            compare(run)


def _confirmed(run: ImportRun, is_sure: bool) -> str:
    """What was typed to go on although much would change. Refuses if nobody is there to ask."""
    limit = queries.too_much(run)
    if limit is None or is_sure:
        return str(limit.number) if limit else ""
    what = f"{limit.number} of {limit.register} people in the register would change or be missing."
    if not is_terminal():
        raise click.ClickException(f"{what} Nothing was changed. If that is right, add --sure.")
    typed = click.prompt(f"{what} Type {limit.number} to go on", default="", show_default=False, err=True)
    if typed.strip() != str(limit.number):
        raise click.ClickException("Nothing was changed.")
    return typed


def is_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()
