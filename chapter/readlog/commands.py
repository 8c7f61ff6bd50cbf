"""The command line: whether the log is as it was written."""

import click
from flask import Blueprint

from chapter.db import reading
from chapter.readlog import queries, words

bp = Blueprint("readlog_commands", __name__, cli_group="readlog")


@bp.cli.command()
def verify() -> None:
    """Walk the log of who looked at whom, and say whether anything was changed, removed or put in."""
    with reading():
        verdict = queries.verify()
    if verdict.fault:
        raise click.ClickException(f"Entry {verdict.number} of the read log {words.FAULTS[verdict.fault]}.")
    click.echo(f"The read log is as it was written: {verdict.holding} entries.")
