"""The command line: ``./run flask …``."""

from importlib import import_module
from importlib.util import find_spec

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from chapter import clock, health
from chapter.db import db
from chapter.health import MIGRATIONS, newest, revision
from chapter.i18n import ZONES


def init_app(app: Flask) -> None:
    """Add the commands. Alembic weighs 14 MB, so it is loaded by the command line and not by the server."""
    if click.get_current_context(silent=True):
        load_alembic(app)
    for command in (init, check, demo):
        app.cli.add_command(command)


def load_alembic(app: Flask) -> None:
    """Make Flask-Migrate ready for ``app``."""
    if "migrate" not in app.extensions:
        import_module("flask_migrate").Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
        add_to_others()


def add_to_others() -> None:
    """Add features' commands to Flask-Migrate's group ``db``, from their ``commands_db.py``."""
    for feature in import_module("chapter").FEATURES:
        if find_spec(f"chapter.{feature}.commands_db"):
            import_module(f"chapter.{feature}.commands_db")


def migrate() -> None:
    """Bring the database to the newest migration; a database from a newer version is refused."""
    now = revision()
    if now is not None and now > newest():
        raise click.ClickException(
            "The database was made by a newer version of Chapter. Upgrade the program, then try again."
        )
    if now != newest():
        load_alembic(current_app)
        import_module("flask_migrate").upgrade(directory=str(MIGRATIONS))


def ship() -> None:
    """Bring what comes with the program, as the handbook's texts, into the database; nothing, if all is there."""
    for feature in import_module("chapter").FEATURES:
        if find_spec(f"chapter.{feature}.shipping"):
            import_module(f"chapter.{feature}.shipping").ship(clock.now())
    db.session.commit()


def is_empty() -> bool:
    """Whether no chapter has been made here yet; asks the table itself, which may be of an older version."""
    with db.engine.connect() as connection:
        has_table = inspect(connection).has_table("chapter")
        return not has_table or not connection.scalar(text("SELECT count(*) FROM chapter"))


@click.command()
@click.option("--name", required=True, help="The chapter's name.")
@click.option("--country", required=True, type=click.Choice(list(ZONES)), help="SE or NO.")
@with_appcontext
def init(name: str, country: str) -> None:
    """Make an empty chapter in the data folder."""
    if not is_empty():
        raise click.ClickException("There is a chapter here already; nothing was changed.")
    migrate()
    import_module("chapter.settings.actions").found(name, country, clock.now())
    ship()
    click.echo(f"{name} is ready. Next: ./run flask accounts create-admin")


@click.command()
@with_appcontext
def check() -> None:
    """Upgrade the database and see that the installation may go live."""
    _see_that_it_opens()
    if is_empty():
        raise click.ClickException(
            "There is no chapter here yet. Make one with: ./run flask init --name NAME --country SE"
        )
    migrate()
    ship()
    if current_app.config["CHAPTER_MODE"] != "live":
        return
    if health.is_demo():
        raise click.ClickException(
            "This is a demo chapter: its password is known to all. Use another CHAPTER_DATA for a live one."
        )
    if not current_app.config["TRUSTED_HOSTS"]:
        warn("no CHAPTER_URL. Mailed links lead to this machine; set it to the public address.")
    elif current_app.config["CHAPTER_URL"].startswith("https:") and not int(current_app.config["CHAPTER_PROXIES"]):
        warn("no CHAPTER_PROXIES. Behind Caddy or nginx it's 1, or all visitors are taken for one.")
    if not current_app.config["CHAPTER_SMTP_URL"]:
        warn("no CHAPTER_SMTP_URL. Mail stays in the outbox, and nobody can confirm their address.")


def _see_that_it_opens() -> None:
    try:
        db.engine.connect().close()
    except DatabaseError as error:
        raise click.ClickException(
            f"The database can't be opened: {error.orig}.\nIf it was encrypted or decrypted, or its key is another, "
            "CHAPTER_DATABASE_KEY_FILE has to say so; if it is PostgreSQL, it has to run."
        ) from error


def warn(words: str) -> None:
    """Say loudly what a live installation lacks."""
    click.secho(f"WARNING: {words}", fg="red", err=True)


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing if there is a chapter.")
@click.option("--country", default="SE", type=click.Choice(list(ZONES)), help="A Swedish or a Norwegian chapter.")
@click.option("--people", default=600, show_default=True, help="How many people.")
@click.option("--callers", default=12, show_default=True, help="How many callers (caller1@example.org …).")
@with_appcontext
def demo(if_empty: bool, country: str, people: int, callers: int) -> None:
    """Make a lively demo chapter of invented people."""
    if not is_empty():
        migrate()
        if not health.is_demo():
            raise click.ClickException("There is a real chapter here; nothing was changed. Start it with: ./run live")
        if if_empty:
            ship()
            return
        raise click.ClickException("There is a demo chapter here already; nothing was changed.")
    migrate()
    plan = import_module("chapter.settings.demo").Plan(country, people, callers, clock.now())
    for feature in import_module("chapter").FEATURES:
        if find_spec(f"chapter.{feature}.demo"):
            import_module(f"chapter.{feature}.demo").fill(plan)
    ship()
    click.echo(f"A demo chapter of {people} people is ready. Its accounts have the password demo-password.")
