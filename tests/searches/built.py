"""What the builder of searches sends."""

from typing import Any

from chapter.searches.asked import compact
from chapter.searches.rules import Part


def built(*parts: Part, how: str = "all", group: int = 0) -> dict[str, str]:
    """The fields of a group of conditions that stand in words."""
    kept = {f"target-{group}-{place}": compact(part) for place, part in enumerate(parts)}
    return {f"target-{group}-how": how, **kept}


def opened(name: str, value: Any, place: str = "0-0", turned: bool = False, prefix: str = "target") -> dict[str, Any]:
    """The fields of an open condition with what was filled in."""
    line = f"{prefix}-{place}"
    fields = {line: compact({"is": name, "value": None}), f"{line}-open": "1", f"{line}-value": value}
    return fields | ({f"{line}-turned": "y"} if turned else {})
