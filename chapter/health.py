"""Whether the installation is well: the database answers and is at the newest migration.

Alembic knows this too, but weighs 14 MB, so only commands import it.
"""

import json
from functools import cache
from pathlib import Path

from flask import Flask, Response
from sqlalchemy import inspect, text

from chapter.access import ANYONE, allow
from chapter.db import db

MIGRATIONS = Path(__file__).parent / "migrations"


def init_app(app: Flask) -> None:
    """Let machines ask."""
    app.add_url_rule("/healthz", "healthz", healthz)


@allow(ANYONE)
def healthz() -> Response:
    """200 when all is well, else 503."""
    try:
        ok = revision() == newest()
    except Exception:
        ok = False
    return Response(json.dumps({"ok": ok}), 200 if ok else 503, mimetype="application/json")


@cache
def newest() -> str:
    """The newest migration; their files are named by their number."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def is_demo() -> bool:
    """Whether the chapter here was made by ``flask demo``."""
    with db.engine.connect() as connection:
        return bool(connection.scalar(text("SELECT is_demo FROM chapter")))


def revision() -> str | None:
    """The migration that the database is at; None if it has no tables yet."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.scalar(text("SELECT version_num FROM alembic_version"))
