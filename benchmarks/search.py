"""Search over 1,000 pages in two languages against 50: as long as it takes, and the SQL that it costs."""

from collections.abc import Iterator
from random import Random
from statistics import median

from flask.testing import FlaskClient

from benchmarks.queries import MOST
from benchmarks.register import TIMES, _client, _queries, _seconds
from benchmarks.tools import Figure, demo_app
from chapter.access import Audience
from chapter.db import db
from chapter.lookup import actions

SMALL, LARGE, WORDS = 50, 1_000, 300
ASKED = {  # and how many times as long each may take
    "a word that is in few": ("medlemsavgiften", 5),
    "a word that is in all": ("möte", 5),
    "two words, the last half typed": ("möte torsd", 5),
    "a part of longer words": ("avgift", 5),
    "nothing, and what may have been meant": ("medlemsavgfit", 5),
    "some of many words": ("hur bokar jag ett xyzzy till mötet på torsdag", 5),
}
FIRST = (
    "medlems ring års styrelse sam upp an av in ut för efter över under valkrets grupp kurs dörr sam brev hand lokal "
    "kamp mål arbets kväll helg vår höst bok"
)
LAST = (
    "avgift uppdrag möte mötet val talet samtal ledare listan lappen pärmen kontakt rummet planen frågan frågor svar "
    "märket sida sidor dagar dagen boken böcker kön stuga stugan passet passen resa resor form former ordet orden"
)


def measure() -> Iterator[Figure]:
    """How long each search takes, in turns in both chapters so that what else the machine does weighs on both."""
    with demo_app(60) as app:
        _write(SMALL)
        small = _client(app)
        with demo_app(60) as app:
            _write(LARGE)
            large = _client(app)
            for what, (typed, most) in ASKED.items():
                yield from _figures(what, f"/search?q={typed}", most, small, large)


def _figures(what: str, path: str, most: int, small: FlaskClient, large: FlaskClient) -> Iterator[Figure]:
    turns = [(_seconds(small, path), _seconds(large, path)) for _ in range(TIMES)]
    before, after = (median(taken) for taken in zip(*turns, strict=True))
    figure = f"{after / before:.1f} × ({1000 * before:.0f} → {1000 * after:.0f} ms)"
    yield Figure(f"search: {what}, {LARGE:,} pages against {SMALL}", f"≤ {most} ×", figure, after / before <= most)
    few, many = _queries(small, path), _queries(large, path)
    yield Figure("  SQL queries", f"≤ {MOST}", f"{few} → {many}", max(few, many) <= MOST)


def _write(pages: int) -> None:
    """So many pages in each language; words come as often as in a language, a few often and most of them seldom."""
    dice = Random(pages)
    words = [f"{first}{last}" for first in FIRST.split() for last in LAST.split()]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    for number in range(pages):
        for language in ("sv", "nb"):
            said = dice.choices(words, weights, k=WORDS)
            said[7:7] = ["möte", "torsdag"] if number % 3 else ["möte"]
            title = " ".join(dice.choices(words, k=3))
            actions.put(
                f"page:{number}", language, "page", Audience.PUBLIC, title, " ".join(said), f"/handbook/p{number}"
            )
    db.session.commit()
