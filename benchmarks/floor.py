"""The floor that throughput is measured against: bare Flask, Jinja and SQLite, served just as Chapter is."""

import sqlite3
import sys
from pathlib import Path

from flask import Flask, g, render_template, request

from chapter.serve import Server

PAGE = """<!doctype html><html lang="sv"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
{% for row in rows %}<p class="row"><a href="/person/{{ row.id }}">{{ row.name }}</a> {{ row.note }}</p>
{% endfor %}</body></html>"""
ROW = 100
"""About so many bytes does a row of the page have."""


def make(file: Path) -> Flask:
    """A table, a template, two views; a page has as many rows as one asks for."""
    app = Flask("floor")
    template = app.jinja_env.from_string(PAGE)
    _fill(file)

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        if "connection" in g:
            g.pop("connection").close()

    @app.get("/page/<int:rows>")
    def page(rows: int) -> str:
        query = "SELECT id, name, note FROM person ORDER BY id LIMIT ?"
        return render_template(template, title="Namn", rows=_connection(file).execute(query, [rows]).fetchall())

    @app.post("/step/<int:rows>")
    def step(rows: int) -> str:
        _connection(file).execute("UPDATE person SET note = ? WHERE id = 1", [request.form["answer"]])
        _connection(file).commit()
        return page(rows)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app


def _connection(file: Path) -> sqlite3.Connection:
    if "connection" not in g:
        g.connection = sqlite3.connect(file, timeout=15)
        g.connection.row_factory = sqlite3.Row
        g.connection.execute("PRAGMA synchronous=NORMAL")
    return g.connection


def _fill(file: Path) -> None:
    made = sqlite3.connect(file)
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, note TEXT)")
    people = [(f"Namn Namnsson {n}", "En anteckning om vad som sades i ett samtal") for n in range(2000)]
    made.executemany("INSERT INTO person (name, note) VALUES (?, ?)", people)
    made.commit()
    made.close()


if __name__ == "__main__":
    sys.argv, (port, folder) = sys.argv[:1], sys.argv[1:]
    Server(make(Path(folder) / "floor.db"), f"127.0.0.1:{port}").run()
