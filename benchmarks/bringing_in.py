"""A file of 50,000 rows comes in: into an empty register, once more, and with every town changed."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.tools import ROOT, Figure, environment, in_flask

ROWS, SECONDS, MEGABYTES = 50_000, 60, 200


def measure() -> Iterator[Figure]:
    """Each from the start of the command to its end, and the most memory that it had."""
    with tempfile.TemporaryDirectory(prefix="chapter-bench-") as folder:
        data, file = Path(folder) / "data", Path(folder) / "members.csv"
        in_flask(data, "init", "--name", "Lövåsen", "--country", "SE")
        for what, town in (
            ("into an empty register", "Ås"),
            ("that changes nothing", "Ås"),
            ("that changes all", "Ek"),
        ):
            _write(file, town)
            seconds, megabytes = _brought_in(data, file)
            yield Figure(f"{ROWS:,} rows {what}", f"≤ {SECONDS} s", f"{seconds:.0f} s", seconds <= SECONDS)
            yield Figure("  memory", f"≤ {MEGABYTES} MB", f"{megabytes:.0f} MB", megabytes <= MEGABYTES)


def _write(file: Path, town: str) -> None:
    with file.open("w", newline="", encoding="utf-8") as opened:
        out = csv.writer(opened, delimiter=";")
        out.writerow(["Medlemsnummer", "Förnamn", "Efternamn", "E-post", "Mobil", "Ort", "Födelseår", "Gick med"])
        for n in range(ROWS):
            mobile = f"070-1740{605 + n % 95}"
            names = f"Namn{n % 997}", f"Namnsson{n % 4_999}"
            out.writerow([n + 1, *names, f"m{n}@example.org", mobile, town, 1940 + n % 68, "2020-05-31"])


def _brought_in(data: Path, file: Path) -> tuple[float, float]:
    """Seconds and megabytes of ``flask people import``."""
    command = [sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "people", "import", str(file), "--sure"]
    begun = time.perf_counter()
    started = subprocess.Popen(command, cwd=ROOT, env=environment(data), stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(started.pid, 0)
    assert status == 0, status
    return time.perf_counter() - begun, used.ru_maxrss / 1024
