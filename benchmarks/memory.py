"""The memory of web and background together, after people have used them for a while."""

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.tools import Figure, Visitor, server, tree

PAGES = {
    None: ("/", "/sign-in", "/join/bli-aktiv"),
    "caller": ("/my", "/calling/2/ring", "/calling/rang-back"),
    "leader": (
        "/calling/",
        "/calling/2/",
        "/calling/2/edit",
        "/calling/2/calls",
        "/calling/2/calls.csv",
        "/calling/flags",
    ),
    "admin": ("/links", "/outbox", "/roles", "/my/account"),
}
ROUNDS = 15


def measure() -> Iterator[Figure]:
    """Proportional set size counts what processes share once; resident memory counts it in each."""
    with server(600) as served:
        for part, pages in PAGES.items():
            visitor = Visitor(served.port, served.cookie(part) if part else None)
            for page in pages * ROUNDS:
                status = visitor.get(page)[0]
                assert status == 200, (page, status)
        time.sleep(4)
        processes = tree(served.pid)
        pss, rss = (sum(kilobytes(pid, kind) for pid in processes) / 1024 for kind in ("Pss", "Rss"))
    yield Figure(
        "memory of web and background (PSS)", "≤ 150 MB", f"{pss:.0f} MB in {len(processes)} processes", pss <= 150
    )
    yield Figure("  the same with shared pages counted in each (RSS)", "", f"{rss:.0f} MB")


def kilobytes(pid: int, kind: str) -> int:
    """How much memory of a kind a process has."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))
