"""What nothing shows goes after two weeks, and files that nobody knows of; never what is being uploaded."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from chapter import clock
from chapter.access import Audience
from chapter.db import db
from chapter.media import actions, jobs, storage
from chapter.media.models import Medium
from chapter.media.rules import UNUSED_KEPT
from chapter.media.uploads import Ready, ready
from tests.conftest import NOW
from tests.media.made import PDF, kept, picture, shown

MOMENT = timedelta(seconds=1)


def after(wait: timedelta) -> tuple[int, set[str]]:
    """Tidy after a while; gives how many media and which files are left."""
    db.session.commit()
    with clock.frozen(NOW + wait):
        jobs.tidy()
    files = {file.name for file, _digest in storage.everything()}
    return db.session.scalar(db.select(db.func.count(Medium.id))) or 0, files


def aged(file: Path, days: float) -> None:
    """Let a file be so old."""
    then = (NOW - timedelta(days=days)).timestamp()
    os.utime(file, (then, then))


def age_all(days: float) -> None:
    """Let all files be so old."""
    for file, _digest in storage.everything():
        aged(file, days)


def test_what_is_shown_stays(app: Flask):
    shown()
    age_all(1)

    assert after(UNUSED_KEPT * 10)[0] == 1


def test_what_nothing_shows_stays_for_two_weeks_and_goes_with_its_files(app: Flask):
    kept("Torget.jpg", picture())
    age_all(1)

    assert after(UNUSED_KEPT - MOMENT)[0] == 1
    assert after(UNUSED_KEPT) == (0, set())


def test_two_weeks_are_counted_from_when_it_was_last_shown(app: Flask):
    shown()
    after(UNUSED_KEPT * 3)
    actions.use("page:1", Audience.PUBLIC, [])

    assert after(UNUSED_KEPT * 4 - MOMENT)[0] == 1
    assert after(UNUSED_KEPT * 4)[0] == 0


def test_what_was_uploaded_once_more_counts_as_new(app: Flask):
    kept()
    after(UNUSED_KEPT - MOMENT)
    actions.put(_again(), "Bo Ek", NOW + UNUSED_KEPT)

    assert after(UNUSED_KEPT + timedelta(days=1))[0] == 1


def _again() -> Ready:
    """The same upload once more, not yet kept."""
    return ready(io.BytesIO(PDF), "x.pdf")


@pytest.mark.parametrize("name", ["a" * 64, ".new-abc", f"{'b' * 64}.800"])
def test_files_that_nobody_knows_of_go_when_they_are_a_day_old(app: Flask, name: str):
    file = storage.folder() / name
    file.write_bytes(b"x")
    aged(file, 0.5)
    assert after(timedelta(0))[1] == {name}

    assert after(timedelta(days=1))[1] == set()


def test_a_running_upload_is_left_alone(app: Flask):
    upload = _again()
    after(timedelta(hours=1))

    assert storage.path(actions.put(upload, "Bo Ek", NOW).digest).exists()
