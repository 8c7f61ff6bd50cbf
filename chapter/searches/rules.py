"""What a search is: conditions that are combined, as plain values that can be kept as JSON.

A search is a joint, and a joint has parts, which are conditions or joints again::

    {"all": [{"is": "tags", "value": [3]}, {"any": [{"is": "never_called", "value": true}, …], "not": true}]}

``all`` wants every part, ``any`` at least one; ``not`` turns a condition or a joint around. A search without
parts finds everybody.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Search = dict[str, Any]
Part = dict[str, Any]

EVERYBODY: Search = {"all": []}
MOST_CONDITIONS, MOST_VALUES, DEEPEST = 40, 600, 4
MOST_CHOSEN, LONGEST_TEXT, LARGEST = 300, 200, 2**31
FIRST_YEAR, LAST_YEAR = 1900, 2100


def condition(name: str, value: Any, turned: bool = False) -> Part:
    """One condition: the filter ``name`` set to ``value``."""
    return {"is": name, "value": value, **({"not": True} if turned else {})}


def every(*parts: Part) -> Search:
    """What finds those for whom all ``parts`` hold."""
    return {"all": list(parts)}


def some(*parts: Part) -> Search:
    """What finds those for whom any of ``parts`` holds."""
    return {"any": list(parts)}


def parts_of(joint: Search) -> tuple[str, list[Part]]:
    """``all`` or ``any``, and what it joins."""
    how = "any" if "any" in joint else "all"
    return how, joint.get(how, [])


def conditions(search: Search) -> Iterator[Part]:
    """All conditions in it, wherever they stand."""
    for part in parts_of(search)[1]:
        if "is" in part:
            yield part
        else:
            yield from conditions(part)


def is_sound(search: Any) -> bool:
    """Whether it has the shape of a search, and a size that a database answers."""
    if not _is_joint(search, 0):
        return False
    values = [part["value"] for part in conditions(search)]
    size = sum(len(value) if isinstance(value, list) else 1 for value in values)
    return len(values) <= MOST_CONDITIONS and size <= MOST_VALUES and _can_be_written(search)


def _is_joint(part: Any, depth: int) -> bool:
    if not isinstance(part, dict) or depth > DEEPEST or not isinstance(part.get("not", False), bool):
        return False
    if "is" in part:
        return depth > 0 and part.keys() - {"not"} == {"is", "value"} and _is_flat(part["is"], part["value"])
    how, parts = parts_of(part)
    if not isinstance(parts, list) or not part.keys() <= {how, "not"} or len(parts) > MOST_CONDITIONS:
        return False
    return all(_is_joint(one, depth + 1) for one in parts)


def _is_flat(name: Any, value: Any) -> bool:
    """Whether nothing is in anything: what is deep can't be written everywhere that it can be read."""
    values = value if isinstance(value, list) else [value]
    return isinstance(name, str) and not any(isinstance(one, list | dict) for one in values)


def _can_be_written(search: Search) -> bool:
    """Whether it can stand in a page and in a database: no half characters, no numbers that aren't."""
    try:
        json.dumps(search, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError):
        return False
    return True


def is_yes(value: Any) -> bool:
    """Whether a condition that is or isn't so can be set to it."""
    return value is True


def is_text(value: Any) -> bool:
    """Whether it is a text that every database takes."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        return False
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value)


def is_day(value: Any) -> bool:
    """Whether it is a day as “2026-01-31” that somebody alive can mean."""
    try:
        return isinstance(value, str) and FIRST_YEAR <= date.fromisoformat(value).year <= LAST_YEAR
    except ValueError:
        return False


def is_number(least: int, most: int) -> Callable[[Any], bool]:
    """Whether it is a whole number from ``least`` to ``most``."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def are_some(is_one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Whether it is a list of such things, at least one and not too many."""
    return lambda value: isinstance(value, list) and 0 < len(value) <= MOST_CHOSEN and all(map(is_one, value))


is_id = is_number(1, LARGEST)
