"""``./run flask accounts``: the first administrator."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import Blueprint, current_app

from chapter import clock, commands
from chapter.accounts import actions
from chapter.db import db
from chapter.settings.queries import chapter

bp = Blueprint("accounts_cli", __name__, cli_group="accounts")


@bp.cli.command("create-admin")
@click.option("--name", prompt="Name", help="The administrator's name.")
@click.option("--email", prompt="E-mail", help="The administrator's address.")
def create_admin(name: str, email: str) -> None:
    """Make somebody an administrator and print a link that signs them in, once."""
    if commands.is_empty():
        raise click.ClickException(
            "There is no chapter here yet. Make one with: ./run flask init --name NAME --country SE"
        )
    address = _address(email)
    here = "http://{HOST}:{PORT}".format_map(current_app.config)
    with current_app.test_request_context("/", current_app.config["CHAPTER_URL"] or here, method="POST"):
        link = actions.make_administrator(name.strip() or address, address, clock.now())
        db.session.commit()
        said = f"{name} is an administrator of {chapter().name}. This link signs them in, once, for half an hour:"
    click.echo(f"{said}\n{link}")


def _address(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise click.ClickException(f"“{text}” isn't an e-mail address: {error}") from error
