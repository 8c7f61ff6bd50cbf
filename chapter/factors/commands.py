"""``./run flask accounts reset-factors``: for the only administrator, who has lost the phone."""

import click
from flask import Blueprint, current_app

from chapter import clock
from chapter.accounts.commands import bp as accounts
from chapter.accounts.queries import by_email
from chapter.db import db
from chapter.factors import actions

bp = Blueprint("factors_cli", __name__, cli_group=None)


@accounts.cli.command("reset-factors")
@click.argument("email")
def reset_factors(email: str) -> None:
    """Take away all passkeys, the code app and the recovery codes of an account; they sign in by link or password."""
    account = by_email(email)
    if account is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    here = "http://{HOST}:{PORT}".format_map(current_app.config)
    with current_app.test_request_context("/", current_app.config["CHAPTER_URL"] or here, method="POST"):
        actions.reset(account, None, clock.now())
        db.session.commit()
    click.echo(f"{account.name} signs in without a second step now, and has been told so by mail.")
