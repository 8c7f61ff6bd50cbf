"""Whether what is inside is well: the database, the background, backups, the log, and how it is set up."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from chapter.doctor.rules import MB, Finding, State, size

BACKUP_DUE, BACKUP_LATE = timedelta(hours=30), timedelta(days=4)
"""One a night, and a few hours' grace; a long week-end without any is a week-end's work lost."""
TRIED_OUT = timedelta(days=100)
"""A backup that nobody has restored for a quarter is a hope."""


def worker(is_still: bool, minutes: int | None) -> Finding:
    """Whether anything runs in the background; something does every minute."""
    if is_still:
        return Finding("worker", State.BROKEN, "still" if minutes is not None else "never", {"minutes": minutes or 0})
    return Finding("worker", State.WELL)


def jobs(failing: Sequence[tuple[str, int]]) -> Finding:
    """Jobs that fail, and how often in a row: what fails is tried again, so three times are no accident."""
    if not failing:
        return Finding("jobs", State.WELL)
    times = max(number for _name, number in failing)
    facts = {"names": ", ".join(name for name, _number in failing), "times": times}
    return Finding("jobs", State.BROKEN if times >= 3 else State.LOOK, "fail", facts)


def database(complaints: Sequence[str] | None, loose: int) -> Finding:
    """What the database says of itself; ``loose`` rows point at nothing."""
    if complaints is None:
        return Finding("database", State.BROKEN, "not opened")
    if complaints:
        return Finding("database", State.BROKEN, "damaged", {"said": complaints[0][:200], "number": len(complaints)})
    return Finding("database", State.BROKEN if loose else State.WELL, "loose" if loose else "well", {"number": loose})


def migration(here: str | None, newest: str) -> Finding:
    """Whether the tables are those of this program."""
    facts = {"here": here or "–", "newest": newest}
    return Finding(
        "migration", State.WELL if here == newest else State.BROKEN, "well" if here == newest else "other", facts
    )


def log_file(wal: int, whole: int) -> Finding:
    """SQLite's log beside the database: it is emptied by itself, unless somebody reads for hours."""
    facts = {"wal": size(wal), "whole": size(whole)}
    if wal > max(100 * MB, 2 * whole):
        return Finding("wal", State.LOOK, "large", facts)
    return Finding("wal", State.WELL, "well", facts)


def backup(facts: Mapping[str, Any] | None) -> list[Finding]:
    """The nightly backup: how old, tried out, encrypted, and taken elsewhere."""
    if facts is None:
        return [Finding("backup", State.UNKNOWN, "not here")]
    age: timedelta | None = facts["age"]
    if age is None:
        return [Finding("backup", State.BROKEN if facts["is_live"] else State.UNKNOWN, "none")]
    told = {"hours": int(age.total_seconds() // 3600), "error": facts["error"]}
    state = State.BROKEN if age > BACKUP_LATE else State.LOOK if age > BACKUP_DUE or facts["error"] else State.WELL
    why = "well" if state is State.WELL else "failed" if facts["error"] else "old"
    return [Finding("backup", state, why, told), *_more(facts)]


def _more(facts: Mapping[str, Any]) -> list[Finding]:
    tried = facts["tried"]
    is_tried = tried is not None and tried <= TRIED_OUT
    found = [Finding("backup_tried", State.WELL if is_tried else State.LOOK, "well" if is_tried else "not tried")]
    is_away = facts["goes_away"] and facts["away"] is not None and facts["away"] <= BACKUP_LATE
    why = "well" if is_away else "fails" if facts["goes_away"] else "only here"
    found.append(Finding("backup_away", State.WELL if is_away else State.BROKEN if why == "fails" else State.LOOK, why))
    locked = facts["is_encrypted"]
    found.append(Finding("backup_locked", State.WELL if locked else State.LOOK, "well" if locked else "open"))
    old = facts["oldest"] is not None and facts["oldest"] > timedelta(days=facts["days"] + 2)
    return [
        *found,
        Finding("backup_old", State.BROKEN if old else State.WELL, "kept" if old else "well", {"days": facts["days"]}),
    ]


def read_log(fault: str | None, number: int) -> Finding:
    """Whether the log of who read what is as it was written."""
    if fault is None:
        return Finding("read_log", State.WELL)
    return Finding("read_log", State.BROKEN, "changed", {"number": number, "fault": fault})


def factors(administrators: int, without: int) -> Finding:
    """Administrators who sign in without a second step; one of them can give themselves every role."""
    facts = {"number": without, "all": administrators}
    if not administrators:
        return Finding("factors", State.BROKEN, "nobody", facts)
    return Finding("factors", State.LOOK if without else State.WELL, "without" if without else "well", facts)


def modes(open_paths: Sequence[str], key_within: bool) -> Finding:
    """Files that others on the machine may read, and a key that lies beside what it locks."""
    if open_paths:
        return Finding("modes", State.BROKEN, "open", {"paths": " ".join(open_paths)})
    return Finding("modes", State.BROKEN if key_within else State.WELL, "key within" if key_within else "well")


def settings(said: Mapping[str, Any]) -> Finding:
    """Settings that contradict each other, the worst first."""
    if said["is_live"] and said["is_demo"]:
        return Finding("settings", State.BROKEN, "demo")
    if said["is_live"] and not said["url"]:
        return Finding("settings", State.LOOK, "no url")
    if said["is_live"] and not said["url"].startswith("https:") and not said["is_near"]:
        return Finding("settings", State.BROKEN, "no https")
    if said["url"].startswith("https:") and not said["proxies"]:
        return Finding("settings", State.LOOK, "no proxies")
    if said["is_live"] and not said["sender"]:
        return Finding("settings", State.LOOK, "no sender")
    return Finding("settings", State.WELL)
