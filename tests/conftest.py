"""The app as every test gets it: a chapter in Sweden, freshly founded, on a Wednesday evening."""

import contextvars
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from chapter import clock, commands, connecting, create_app
from chapter.accounts.models import Account
from chapter.db import db
from chapter.settings import actions as settings_actions
from tests import databases

NOW = datetime(2026, 11, 18, 17, 30, tzinfo=UTC)
"""Wednesday 18 November 2026, 18.30 in Stockholm and Oslo: calling is open."""

connecting.PRAGMAS = (*connecting.PRAGMAS, "synchronous=OFF")  # No test here cuts the power: none waits for the disk.


class Client(FlaskClient):
    """A browser without scripts. Its requests share no context or session with the test's own."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Commit what the test prepared, make the request, and forget what the test had read."""
        db.session.commit()
        try:
            return contextvars.Context().run(super().open, *args, buffered=True, **kwargs)
        finally:
            db.session.expire_all()

    def sign_in(self, account: Account) -> "Client":
        """Sign ``account`` in without the sign-in page; gives the client back."""
        db.session.commit()
        with self.session_transaction() as session:
            session["_user_id"], session["_fresh"] = account.get_id(), True
            session["signed_in_at"] = clock.now().isoformat()
        return self

    def htmx(self, path: str, data: dict | None = None, **kwargs: Any) -> TestResponse:
        """What htmx sends: a GET, or a POST when there is ``data``."""
        headers = {"HX-Request": "true", **kwargs.pop("headers", {})}
        return self.open(path, method="GET" if data is None else "POST", data=data, headers=headers, **kwargs)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One app for the whole run; its database is put back before every test."""
    given = {"CHAPTER_MODE": "demo", "TESTING": True, "WTF_CSRF_ENABLED": False}
    app = create_app({**databases.own(tmp_path_factory.mktemp("data")), **given})
    app.test_client_class = Client
    with app.app_context(), clock.frozen(NOW):
        commands.migrate()
        settings_actions.found("Lokalföreningen Lövåsen", "SE", NOW).needs_factor = False
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    yield app
    app.extensions["jobs"][0].storage.close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def clean(made: Flask) -> Iterator[databases.Clean]:
    """The database as it is when the chapter has been founded."""
    with closing(databases.Clean(made)) as clean:
        yield clean


@pytest.fixture
def app(made: Flask, clean: databases.Clean) -> Iterator[Flask]:
    """The app with a clean database, its context pushed, the clock stopped at ``NOW``."""
    with made.app_context(), clock.frozen(NOW):
        clean.put_back()
        shutil.rmtree(made.config["CHAPTER_DATA"] / "media", ignore_errors=True)
        (made.config["CHAPTER_DATA"] / "read-log.head").unlink(missing_ok=True)
        yield made
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser that isn't signed in."""
    return app.test_client()  # type: ignore[return-value]
