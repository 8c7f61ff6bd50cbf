"""What holds for figures: groups so small that somebody could be recognised are not shown, nor can be reckoned out."""

from collections.abc import Sequence

FEWEST = 5
"""The smallest group that is shown."""
YOUNGEST, OLDEST, STEP = 20, 80, 10
TOWNS_SHOWN = 12


def veiled(numbers: Sequence[int]) -> list[int | None]:
    """The sizes of groups that together are everybody; None for those that are not shown.

    The reader may know the sum. So besides the groups that are too small, the smallest of the others are hidden until
    what is hidden could have been shared out in several ways; a group of nobody is shown unless nothing else helps.
    """
    hidden = {place for place, number in enumerate(numbers) if 0 < number < FEWEST}
    others = sorted(
        (place for place in range(len(numbers)) if place not in hidden), key=lambda p: (not numbers[p], numbers[p])
    )
    while hidden and others and not _is_vague([numbers[place] for place in hidden]):
        hidden.add(others.pop(0))
    return [None if place in hidden else number for place, number in enumerate(numbers)]


def _is_vague(hidden: Sequence[int]) -> bool:
    """Whether their sum leaves open how they are shared out."""
    return len(hidden) > 1 and sum(hidden) >= max(FEWEST, 2 * len(hidden)) and all(hidden)


def ages(births: dict[int | None, int], year: int) -> list[tuple[tuple[int | None, int | None] | None, int]]:
    """How many are in each age group (from, to) in ``year``, the young first; None for those whose year isn't known."""
    starts = [None, *range(YOUNGEST, OLDEST + 1, STEP)]
    groups: dict[tuple[int | None, int | None] | None, int] = {
        (start, None if start == OLDEST else (start or YOUNGEST - STEP) + STEP - 1): 0 for start in starts
    }
    groups[None] = 0
    for born, number in births.items():
        groups[_age_group(born, year)] += number
    return list(groups.items())


def _age_group(born: int | None, year: int) -> tuple[int | None, int | None] | None:
    if born is None:
        return None
    age = year - born
    if age < YOUNGEST:
        return None, YOUNGEST - 1
    start = min(age // STEP * STEP, OLDEST)
    return start, None if start == OLDEST else start + STEP - 1


def places(towns: dict[str | None, int]) -> tuple[list[tuple[str, int]], int, int]:
    """The largest towns with how many live there, how many live in all other towns, and in towns not known.

    Towns too small to be shown are among the others.
    """
    known = sorted(((town, number) for town, number in towns.items() if town), key=lambda place: (-place[1], place[0]))
    largest = [place for place in known[:TOWNS_SHOWN] if place[1] >= FEWEST]
    unknown = sum(number for town, number in towns.items() if not town)
    return largest, sum(number for _town, number in known[len(largest) :]), unknown


def months(last_year: int, last_month: int, number: int) -> list[tuple[int, int]]:
    """The last ``number`` months as (year, month), the earliest first."""
    last = last_year * 12 + last_month - 1
    return [(month // 12, month % 12 + 1) for month in range(last - number + 1, last + 1)]


def veiled_by_year(months: Sequence[tuple[int, int]], numbers: Sequence[int]) -> list[int | None]:
    """As :func:`veiled`, when the reader may know the sum of each year."""
    found: list[int | None] = []
    for year in sorted({year for year, _month in months}):
        found += veiled([number for (y, _m), number in zip(months, numbers, strict=True) if y == year])
    return found
