"""What it costs to encrypt the database at rest (SQLCipher), against the same chapter as it is."""

import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.memory import kilobytes
from benchmarks.tools import ROOT, Figure, Server, Visitor, demo_folder, environment, served, tree, typical

PEOPLE, TIMES = 2_000, 80


def measure() -> Iterator[Figure]:
    """The caller's page, a step of the report, the list of the register, and memory."""
    plain, other = demo_folder(PEOPLE), demo_folder(PEOPLE)
    key = Path(f"{other}.key")
    key.write_text(secrets.token_hex(32))
    command = [sys.executable, "-m", "chapter", "--app", str(ROOT / "app.py"), "db", "encrypt", str(key)]
    subprocess.run(command, cwd=ROOT, env=environment(other), check=True, stdout=subprocess.DEVNULL)
    with served(plain) as here, served(other, CHAPTER_DATABASE_KEY_FILE=str(key)) as there:
        ours, theirs = _asks(there), _asks(here)
        for what in ours:
            after, before = _times(ours[what], theirs[what])
            yield Figure(f"{what}, encrypted", "", f"{after / before:.2f} × ({after:.1f} and {before:.1f} ms)")
        yield Figure("memory (PSS), encrypted", "", f"{_memory(there):.0f} MB, and {_memory(here):.0f} plain")


def _times(*asks: Callable[[], None]) -> list[float]:
    """The milliseconds that each typically takes, in turns so that what else the machine does weighs on all."""
    rounds = [[typical(ask, 1) * 1000 for ask in asks] for _round in range(TIMES)]
    return [median(times) for times in zip(*rounds, strict=True)]


def _asks(server: Server) -> dict[str, Callable[[], None]]:
    """What is asked of a server."""
    caller, officer = (Visitor(server.port, server.cookie(part)) for part in ("caller1", "coordinator"))
    caller.get("/calling/2/ring")
    caller.post("/calling/2/claim")
    call, token, turn = caller.path, caller.page, count()

    def page() -> None:
        assert caller.get(call)[0] == 200

    def step() -> None:
        caller.page, answer = token, ("yes", "no")[next(turn) % 2]
        caller.headers["HX-Request"] = "true"
        assert caller.post(f"{call}/answer", step="reached", answer=answer)[0] == 200

    def people() -> None:
        assert officer.get("/people/?find=an")[0] == 200

    return {"the caller page": page, "a report step": step, f"a search among {PEOPLE} people": people}


def _memory(server: Server) -> float:
    return sum(kilobytes(pid, "Pss") for pid in tree(server.pid)) / 1024
