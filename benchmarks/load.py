"""An evening of 10 to 400 callers on the cheapest server there is: one core, 512 MB. Draws ``benchmarks/load.svg``."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.caged import Cage
from benchmarks.crowd import CALL, LONG, PERSON, Evening, missing
from benchmarks.drawing import Curve, draw
from benchmarks.tools import ROOT, Figure, Server, Visitor, server, settle

CALLERS = (10, 25, 50, 100, 200, 400)
ASKED, PEOPLE = 200, 20_000
SECONDS = {ASKED: 180}
"""How long so many callers ring; others for less than half as long."""
WARM_UP = 20
"""So many calls of the one who is alone don't count: the levels are long enough for the first to be lost in them."""
MEMORY = 512 * 1024 * 1024
MOST = 3
"""How many times as long a step may take for 19 of 20 callers, against a server with nobody else on it."""


@dataclass(frozen=True)
class Level:
    """How it went with so many callers; waits in milliseconds."""

    callers: int
    steps: int
    usual: float
    p95: float
    worst: float


def measure() -> Iterator[Figure]:
    """Each level with a chapter of its own, so that nobody rings those who were rung before."""
    with Cage(MEMORY) as cage:
        alone, levels, evening = _alone(cage), [], Evening()
        for callers in CALLERS:
            level, evening_then = _level(cage, callers)
            levels.append(level)
            evening = evening_then if callers == ASKED else evening
            yield _said(level, alone, evening_then)
        yield from _judged(next(level for level in levels if level.callers == ASKED), alone, evening)
        yield Figure(f"  memory at the most, {cage.said}", "≤ 512 MB", cage.peak, cage.is_met)
    _draw(levels, alone)


def _said(level: Level, alone: float, evening: Evening) -> Figure:
    figure = f"{level.usual:.0f} ms; 1 in 20 over {level.p95:.0f} ms, the longest {level.worst:.0f} ms"
    is_good = not evening.errors and not evening.twice
    return Figure(f"{level.callers} callers: a step ({level.steps} steps)", "", figure, None if is_good else False)


def _judged(level: Level, alone: float, evening: Evening) -> Iterator[Figure]:
    ratio = level.p95 / alone
    figure = f"{ratio:.1f} × ({level.p95:.0f} against {alone:.0f} ms)"
    yield Figure(f"{ASKED} callers, 19 of 20 steps against nobody else", f"≤ {MOST} ×", figure, ratio <= MOST)
    yield Figure("  errors", "0", ", ".join(evening.errors[:3]) or "0", not evening.errors)
    yield Figure("  handed out twice", "0", str(evening.twice), not evening.twice)
    lost, doubled = evening.missing
    yield Figure("  reports lost or kept twice", "0", f"{lost} and {doubled}", not lost and not doubled)


def _alone(cage: Cage) -> float:
    """The milliseconds that 19 of 20 steps of one caller take at most, when nobody else is there and all is warm."""
    evening = Evening()
    with server(PEOPLE, max(CALLERS), cage.enter) as served:
        settle(served)
        visitor = _seated(served, 1, evening)
        for turn in range(WARM_UP + 60):
            if turn == WARM_UP:
                evening.waits.clear()
            _report(visitor, evening, is_long=turn % 3 == 0, think=lambda _seconds: time.sleep(0.05))
    return _percentile(evening.waits, 95)


def _level(cage: Cage, callers: int) -> tuple[Level, Evening]:
    evening, seconds = Evening(), SECONDS.get(callers, 75)
    with server(PEOPLE, max(CALLERS), cage.enter) as served:
        settle(served)
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(callers) as pool:
            list(pool.map(lambda number: _ring(served, number, evening, until), range(1, callers + 1)))
        evening.missing = missing(served, evening)
    waits = evening.waits
    usual = 1000 * median(waits)
    return Level(callers, len(waits), usual, _percentile(waits, 95), 1000 * max(waits)), evening


def _percentile(waits: list[float], percent: int) -> float:
    return 1000 * sorted(waits)[int(len(waits) * percent / 100)]


def _ring(served: Server, number: int, evening: Evening, until: float) -> None:
    """One caller's evening, from somewhere in the middle of it."""
    chance = random.Random(number)

    def think(seconds: float) -> None:
        pause = max(chance.gauss(seconds, seconds / 3), 1)
        if time.monotonic() + pause > until:
            raise _OverError
        time.sleep(pause)

    try:
        time.sleep(chance.uniform(0, 20))
        visitor = _seated(served, number, evening)
        while True:
            think(25)  # to dial, and to let it ring
            _report(visitor, evening, is_long=chance.random() < 0.3, think=think)
    except _OverError:
        pass
    except Exception as error:
        evening.errors.append(repr(error))


class _OverError(Exception):
    """The evening is over; nobody presses anything more."""


def _seated(served: Server, number: int, evening: Evening) -> Visitor:
    visitor = Visitor(served.port, served.cookie(f"caller{number}"))
    evening.ask(visitor, "/calling/2/ring", counts=False)
    evening.ask(visitor, "/calling/2/claim", counts=False)
    return visitor


def _report(visitor: Visitor, evening: Evening, is_long: bool, think: Callable[[float], None]) -> None:
    """One call: an unanswered one is a tap, a talk of two minutes ends with four answers."""
    person, call = PERSON.search(visitor.page), CALL.search(visitor.path)
    if person is None or call is None:
        raise RuntimeError(f"nobody on the screen at {visitor.path}")
    place = f"/calling/calls/{call[1]}"
    evening.take(person[1])
    if is_long:
        for turn, (step, answer) in enumerate(LONG):
            think(120 if turn == 1 else 6)
            evening.ask(visitor, f"{place}/answer", step=step, answer=answer, text="Vill komma på torsdag.")
        think(6)
    evening.report(person[1], int(call[1]))
    if is_long:
        evening.ask(visitor, f"{place}/send", then="next")
    else:
        evening.ask(visitor, f"{place}/quick", quick="no_answer")


def _draw(levels: list[Level], alone: float) -> None:
    """The curve, for whoever wonders how many callers a server carries."""
    curves = [
        Curve("half of all steps", [(level.callers, level.usual) for level in levels]),
        Curve("19 of 20 steps", [(level.callers, level.p95) for level in levels]),
    ]
    lines = {f"{MOST} × of a step alone": MOST * alone}
    words = f"Milliseconds for a step of the report, by callers at once (1 core, 512 MB, {PEOPLE:,} people)"
    Path(ROOT / "benchmarks" / "load.svg").write_text(draw(words, curves, lines))
