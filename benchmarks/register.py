"""The register with 100,000 people against 1,000: the list, finding people as one types, conditions and figures."""

from collections.abc import Iterator
from functools import partial

from flask.testing import FlaskClient

from benchmarks.queries import MOST, counted
from benchmarks.tools import Figure, apart, demo_app, session_of, typical
from chapter.searches.asked import compact
from chapter.searches.rules import condition, every, some

SMALL, LARGE = 1_000, 100_000
TIMES = 9
MOST_RATIO, MOST_SECONDS = LARGE / SMALL, 1.0
NARROW = every(
    condition("joined_from", "2026-01-01"),
    condition("age_to", 30),
    some(condition("not_called_since", "2026-06-01"), condition("towns", ["Lövåsen"])),
)
"""An evening's target group: joined this year, young, and not called for long or living in the middle of it all."""
PAGES = {
    "the list": "/people/",
    "the list by town, its last page": "/people/?sort=town&page=1000000",
    "the list by name, its last page": "/people/?page=1000000",
    "people by a typed name": "/people/?q=karlsson",
    "people by a typed number": "/people/?q=070-174+06+05",
    "nobody by a typed name": "/people/?q=qqqq",
    "people by conditions": f"/people/?s={compact(NARROW)}",
    "the builder, with its count": f"/people/conditions?s={compact(NARROW)}",
    "the figures": "/people/figures",
}


def measure() -> Iterator[Figure]:
    """How long each page takes, and how many queries."""
    small, large = _figures(SMALL), _figures(LARGE)
    for what in PAGES:
        (before, few), (after, many) = small[what], large[what]
        figure = f"{after / before:.1f} × ({1000 * before:.0f} → {1000 * after:.0f} ms)"
        is_met = after <= MOST_SECONDS and after / before <= MOST_RATIO
        yield Figure(f"{what}, {LARGE:,} people against {SMALL:,}", f"≤ {1000 * MOST_SECONDS:.0f} ms", figure, is_met)
        yield Figure("  SQL queries", f"≤ {MOST}", f"{few} → {many}", few == many <= MOST)


def _figures(people: int) -> dict[str, tuple[float, int]]:
    """Seconds and queries of each page."""
    with demo_app(people) as app:
        client = app.test_client()
        client.set_cookie("chapter", session_of(app, "coordinator"))
        return {
            what: (typical(partial(_open, client, path), TIMES), _queries(client, path)) for what, path in PAGES.items()
        }


def _open(client: FlaskClient, path: str) -> None:
    status = apart(client.get, path).status_code
    assert status == 200, (path, status)


def _queries(client: FlaskClient, path: str) -> int:
    with counted() as said:
        _open(client, path)
    return len(said)
