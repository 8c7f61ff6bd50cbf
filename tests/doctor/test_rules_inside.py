"""What is well and what isn't, at its limits: what is inside."""

from datetime import timedelta

import pytest

from chapter.doctor import rules_inside as rules
from chapter.doctor.rules import GB, MB, State

B, L, U, W = State.BROKEN, State.LOOK, State.UNKNOWN, State.WELL
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BACKUP = {
    **{"is_live": True, "age": 9 * HOUR, "error": "", "tried": 20 * DAY, "away": 9 * HOUR},
    **{"goes_away": True, "is_encrypted": True, "oldest": 27 * DAY, "days": 28},
}
SAID = {
    "is_live": True,
    "is_demo": False,
    "url": "https://x.example.org",
    "proxies": 1,
    "sender": "a@x",
    "is_near": False,
}


def test_the_background():
    assert [rules.worker(*facts).why for facts in ((False, 1), (True, 30), (True, None))] == ["well", "still", "never"]


@pytest.mark.parametrize(("failing", "state"), [([], W), ([("a.b", 2)], L), ([("a.b", 2), ("c.d", 3)], B)])
def test_jobs_that_fail(failing, state):
    assert rules.jobs(failing).state is state


@pytest.mark.parametrize(
    ("complaints", "loose", "why"), [(None, 0, "not opened"), (["x"], 0, "damaged"), ([], 2, "loose"), ([], 0, "well")]
)
def test_the_database(complaints, loose, why):
    found = rules.database(complaints, loose)

    assert found.why == why
    assert found.state is (W if why == "well" else B)


def test_the_tables_are_the_programs():
    assert [rules.migration(here, "0006").state for here in ("0006", "0005", None)] == [W, B, B]


@pytest.mark.parametrize(("wal", "whole", "state"), [(MB, GB, W), (150 * MB, GB, W), (150 * MB, 20 * MB, L)])
def test_the_log_beside_the_database(wal, whole, state):
    assert rules.log_file(wal, whole).state is state


@pytest.mark.parametrize(
    ("changed", "check", "state", "why"),
    [
        ({}, "backup", W, "well"),
        ({"age": 31 * HOUR}, "backup", L, "old"),
        ({"age": 5 * DAY}, "backup", B, "old"),
        ({"error": "disk full"}, "backup", L, "failed"),
        ({"age": None}, "backup", B, "none"),
        ({"age": None, "is_live": False}, "backup", U, "none"),
        ({}, "backup_tried", W, "well"),
        ({"tried": None}, "backup_tried", L, "not tried"),
        ({"tried": 101 * DAY}, "backup_tried", L, "not tried"),
        ({}, "backup_away", W, "well"),
        ({"goes_away": False}, "backup_away", L, "only here"),
        ({"away": None}, "backup_away", B, "fails"),
        ({"away": 5 * DAY}, "backup_away", B, "fails"),
        ({"is_encrypted": False}, "backup_locked", L, "open"),
        ({"oldest": 31 * DAY}, "backup_old", B, "kept"),
        ({"oldest": None}, "backup_old", W, "well"),
    ],
)
def test_backups(changed, check, state, why):
    found = {finding.check: finding for finding in rules.backup(BACKUP | changed)}

    assert found[check][1:3] == (state, why)


def test_backups_of_another_kind_are_not_ours_to_judge():
    assert rules.backup(None)[0][1:3] == (U, "not here")


def test_the_read_log():
    assert [rules.read_log(fault, 7).state for fault in (None, "removed")] == [W, B]


@pytest.mark.parametrize(("all_of_them", "without", "state"), [(2, 0, W), (2, 1, L), (0, 0, B)])
def test_the_second_step_of_administrators(all_of_them, without, state):
    assert rules.factors(all_of_them, without).state is state


@pytest.mark.parametrize(
    ("paths", "is_within", "why"), [([], False, "well"), ([], True, "key within"), (["/x"], True, "open")]
)
def test_who_can_read_the_files(paths, is_within, why):
    assert rules.modes(paths, is_within).why == why


@pytest.mark.parametrize(
    ("changed", "state", "why"),
    [
        ({}, W, "well"),
        ({"is_demo": True}, B, "demo"),
        ({"url": ""}, L, "no url"),
        ({"url": "http://x.example.org"}, B, "no https"),
        ({"url": "http://127.0.0.1:8000", "is_near": True}, W, "well"),
        ({"proxies": 0}, L, "no proxies"),
        ({"sender": ""}, L, "no sender"),
        ({"is_live": False, "is_demo": True, "url": "", "sender": ""}, W, "well"),
    ],
)
def test_settings_that_fit_together(changed, state, why):
    assert rules.settings(SAID | changed)[1:3] == (state, why)
