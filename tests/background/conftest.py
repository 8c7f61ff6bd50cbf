"""A few jobs that do as they are told."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from flask import Flask

from chapter import jobs
from chapter.jobs import Job
from chapter.timetable import DAILY, Every, Weekly

MINUTE = Every(timedelta(minutes=1))


def fail() -> None:
    """A job that fails with somebody's name in its words."""
    who = "As" + "a"
    raise RuntimeError(f"{who} has no number")


@pytest.fixture
def there(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes these the jobs that there are: what they do by name; all run every minute, but “weekly” and “daily”."""
    rhythms = {"weekly": Weekly(time(7), frozenset({0})), "daily": Weekly(time(7), DAILY)}

    def make(**doing: Callable[[], Any]) -> None:
        made = {name: Job(name, rhythms.get(name, MINUTE), run, f"The job {name}") for name, run in doing.items()}
        monkeypatch.setattr(jobs, "_jobs", made)

    return make
