"""Demo chapters in folders of their own, made by the command that makes them."""

import contextvars
from pathlib import Path

from click.testing import Result
from flask import Flask
from sqlalchemy import Select

from chapter import clock, create_app
from chapter.db import db
from tests.conftest import NOW
from tests.databases import own


def make(data: Path, *words: str) -> Flask:
    """An app of its own with the demo that ``words`` ask for."""
    app = create_app({**own(data), "TESTING": True})
    with clock.frozen(NOW):
        done = run(app, "demo", *words)
    assert done.exit_code == 0, done.output
    return app


def run(app: Flask, *words: str) -> Result:
    """A command of ``app``, in a context of its own."""
    return contextvars.Context().run(app.test_cli_runner().invoke, args=words)


def asked(app: Flask, query: Select) -> list:
    """What ``query`` finds in the database of ``app``."""
    with app.app_context():
        found = list(db.session.execute(query).all())
        db.session.remove()
        db.engine.dispose()
    return found
