"""What features above add to a merge: each hook is called before anything has moved."""

from collections.abc import Callable

from chapter.people.models import Person

on_merge: list[Callable[[Person, Person], None]] = []
"""Called with who is kept and who goes."""
