"""The register with 100,000 people against 1,000: the list, finding people as one types, conditions and figures."""

import time
from collections.abc import Iterator
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.queries import MOST, counted
from benchmarks.tools import Figure, apart, demo_app, session_of
from chapter.searches.asked import compact
from chapter.searches.rules import condition, every, some

SMALL, LARGE = 1_000, 100_000
TIMES = 9
NARROW = every(
    condition("joined_from", "2026-01-01"),
    condition("age_to", 30),
    some(condition("not_called_since", "2026-06-01"), condition("towns", ["Lövåsen"])),
)
"""An evening's target group: joined this year, young, and not called for long or living in the middle of it all."""
PAGES = {  # and how many times as long each may take
    "the list": ("/people/", 3),
    "the list by town, its last page": ("/people/?sort=town&page=1000000", 40),
    "the list by name, its last page": ("/people/?page=1000000", 5),
    "people by a typed name": ("/people/?q=karlsson", 10),
    "people by a typed number": ("/people/?q=070-174+06+05", 10),
    "nobody by a typed name": ("/people/?q=qqqq", 10),
    "people by conditions": (f"/people/?s={compact(NARROW)}", 10),
    "the builder, with its count": (f"/people/conditions?s={compact(NARROW)}", 10),
    "the figures": ("/people/figures", 40),
}


def measure() -> Iterator[Figure]:
    """How long each page takes, in turns in both registers so that what else the machine does weighs on both."""
    with demo_app(SMALL) as app:
        small = _client(app)
        with demo_app(LARGE) as app:
            large = _client(app)
            for what, (path, most) in PAGES.items():
                turns = [(_seconds(small, path), _seconds(large, path)) for _ in range(TIMES)]
                before, after = (median(taken) for taken in zip(*turns, strict=True))
                figure = f"{after / before:.1f} × ({1000 * before:.0f} → {1000 * after:.0f} ms)"
                yield Figure(
                    f"{what}, {LARGE:,} people against {SMALL:,}",
                    f"≤ {most} ×",
                    figure,
                    after / before <= most,
                )
                few, many = _queries(small, path), _queries(large, path)
                yield Figure("  SQL queries", f"≤ {MOST}", f"{few} → {many}", few == many <= MOST)


def _client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("chapter", session_of(app, "coordinator"))
    return client


def _open(client: FlaskClient, path: str) -> None:
    status = apart(client.get, path).status_code
    assert status == 200, (path, status)


def _seconds(client: FlaskClient, path: str) -> float:
    start = time.perf_counter()
    _open(client, path)
    return time.perf_counter() - start


def _queries(client: FlaskClient, path: str) -> int:
    with counted() as said:
        _open(client, path)
    return len(said)
