"""Fifty callers at once on one server: nobody handed out twice, no error, no report lost."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import func, select

from benchmarks.tools import Figure, Server, Visitor, server
from chapter.calling.models import Call, CallVersion
from chapter.db import db

CALLERS, PEOPLE, CALLS = 50, 1_000, 6
PERSON = re.compile(r'data-person="(\d+)"')
CALL = re.compile(r"/calling/calls/(\d+)")
LONG = (("reached", "yes"), ("could_talk", "yes"), ("action_needed", "no"), ("note", "send"))


@dataclass
class Evening:
    """What the callers see and do, from all threads."""

    held: Counter[str] = field(default_factory=Counter)
    twice: int = 0
    errors: list[str] = field(default_factory=list)
    reported: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    missing: tuple[int, int] = (0, 0)
    lock: Lock = field(default_factory=Lock)

    def take(self, person: str) -> None:
        """Somebody is on a caller's screen."""
        with self.lock:
            self.held[person] += 1
            self.twice += self.held[person] > 1

    def report(self, person: str, call: int) -> None:
        """And is about to be reported."""
        with self.lock:
            self.held[person] -= 1
            self.reported.append(call)

    def ask(self, visitor: Visitor, path: str, counts: bool = True, **fields: str) -> None:
        """Open a page, or send a form; how long it took counts, or doesn't."""
        start = time.perf_counter()
        is_page = path.endswith("/ring")
        status, _page = visitor.get(path) if is_page else visitor.post(path, **fields)
        if counts:
            self.waits.append(time.perf_counter() - start)
        if status != 200:
            self.errors.append(f"{status} at {path}")


def measure() -> Iterator[Figure]:
    """An evening of many calls."""
    evening = Evening()
    with server(PEOPLE, CALLERS) as served:
        began = time.perf_counter()
        with ThreadPoolExecutor(CALLERS) as pool:
            list(pool.map(lambda number: _ring(served, number, evening), range(1, CALLERS + 1)))
        took = time.perf_counter() - began
        lost, doubled = missing(served, evening)
    waits = sorted(evening.waits)
    usual, worst = 1000 * waits[len(waits) // 2], 1000 * waits[int(len(waits) * 0.99)]
    good = not (evening.twice or evening.errors or lost or doubled) and len(evening.reported) == CALLERS * CALLS
    yield Figure(f"{CALLERS} callers at once: handed out twice", "0", str(evening.twice), evening.twice == 0)
    yield Figure("  errors", "0", ", ".join(evening.errors[:3]) or "0", not evening.errors)
    yield Figure("  reports lost or kept twice", "0", f"{lost} and {doubled} of {len(evening.reported)}", good)
    yield Figure(
        "  a request, when all press at once",
        "",
        f"{usual:.0f} ms; 1 in 100 over {worst:.0f} ms ({len(waits) / took:.0f} a second)",
    )


def _ring(served: Server, number: int, evening: Evening) -> None:
    """One caller's evening: claim, report in one tap or at length, go on."""
    visitor = Visitor(served.port, served.cookie(f"caller{number}"))
    try:
        evening.ask(visitor, "/calling/2/ring")
        evening.ask(visitor, "/calling/2/claim")
        for turn in range(CALLS):
            person, call = PERSON.search(visitor.page), CALL.search(visitor.path)
            if person is None or call is None:
                evening.errors.append(f"nobody on the screen at {visitor.path}")
                return
            evening.take(person[1])
            _report(visitor, evening, f"/calling/calls/{call[1]}", person[1], is_long=(turn + number) % 3 == 0)
    except Exception as error:
        evening.errors.append(repr(error))


def _report(visitor: Visitor, evening: Evening, place: str, person: str, is_long: bool) -> None:
    call = int(place.rsplit("/", 1)[1])
    if is_long:
        for step, answer in LONG:
            evening.ask(visitor, f"{place}/answer", step=step, answer=answer, text="Vill komma på torsdag.")
    evening.report(person, call)
    if is_long:
        evening.ask(visitor, f"{place}/send", then="next")
    else:
        evening.ask(visitor, f"{place}/quick", quick="no_answer")


def missing(served: Server, evening: Evening) -> tuple[int, int]:
    """How many of the reports aren't in the database, and how many are there twice."""
    with served.app.app_context():
        ids = set(evening.reported)
        there = db.session.scalars(select(Call.id).where(Call.id.in_(ids), Call.reported_at.is_not(None))).all()
        versions = select(CallVersion.call_id).where(CallVersion.call_id.in_(ids)).group_by(CallVersion.call_id)
        twice = db.session.scalars(versions.having(func.count() > 1)).all()
        db.session.remove()
        db.engine.dispose()
    return len(ids) - len(there), len(twice) + len(evening.reported) - len(ids)
