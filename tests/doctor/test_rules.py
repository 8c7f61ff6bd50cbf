"""What is well and what isn't, at its limits: the machine."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chapter.doctor.rules import (
    GB,
    MB,
    Exit,
    Finding,
    State,
    certificate,
    clock,
    disk,
    growth,
    memory,
    news,
    open_files,
    order,
    size,
    verdict,
    versions,
)

NOW = datetime(2026, 11, 18, 17, 30, tzinfo=UTC)
DAY = timedelta(days=1)
B, L, U, W = State.BROKEN, State.LOOK, State.UNKNOWN, State.WELL
FILES = 1_000_000, 2_000_000


@pytest.mark.parametrize(
    ("free", "total", "data", "files", "state", "why"),
    [
        (20 * GB, 40 * GB, GB, FILES, W, "well"),
        (199 * MB, 40 * GB, MB, FILES, B, "full"),
        (5 * GB, 40 * GB, 6 * GB, FILES, B, "full"),
        (900 * MB, 2 * GB, MB, FILES, L, "filling"),
        (5 * GB, 10 * GB, 2 * GB, FILES, L, "filling"),
        (5 * GB, 90 * GB, MB, FILES, L, "filling"),
        (20 * GB, 40 * GB, MB, (500, 2_000_000), B, "no files"),
        (20 * GB, 40 * GB, MB, (0, 0), W, "well"),
    ],
)
def test_room_on_the_disk(free, total, data, files, state, why):
    assert disk(free, total, data, *files)[:3] == ("disk", state, why)


@pytest.mark.parametrize(
    ("days", "grown", "free", "state", "why"),
    [
        (0, 0, GB, U, "too early"),
        (6, 9, GB, U, "too early"),
        (30, 100 * MB, GB, W, "well"),
        (30, 600 * MB, GB, L, "days left"),
        (30, 10 * GB, GB, B, "days left"),
        (30, -5 * MB, GB, W, "well"),
    ],
)
def test_how_data_grows(days, grown, free, state, why):
    sizes = [(date(2026, 11, 1), 50 * MB), (date(2026, 11, 1) + days * DAY, 50 * MB + grown)]

    assert growth(sizes, free)[:3] == ("growth", state, why)
    assert growth(sizes[:1], free).state is U


@pytest.mark.parametrize(
    ("available", "limit", "used", "killed", "state", "why"),
    [
        (None, None, 0, 0, U, "unknown"),
        (300 * MB, None, 0, 0, W, "well"),
        (59 * MB, None, 0, 0, L, "little"),
        (300 * MB, 380 * MB, 360 * MB, 0, B, "none left"),
        (None, 380 * MB, 100 * MB, 0, W, "well"),
        (300 * MB, None, 0, 2, L, "killed"),
    ],
)
def test_memory(available, limit, used, killed, state, why):
    assert memory(available, limit, used, killed)[:3] == ("memory", state, why)


@pytest.mark.parametrize(("number", "state"), [(100, W), (513, L), (922, B)])
def test_open_files(number, state):
    assert open_files(number, 1024).state is state


@pytest.mark.parametrize(
    ("elsewhere", "newest", "is_kept", "state", "why"),
    [
        (NOW + timedelta(seconds=90), NOW, True, W, "well"),
        (NOW + timedelta(minutes=5), NOW, True, B, "off"),
        (NOW - timedelta(minutes=5), NOW, True, B, "off"),
        (None, NOW + timedelta(hours=2), True, B, "set back"),
        (None, NOW, False, L, "not kept right"),
        (None, NOW, None, U, "unknown"),
        (NOW, NOW, None, U, "unknown"),
    ],
)
def test_the_clock(elsewhere, newest, is_kept, state, why):
    assert clock(NOW, elsewhere, newest, is_kept)[:3] == ("clock", state, why)


@pytest.mark.parametrize(
    ("python", "sqlite", "others", "today", "state", "why"),
    [
        ((3, 11), (3, 40, 1), [], date(2026, 11, 18), W, "well"),
        ((3, 11), (3, 40, 1), [], date(2027, 6, 1), L, "python ends"),
        ((3, 11), (3, 40, 1), [], date(2027, 11, 1), B, "old python"),
        ((3, 99), (3, 40, 1), [], date(2040, 1, 1), W, "well"),
        ((3, 11), (3, 34, 9), [], date(2026, 11, 18), B, "old sqlite"),
        ((3, 11), (3, 40, 1), ["flask 2.0"], date(2026, 11, 18), L, "not as locked"),
    ],
)
def test_versions(python, sqlite, others, today, state, why):
    assert versions(python, sqlite, others, today)[:3] == ("versions", state, why)


@pytest.mark.parametrize(
    ("host", "error", "days", "state", "why"),
    [
        ("", "", None, U, "no https"),
        ("x", "expired", None, B, "expired"),
        ("x", "wrong name", None, B, "wrong name"),
        ("x", "no answer", None, U, "no answer"),
        ("x", "", 6, B, "ends"),
        ("x", "", 20, L, "ends"),
        ("x", "", 60, W, "well"),
    ],
)
def test_the_certificate(host, error, days, state, why):
    ends = NOW + days * DAY if days else None

    assert certificate(host, error, ends, NOW)[:3] == ("certificate", state, why)


def test_the_worst_comes_first_and_decides():
    found = [Finding("a", W), Finding("b", U), Finding("c", L), Finding("d", B)]

    assert [finding.check for finding in order(found)] == ["d", "c", "b", "a"]
    assert [verdict(found), verdict(found[:3]), verdict(found[:2])] == [Exit.BROKEN, Exit.LOOK, Exit.WELL]


def test_news_is_what_has_broken_or_is_well_again_and_not_what_could_not_be_asked():
    found = [Finding("new", B), Finding("old", B), Finding("mended", W), Finding("asked", U), Finding("fine", W)]
    broken, well = news({"old", "mended", "asked"}, found)

    assert [finding.check for finding in broken] == ["new"]
    assert [finding.check for finding in well] == ["mended"]


@pytest.mark.parametrize(("number", "words"), [(7, "7 B"), (3_400_000, "3,4 MB"), (5_000 * GB, "5e+03 GB")])
def test_sizes_are_short(number, words):
    assert size(number) == words
