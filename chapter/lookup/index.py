"""Where words are looked for: in each database's own index, behind the same few functions."""

from importlib import import_module
from types import ModuleType

from chapter.db import is_sqlite


def index() -> ModuleType:
    """The index of the database that the chapter is in."""
    return import_module(f"chapter.lookup.index_{'sqlite' if is_sqlite() else 'postgresql'}")
