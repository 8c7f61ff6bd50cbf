"""In which of their offices somebody does something."""

from collections.abc import Iterable

from chapter.access import GRANTS, Role


def used(roles: Iterable[Role], need: str) -> list[Role]:
    """Those of somebody's roles that open what takes ``need``; all of them, where any account does."""
    mine = sorted(roles)
    return [role for role in mine if need in GRANTS[role]] or mine
