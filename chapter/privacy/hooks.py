"""What features above do when somebody is erased."""

from collections.abc import Callable
from datetime import datetime

from chapter.people.models import Person

on_erase: list[Callable[[Person, datetime], None]] = []
"""Called in the same transaction, while all that is known of them is still there."""
