"""``python -m benchmarks [name …]``: measure, print budget and figure side by side, fail when a budget is missed."""

import sys
import traceback
from importlib import import_module

from benchmarks.tools import Figure

NAMES = (
    "weight",
    "queries",
    "throughput",
    "growth",
    "register",
    "search",
    "bringing_in",
    "crowd",
    "memory",
    "encrypted",
    "lighthouse",
    "load",
    "faults",
)
SAID = {True: "met", False: "MISSED", None: "–"}


def main(names: list[str]) -> int:
    """Run the benchmarks that ``names`` name, or all."""
    if unknown := set(names) - set(NAMES):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    figures = []
    for name in names or NAMES:
        print(f"· {name}", file=sys.stderr, flush=True)
        try:
            figures += import_module(f"benchmarks.{name}").measure()
        except Exception as error:
            traceback.print_exc()
            figures.append(Figure(name, "", f"broke: {error!r}"[:60], False))
    show(figures)
    return 1 if any(figure.is_met is False for figure in figures) else 0


def show(figures: list[Figure]) -> None:
    """Print the table."""
    rows = [("what", "budget", "figure", "")]
    rows += [(figure.what, figure.budget, figure.figure, SAID[figure.is_met]) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for number, row in enumerate(rows):
        print("  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            print("  ".join("─" * width for width in widths))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
