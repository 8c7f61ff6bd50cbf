"""``flask doctor``"""

import json
import sys
from contextlib import suppress

import click
from flask import Blueprint
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError

from chapter import clock, commands
from chapter.doctor import checks, words
from chapter.doctor.rules import Finding, State, verdict
from chapter.i18n import speaking

bp = Blueprint("doctor_cli", __name__, cli_group=None)
COLOURS = {State.BROKEN: "red", State.LOOK: "yellow", State.UNKNOWN: "white", State.WELL: "green"}
MARKS = {State.BROKEN: "BROKEN ", State.LOOK: "LOOK   ", State.UNKNOWN: "UNKNOWN", State.WELL: "WELL   "}


@bp.cli.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list and nothing else.")
@with_appcontext
def doctor(as_json: bool) -> None:
    """See whether all is well. Ends with 0 if it is, 1 if one should look at something, 2 if something is broken."""
    with suppress(DatabaseError):  # one that can't be read is what is to be found
        if commands.is_empty():
            raise click.ClickException("There is no chapter here yet. Make one with: ./run flask init")
    found = checks.gather(clock.now())
    with speaking("en"):
        if as_json:
            click.echo(json.dumps([_facts(finding) for finding in found], indent=2))
        else:
            for finding in found:
                _show(finding)
    sys.exit(verdict(found))


def _facts(finding: Finding) -> dict[str, str]:
    told = {"title": words.title(finding), "sentence": words.sentence(finding), "advice": words.advice(finding)}
    return {"check": finding.check, "state": finding.state.value, **told, "command": words.command(finding)}


def _show(finding: Finding) -> None:
    mark = click.style(MARKS[finding.state], fg=COLOURS[finding.state], bold=True)
    click.echo(f"{mark} {words.title(finding)}: {words.sentence(finding)}")
    for line in (words.advice(finding), words.command(finding)):
        if line and finding.state is not State.WELL:
            click.echo(f"        {line}")
