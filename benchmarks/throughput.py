"""The caller page and a report step against the floor: bare Flask, Jinja and SQLite making a page of the same size."""

import io
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, render_template, request, url_for
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from benchmarks.tools import Figure, apart, demo_app, session_of, typical
from chapter.accounts.models import Account
from chapter.calling.models import Call
from chapter.db import db

ROUNDS, TIMES = 9, 60
PAGE = """<!doctype html><html lang="sv"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
{% for row in rows %}<p class="row"><a href="/person/{{ row.id }}">{{ row.name }}</a> {{ row.note }}</p>
{% endfor %}</body></html>"""
ROW = 100
"""About so many bytes does a row of the bare page have."""


def measure() -> Iterator[Figure]:
    """Both ratios, each of rounds that alternate between Chapter and the floor."""
    with demo_app(600) as app, tempfile.TemporaryDirectory() as folder:
        with app.test_request_context():
            query = (
                select(Call.id)
                .join(Call.caller)
                .where(Call.reported_at.is_(None), Account.email == "caller1@example.org")
            )
            place = url_for("calling.call", call_id=db.session.scalar(query))
            db.session.rollback()
        headers = {"Cookie": f"chapter={session_of(app, 'caller1')}"}
        page = _asker(app, place, headers)
        answers = cycle(({"step": "reached", "answer": "yes"}, {"step": "reached", "answer": "no"}))
        step = _asker(app, f"{place}/answer", headers | {"HX-Request": "true"}, lambda: next(answers))
        floor = _bare(Path(folder) / "floor.db")
        for what, ours, theirs in (
            ("the caller page", page, _asker(floor, f"/page/{page() // ROW}", {})),
            ("a report step", step, _asker(floor, f"/step/{step() // ROW}", {}, lambda: {"note": "yes"})),
        ):
            yield _compare(what, ours, theirs)


def _compare(what: str, ours: Callable[[], int], theirs: Callable[[], int]) -> Figure:
    for _ in range(TIMES):
        ours(), theirs()
    pairs = [(apart(typical, ours, TIMES), apart(typical, theirs, TIMES)) for _ in range(ROUNDS)]
    ratio = statistics.median(floor / own for own, floor in pairs)
    own, floor = (1000 * statistics.median(side) for side in zip(*pairs, strict=True))
    sizes = f"{ours() / 1000:.1f} and {theirs() / 1000:.1f} kB"
    figure = f"{ratio:.2f} ({own:.1f} and {floor:.1f} ms for {sizes})"
    return Figure(f"throughput of {what} against the floor", "≥ 0.5", figure, ratio >= 0.5)


def _asker(
    app: Flask, path: str, headers: dict[str, str], fields: Callable[[], dict[str, str]] | None = None
) -> Callable[[], int]:
    """A function that makes the request and gives the size of its answer; the environment is made beforehand."""
    builder = EnvironBuilder(path, method="POST" if fields else "GET", headers=headers)
    if fields:
        builder.content_type = "application/x-www-form-urlencoded"
    environ = builder.get_environ()

    def ask() -> int:
        body = urlencode(fields()).encode() if fields else b""
        own = {**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        said: list[str] = []

        def start(status: str, _headers: Any, _error: Any = None) -> None:
            said.append(status)

        answer = app.wsgi_app(own, start)
        size = sum(map(len, answer))
        answer.close()  # type: ignore[attr-defined]
        assert said[0].startswith("200"), (path, said[0])
        return size

    return lambda: apart(ask)


def _bare(file: Path) -> Flask:
    """The floor: a table, a template, two views."""
    app = Flask("floor")
    template = app.jinja_env.from_string(PAGE)
    with sqlite3.connect(file) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, note TEXT)")
        people = [(f"Namn Namnsson {n}", "En anteckning om vad som sades i ett samtal") for n in range(2000)]
        made.executemany("INSERT INTO person (name, note) VALUES (?, ?)", people)
    made.close()

    def connection() -> sqlite3.Connection:
        if "connection" not in g:
            g.connection = sqlite3.connect(file)
            g.connection.row_factory = sqlite3.Row
            g.connection.execute("PRAGMA synchronous=NORMAL")
        return g.connection

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        if "connection" in g:
            g.pop("connection").close()

    @app.get("/page/<int:rows>")
    def page(rows: int) -> str:
        found = connection().execute("SELECT id, name, note FROM person ORDER BY id LIMIT ?", [rows]).fetchall()
        return render_template(template, title="Namn", rows=found)

    @app.post("/step/<int:rows>")
    def step(rows: int) -> str:
        connection().execute("UPDATE person SET note = ? WHERE id = 1", [request.form["note"]])
        connection().commit()
        return page(rows)

    return app
