"""``flask db copy | encrypt | decrypt``, beside what Flask-Migrate has there."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_migrate.cli import db as group

from chapter import commands, connecting, health
from chapter.backups.copying import CantCopy, Misfit, copy, is_plain, new_key, turn
from chapter.backups.present import is_in_use
from chapter.config import data_folder, setting
from chapter.db import is_sqlite

KEY = "CHAPTER_DATABASE_KEY_FILE"


@group.command("copy")
@click.argument("url")
@click.option("--key-file", type=click.Path(path_type=Path, exists=True), help="Encrypt SQLite's file with this key.")
@with_appcontext
def copy_to(url: str, key_file: Path | None) -> None:
    """Copy the whole chapter to the empty database URL: postgresql://… or sqlite:///FILE; - asks for it.

    What stands on the command line is seen by everybody on the machine, also a password.
    """
    if commands.is_empty() or health.revision() != health.newest():
        raise click.ClickException("There is no chapter here, or it isn't up to date. Try: ./run flask check")
    _need_quiet()
    url = click.prompt("The new database's address", hide_input=True) if url == "-" else url
    try:
        counts = copy(url, key_file)
    except (CantCopy, Misfit) as error:
        raise click.ClickException(f"Nothing was copied: {error}.") from None
    except OSError as error:
        raise click.ClickException(f"Nothing was copied: {error.strerror}.") from None
    click.echo(
        f"Copied {sum(counts.values())} rows in {sum(map(bool, counts.values()))} tables, and compared them all."
    )
    if url.startswith("sqlite"):
        click.echo("Put the file in the data folder as chapter.db, and leave CHAPTER_DATABASE_URL empty.")
    else:
        click.echo("Set CHAPTER_DATABASE_URL to it, and start Chapter. What is here stays until you delete it.")


@group.command("encrypt")
@click.argument("key_file", type=click.Path(path_type=Path))
@with_appcontext
def encrypt(key_file: Path) -> None:
    """Encrypt the chapter's database with the key in KEY_FILE, which is made if there is none."""
    _turn(key_file, is_to_be_plain=False)
    click.echo(
        "The database is encrypted, and the old file is overwritten."
        f"\nSet {KEY}={key_file.absolute()} and start Chapter."
        "\nKeep a copy of the key elsewhere: without it nobody can open the database. Backups have a key of their own."
    )


@group.command("decrypt")
@with_appcontext
def decrypt() -> None:
    """Decrypt the chapter's database, so that it needs no key any more."""
    if not setting(KEY):
        raise click.ClickException(f"{KEY} says which key opens it. It isn't set.")
    _turn(Path(setting(KEY)), is_to_be_plain=True)
    click.echo(f"The database is decrypted. Leave {KEY} empty, and start Chapter.")


def _turn(key_file: Path, is_to_be_plain: bool) -> None:
    file = data_folder() / "chapter.db"
    if not is_sqlite() or not file.exists():
        raise click.ClickException("There is no database of SQLite here.")
    if is_plain(file) is bool(setting(KEY)) and is_plain(file) is not is_to_be_plain:
        raise click.ClickException(f"{KEY} isn't as the database is: set it if it is encrypted, else leave it empty.")
    if is_plain(file) is not is_to_be_plain:
        _need_quiet()
    try:
        if not is_to_be_plain and is_plain(file):
            new_key(key_file)
        turn(connecting.key_in(key_file), is_to_be_plain)
    except CantCopy as error:
        raise click.ClickException(f"Nothing was changed: {error}.") from None
    except OSError as error:
        raise click.ClickException(f"It isn't done: {error.strerror}. What is here can still be used.") from None


def _need_quiet() -> None:
    if is_in_use():
        raise click.ClickException("Chapter is running. Stop it first, such as with: systemctl stop chapter")
