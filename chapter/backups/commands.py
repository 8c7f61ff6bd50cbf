"""``flask backup …``"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from flask import Blueprint

from chapter import clock, commands
from chapter.backups import actions, erased, present, queries, streams
from chapter.backups.models import Backup
from chapter.backups.opening import Broken, Misfit, WrongKey, is_encrypted, opened
from chapter.backups.restoring import Found, restore, verify
from chapter.backups.rules import MARGIN, size
from chapter.db import db, reading

bp = Blueprint("backups_cli", __name__, cli_group="backup")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
IDENTITY = click.option(
    "--identity", type=click.Path(path_type=Path, allow_dash=True), help="The file with the secret key; - asks for it."
)


@bp.cli.command("now")
@click.option("--plain", is_flag=True, help="Don't encrypt it: anybody who gets the file can read it.")
def back_up(plain: bool) -> None:
    """Take a backup while all goes on, delete those whose time is over, and take them elsewhere."""
    _need_chapter()
    now = clock.now()
    noted = actions.back_up(now, plain)
    db.session.commit()
    gone = actions.rotate(now)
    db.session.commit()
    actions.take_away(noted, now)
    db.session.commit()
    if noted.error:
        raise click.ClickException(noted.error)
    click.echo(
        f"Saved {noted.rows} rows and {noted.uploads} uploads to {queries.folder() / noted.file} ({size(noted.bytes)})."
    )
    if gone:
        click.echo(f"Deleted {gone} whose time is over.")
    if noted.not_taken_away:
        commands.warn(f"it wasn't taken elsewhere: {noted.not_taken_away}.")
    if noted.taken_away_at:
        click.echo("It was taken elsewhere too.")


@bp.cli.command("list")
def list_backups() -> None:
    """The backups that there are, the newest first."""
    has_rows = not commands.is_empty()
    with reading():
        for file in queries.files():
            click.echo("  ".join(_facts(file, queries.row_of(file.path.name) if has_rows else None)))
    if not queries.files():
        click.echo("There are no backups yet. Take one with: ./run flask backup now")


def _facts(file: queries.File, row: Backup | None) -> list[str]:
    words = [f"{file.at:%Y-%m-%d %H:%M} UTC", size(file.size).rjust(8), str(file.path)]
    words += [] if file.is_encrypted else ["not encrypted"]
    words += [f"verified {row.verified_at:%Y-%m-%d}"] if row and row.verified_at else []
    return words + ([f"taken elsewhere {row.taken_away_at:%Y-%m-%d}"] if row and row.taken_away_at else [])


@bp.cli.command("keys")
def keys() -> None:
    """Make a key pair: a secret to keep elsewhere, and the half that the server encrypts with."""
    secret, public = streams.new_key()
    click.echo(
        f"The secret key, shown this once. Put it in a password manager, and on paper in a drawer that two people know;"
        f"\nnever on this server. Without it no backup can be opened, by nobody:\n\n    {secret}\n"
        f"\nThe public key is for the server. Set it (several, for several people, stand apart by a space):"
        f'\n\n    CHAPTER_BACKUP_KEY="{public}"'
    )


@bp.cli.command("verify")
@click.argument("file", type=FILE, required=False)
@IDENTITY
def verify_backup(file: Path | None, identity: Path | None) -> None:
    """Restore FILE, by default the newest, into a folder that goes again, and count everything in it."""
    file = (file or _newest()).absolute()
    with _in_words(file):
        found = verify(file, _keys(file, identity))
    _say(found)
    if found.lost:
        raise click.ClickException(_lost(found))
    if not commands.is_empty():
        actions.note_verified(file.name, clock.now())
        db.session.commit()
    click.echo(
        "It can be restored: every table has as many rows as it had then, and nothing points at what isn't there."
    )


@bp.cli.command("restore")
@click.argument("file", type=FILE)
@IDENTITY
@click.option("--erased", "lists", type=FILE, multiple=True, help="More lists of those who were erased since.")
@click.option("--yes", is_flag=True, help="Don't ask.")
def restore_backup(file: Path, identity: Path | None, lists: tuple[Path, ...], yes: bool) -> None:
    """Put what is in FILE in the place of what is here now, which is kept aside."""
    file = file.absolute()
    secret = _keys(file, identity)
    if present.is_in_use():
        raise click.ClickException("Chapter is running. Stop it first, such as with: systemctl stop chapter")
    with _in_words(file):
        _ask(file, secret, yes)
        beside = [*lists, file.parent / erased.FILE, queries.folder() / erased.FILE]
        found = restore(file, secret, beside, clock.now())
    _say(found)
    click.echo(f"Restored. What was here before is in {found.aside}, for {queries.days()} days.")
    click.echo(f"People who had been erased since, and are again: {found.erased}.")
    click.echo(f"Mails that may have been sent since, held back until somebody has looked: {found.held_back}.")
    if found.lost:
        commands.warn(_lost(found))
    click.echo(
        "What has happened since that moment is gone: calls, changes, and who asked not to be called. Notes that were "
        "struck out since are back, and so are passwords, passkeys and recovery codes. Everybody is signed out.\n"
        "Now start Chapter. What was due meanwhile is done then. What is held back is in the outbox, under Failed."
    )


def _ask(file: Path, secret: list[Any], yes: bool) -> None:
    with opened(file, secret) as contents:
        here = "what is here now" if _has_chapter() else "nothing, as there is no chapter here yet"
        question = f"Put {contents.header['chapter']}, as it was {contents.at:%Y-%m-%d %H:%M} UTC, in place of {here}?"
    if clock.now() - contents.at > timedelta(days=queries.days()) + MARGIN:
        commands.warn(
            "This backup is older than any is to be kept: it isn't remembered any more who was erased soon after it. "
            "They come back. Erase them again."
        )
    if not yes:
        click.confirm(question, abort=True)


def _has_chapter() -> bool:
    try:
        return not commands.is_empty()
    except Exception:  # It may be what is broken.
        return True
    finally:
        db.engine.dispose()


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except (Broken, Misfit, WrongKey) as error:
        raise click.ClickException(f"{file.name} can't be restored: {error}. Nothing was changed.") from None
    except OSError as error:
        raise click.ClickException(f"It can't be done: {error.strerror}. Nothing was changed.") from None


def _keys(file: Path, identity: Path | None) -> list[Any]:
    if not is_encrypted(file):
        return []
    if identity is None:
        raise click.ClickException(f"{file.name} is encrypted. Say where its secret key is: --identity KEYFILE")
    try:
        typed = str(identity) == "-"
        return streams.secret_keys(click.prompt("The secret key", hide_input=True) if typed else identity.read_text())
    except WrongKey as error:
        raise click.ClickException(f"{error}.") from None
    except OSError as error:
        raise click.ClickException(f"{identity} can't be read: {error.strerror}.") from None


def _newest() -> Path:
    if not (files := queries.files()):
        raise click.ClickException("There are no backups yet. Take one with: ./run flask backup now")
    return files[0].path


def _say(found: Found) -> None:
    head, filled = found.header, {name: number for name, number in found.counts.items() if number}
    click.echo(f"{head['chapter']}, {head['at'][:16]} UTC, version {head['version']}, tables as of {head['revision']}.")
    click.echo(f"{sum(filled.values())} rows in {len(filled)} tables, {found.uploads} uploads.")


def _lost(found: Found) -> str:
    return (
        f"{len(found.lost)} of {found.uploads} uploads can't be put back, such as {found.lost[0].kept}. "
        "They stand in the folder “files” beside the backup: was it copied too?"
    )


def _need_chapter() -> None:
    if commands.is_empty():
        raise click.ClickException(
            "There is no chapter here yet. Make one with: ./run flask init --name NAME --country SE"
        )
