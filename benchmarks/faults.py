"""What happens to servers: they are killed, the disk fills, the clock jumps, somebody keeps the database, the post is
closed for a day, the power goes. After each nothing that was confirmed is lost, and no mail has come twice.

Ten minutes of kills by default; ``FAULTS_MINUTES=1 ./run bench faults`` is a shorter look.
"""

import ctypes
import os
import random
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from benchmarks.afflicted import CALLERS, PEOPLE, Afflicted
from benchmarks.tools import Figure, demo_folder, in_flask

MINUTES = float(os.environ.get("FAULTS_MINUTES", "10"))
ROOM = 120


def measure() -> Iterator[Figure]:
    """Each fault befalls a chapter of its own."""
    for what, fault in FAULTS.items():
        yield from fault(what)


def _judged(
    what: str, site: Afflicted, happened: str, has_mail: bool = False, has_clock: bool = True
) -> Iterator[Figure]:
    """What must hold after everything; people may be rung twice by whoever has no clock to tell when they were."""
    lost, doubled = site.missing()
    books = site.books
    good = bool(books.confirmed) and not lost and not (has_clock and doubled) and site.is_whole()
    said = f"{lost} and {doubled} of {len(books.confirmed):,}; {happened}"
    yield Figure(f"{what}: confirmed reports lost, people rung twice", "0 and 0", said, good and not books.wordless)
    if books.wordless:
        yield Figure("  answers without words", "0", "; ".join(books.wordless[:2]), False)
    if has_mail:
        more, never = sum(site.post.came.values()) - len(site.post.came), site.mails - len(site.post.came)
        said = f"{more} and {never} of {site.mails}"
        yield Figure("  mails that came twice, or not at all", "0 and 0", said, not more and not never)


@contextmanager
def _evening(site: Afflicted) -> Iterator[Afflicted]:
    """Callers ring while something happens; afterwards all is as it was, and they go on for a while."""
    site.start()
    callers = site.ring()
    try:
        yield site
        site.start()
        before = len(site.books.confirmed)
        _until(lambda: len(site.books.confirmed) > before + 20, 60)
    finally:
        site.is_over.set()
        for thread in callers:
            thread.join()


def _until(true: Callable[[], object], seconds: float) -> None:
    limit = time.monotonic() + seconds
    while not true() and time.monotonic() < limit:
        time.sleep(0.2)


def killed(what: str) -> Iterator[Figure]:
    """``kill -9`` at random moments, of one process or all."""
    site, chance, kills = Afflicted(), random.Random(6), 0
    with _evening(site):
        until = time.monotonic() + MINUTES * 60
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.5, 6))
            site.kill(chance)
            kills += 1
            site.start()
            site.write_mails(3)
        _until(lambda: len(site.post.came) == site.mails, 7 * 60)  # who was cut off is tried again in five minutes
    site.stop()
    yield from _judged(f"{what}, {kills} kills in {MINUTES:g} min", site, _turned_away(site), has_mail=True)


def disk_full(what: str) -> Iterator[Figure]:
    """The data folder's disk has no room for a while."""
    made = demo_folder(PEOPLE, CALLERS)
    with _small_disk(made) as disk:
        if disk is None:
            yield Figure(what, "", "not measured: mounting a small disk takes root")
            return
        site = Afflicted(disk)
        with _evening(site):
            time.sleep(5)
            filler, before = disk / "filler", len(site.books.confirmed)
            with suppress(OSError), open(filler, "wb") as full:
                while True:
                    full.write(b"x" * 4096)
                    full.flush()
            time.sleep(15)
            during, away = len(site.books.confirmed) - before, site.books.turned_away["ValueError"]
            filler.unlink()
        site.stop()
        happened = f"{during} saved and {away} refused in words while it was full"
        yield from _judged(what, site, happened)


@contextmanager
def _small_disk(made: Path) -> Iterator[Path | None]:
    place = made.parent / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}m,mode=700", "none", place], check=False).returncode:
        yield None
        return
    try:
        yield Path(shutil.copytree(made, place / "data"))
    finally:
        subprocess.run(["umount", "-l", place], check=False)


def kept(what: str) -> Iterator[Figure]:
    """Backups are taken one after the other, and somebody keeps the database for longer than anybody waits."""
    site, taken = Afflicted(), 0
    with _evening(site):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            in_flask(site.data, "backup", "now", "--plain")
            taken += 1
        with closing(sqlite3.connect(site.data / "chapter.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(20)
            other.execute("ROLLBACK")
    site.stop()
    yield from _judged(what, site, f"{taken} backups, then kept for 20 s: {_turned_away(site)}")


def clock_jumps(what: str) -> Iterator[Figure]:
    """The clock jumps by hours and days, forth and back."""
    hands = demo_folder(PEOPLE, CALLERS).parent / "hands"
    _set(hands, 0)
    site = Afflicted(hands=hands)
    jumps = 3600, -3600, 86_400, -7200, 0, -86_400, 300, 0
    with _evening(site):
        for seconds in jumps:
            _set(hands, seconds)
            site.write_mails(2)
            time.sleep(6)
        _until(lambda: len(site.post.came) == site.mails, 120)
    site.stop()
    yield from _judged(what, site, f"{len(jumps)} jumps, {_turned_away(site)}", has_mail=True, has_clock=False)


def post_closed(what: str) -> Iterator[Figure]:
    """No mail server answers for a day (an hour of which takes two seconds)."""
    hands = demo_folder(PEOPLE, CALLERS).parent / "hands-of-the-post"
    _set(hands, 0)
    site = Afflicted(hands=hands)
    site.post.close()
    with _evening(site):
        for hour in range(27):
            _set(hands, hour * 3600)
            site.write_mails(2)
            time.sleep(2)
        came_before = len(site.post.came)
        site.post.open()
        _until(lambda: len(site.post.came) == site.mails, 150)
    site.stop()
    happened = f"{came_before} sent while it was closed, {len(site.post.came)} after"
    yield from _judged(what, site, happened, has_mail=True, has_clock=False)


def _set(hands: Path, seconds: int) -> None:
    hands.with_suffix(".new").write_text(str(seconds))
    hands.with_suffix(".new").rename(hands)


def power_cut(what: str) -> Iterator[Figure]:
    """The machine goes off while somebody writes: the log ends anywhere in what wasn't confirmed."""
    site, chance, cuts = Afflicted(), random.Random(9), 12
    for _cut in range(cuts):
        site.is_over = threading.Event()
        with _evening(site):
            time.sleep(chance.uniform(1, 3))
        site.cut()
        _tear(site.data, chance)
    site.stop()
    yield from _judged(what, site, f"{cuts} cuts")


def _tear(data: Path, chance: random.Random) -> None:
    """A writer is cut off in the middle of a large transaction, and the disk kept any part of what it had written."""
    log = data / "chapter.db-wal"
    confirmed = log.stat().st_size if log.exists() else 0
    if (pid := os.fork()) == 0:
        writer = sqlite3.connect(data / "chapter.db", isolation_level=None)
        writer.execute("PRAGMA cache_size=10")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE person SET first_name = first_name || 'x'")
        ctypes.CDLL(None).kill(os.getpid(), 9)
    os.waitpid(pid, 0)
    if (size := log.stat().st_size) > confirmed:
        keep = chance.randint(confirmed, size)
        with open(log, "r+b") as torn:
            torn.truncate(keep)
            torn.seek(max(keep - 40, confirmed))
            torn.write(chance.randbytes(min(40, keep - confirmed)))


def _turned_away(site: Afflicted) -> str:
    return f"turned away {sum(site.books.turned_away.values())} times"


FAULTS = {
    "Killed at random": killed,
    "Disk full": disk_full,
    "Database kept by others": kept,
    "Clock jumps": clock_jumps,
    "Post closed for a day": post_closed,
    "Power cut": power_cut,
}
