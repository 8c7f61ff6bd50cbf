"""``flask jobs …``"""

import json
from datetime import datetime
from typing import Any

import click
from flask import Blueprint

from chapter import clock, commands, jobs
from chapter.background import queries, words
from chapter.background.queries import Line
from chapter.background.rules import State
from chapter.i18n import local, speaking
from chapter.ledger import Outcome

bp = Blueprint("background_cli", __name__, cli_group="jobs")


@bp.cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list and nothing else; times are UTC.")
def list_jobs(as_json: bool) -> None:
    """What runs in the background: how often, when it last ran, when it is due, how it stands."""
    _need_chapter()
    now = clock.now()
    lines = queries.lines(now).all
    if as_json:
        click.echo(json.dumps([_facts(line) for line in lines], indent=2))
        return
    with speaking("en"):
        rows = [("NAME", "HOW OFTEN", "LAST RUN", "NEXT", "STATE"), *(_row(line, now) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        click.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]))
    if queries.is_standing_still(now):
        commands.warn("the background worker isn't running. Start Chapter with: ./run live")


@bp.cli.command("run")
@click.argument("name")
def run_job(name: str) -> None:
    """Run the job NAME now, whatever the clock says."""
    _need_chapter()
    try:
        end = jobs.run(name)
    except KeyError as error:
        raise click.ClickException(f"There is no job “{name}”. See them all with: ./run flask jobs list") from error
    except jobs.BusyError as error:
        raise click.ClickException(f"{name} is being run just now. Try again when it has ended.") from error
    if end.outcome is Outcome.FAILED:
        raise click.ClickException(f"{name} failed: {end.error}.")
    if end.outcome is Outcome.CUT_OFF:
        raise click.ClickException(f"{name} took longer than its lease, and somebody else runs it now.")
    with speaking("en"):
        click.echo(f"{name} is done: {words.did(end.did) or 'nothing to report'}.")


def _need_chapter() -> None:
    if commands.is_empty():
        raise click.ClickException(
            "There is no chapter here yet. Make one with: ./run flask init --name NAME --country SE"
        )


def _row(line: Line, now: datetime) -> tuple[str, ...]:
    began = _shown(line.row.began_at) if line.row.began_at else "never"
    due = "now" if line.due <= now or line.state is State.ASKED else _shown(line.due)
    state = str(words.STATES[line.state]).lower()
    if line.row.failures:
        state += f" ({line.row.failures}): {words.trouble(line.latest)}"
    return line.job.name, words.how_often(line.job.rhythm).lower(), began, due, state


def _shown(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


def _facts(line: Line) -> dict[str, Any]:
    """A job, for other programs."""
    with speaking("en"):
        how_often = words.how_often(line.job.rhythm)
    moments = {"last_began": line.row.began_at, "last_ended_well": line.row.well_at, "next_due": line.due}
    return {
        "name": line.job.name,
        "how_often": how_often,
        "state": line.state.value,
        "failures": line.row.failures,
        "error": line.latest.error if line.latest else None,
        "did": line.latest.did if line.latest else None,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }
