"""``./run flask messages``: what a mail server hands over."""

import os
import sys

import click
from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from chapter import clock
from chapter.db import db
from chapter.messages import bounces
from chapter.messages.rules_bounces import LARGEST

bp = Blueprint("messages_cli", __name__, cli_group="messages")


@bp.cli.command("bounced")
def bounced() -> None:
    """Note what came back, from a mail on standard input; anything else changes nothing.

    Ends well whatever the mail is, so that the mail server doesn't send it back in turn. If the database can't be
    written just now it asks the mail server to try again later.
    """
    mail = sys.stdin.buffer.read(LARGEST)
    while sys.stdin.buffer.read(LARGEST):
        pass  # a mail server whose mail isn't taken whole takes that for trouble
    try:
        is_ours = bounces.take(mail, clock.now())
        db.session.commit()
    except SQLAlchemyError:
        click.echo("The database can't be written just now.", err=True)
        sys.exit(os.EX_TEMPFAIL)
    click.echo("Noted that a mail came back." if is_ours else "No mail of ours came back; nothing was changed.")
