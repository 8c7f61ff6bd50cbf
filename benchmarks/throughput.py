"""How many caller pages and report steps a second, against the floor's pages of the same size in the same run."""

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from benchmarks.floor import ROW
from benchmarks.tools import Figure, Visitor, floor, server

ROUNDS, SECONDS, CONNECTIONS = 5, 2.0, 4
CALLERS = ("caller1", "caller3", "caller4", "caller5")
Ask = Callable[[Visitor], None]


def measure() -> Iterator[Figure]:
    """Both ratios, each the median of rounds that alternate between Chapter and the floor."""
    with server(600) as served, floor() as port:
        ours = [Visitor(served.port, served.cookie(part)) for part in CALLERS]
        theirs = [Visitor(port) for _ in range(CONNECTIONS)]
        for visitor in ours:
            visitor.get("/calling/2/ring")
            visitor.post("/calling/2/claim")
            visitor.call, visitor.token = visitor.path, visitor.page
        turn = count()

        def page(visitor: Visitor) -> None:
            assert visitor.get(visitor.call)[0] == 200

        def step(visitor: Visitor) -> None:
            visitor.page, answer = visitor.token, ("yes", "no")[next(turn) % 2]
            visitor.headers["HX-Request"] = "true"
            assert visitor.post(f"{visitor.call}/answer", step="reached", answer=answer)[0] == 200

        for what, own, other in (("the caller page", page, "page"), ("a report step", step, "step")):
            own(ours[0])
            yield _compare(what, ours, theirs, own, _bare(other, len(ours[0].page.encode()) // ROW))


def _bare(what: str, rows: int) -> Ask:
    """Ask the floor for a page or a step of so many rows."""

    def ask(visitor: Visitor) -> None:
        path = f"/{what}/{rows}"
        assert (visitor.get(path) if what == "page" else visitor.post(path, answer="yes"))[0] == 200

    return ask


def _compare(what: str, ours: list[Visitor], theirs: list[Visitor], own: Ask, bare: Ask) -> Figure:
    pairs = [(_per_second(ours, own), _per_second(theirs, bare)) for _ in range(ROUNDS + 1)][1:]
    ratio = statistics.median(mine / floor for mine, floor in pairs)
    mine, floors = (statistics.median(side) for side in zip(*pairs, strict=True))
    sizes = f"{len(ours[0].page.encode()) / 1000:.1f} and {len(theirs[0].page.encode()) / 1000:.1f} kB"
    figure = f"{ratio:.2f} ({mine:.0f} and {floors:.0f} a second of {sizes})"
    return Figure(f"throughput of {what} against the floor", "≥ 0.5", figure, ratio >= 0.5)


def _per_second(visitors: list[Visitor], ask: Ask) -> float:
    """How many times a second all visitors together can ``ask``."""
    until = time.perf_counter() + SECONDS

    def keep_asking(visitor: Visitor) -> int:
        done = 0
        while time.perf_counter() < until:
            ask(visitor)
            done += 1
        return done

    with ThreadPoolExecutor(len(visitors)) as pool:
        return sum(pool.map(keep_asking, visitors)) / SECONDS
