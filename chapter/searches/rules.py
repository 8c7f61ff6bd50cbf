"""What a search is: conditions that are combined, as plain values that can be kept as JSON.

A search is a joint, and a joint has parts, which are conditions or joints again::

    {"all": [{"is": "tags", "value": [3]}, {"any": [{"is": "never_called", "value": true}, …], "not": true}]}

``all`` wants every part, ``any`` at least one; ``not`` turns a condition or a joint around. A search without
parts finds everybody.
"""

from collections.abc import Iterator
from typing import Any

Search = dict[str, Any]
Part = dict[str, Any]

EVERYBODY: Search = {"all": []}
MOST_CONDITIONS, DEEPEST = 40, 3


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


def is_sound(search: Any, depth: int = 0) -> bool:
    """Whether it has the shape of a search, and a size that a database answers."""
    if not isinstance(search, dict) or depth > DEEPEST:
        return False
    if "is" in search:
        return depth > 0 and isinstance(search["is"], str) and "value" in search
    how, parts = parts_of(search)
    if not isinstance(parts, list) or not search.keys() <= {how, "not"} or len(parts) > MOST_CONDITIONS:
        return False
    return all(is_sound(part, depth + 1) for part in parts) and sum(1 for _ in conditions(search)) <= MOST_CONDITIONS
