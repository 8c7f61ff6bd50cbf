"""What the database, the background and the settings say of themselves."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import text

from chapter import health, ledger, mail
from chapter.background import queries as background
from chapter.background.rules import stands_still
from chapter.backups import queries as backups
from chapter.config import ROOT, data_folder, setting
from chapter.db import db, is_sqlite, own_connection
from chapter.doctor import machine, queries, rules, rules_inside, rules_mail
from chapter.doctor.rules import Finding, State
from chapter.i18n import local
from chapter.messages import smtp
from chapter.readlog import queries as readlog

MOST_COMPLAINTS = 100


def database(_now: datetime) -> list[Finding]:
    """Whether the database is whole: every page of it is read."""
    if not is_sqlite():
        broken = db.session.scalar(text("SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database"))
        return [rules_inside.database(["checksums"] if broken else [], 0)]
    file = data_folder() / "chapter.db"
    complaints: list[str] | None
    try:
        with closing(own_connection()) as raw:
            said = [row[0] for row in raw.execute(f"PRAGMA quick_check({MOST_COMPLAINTS})")]
            loose = len(raw.execute("PRAGMA foreign_key_check").fetchmany(1000)) if said == ["ok"] else 0
        complaints = [] if said == ["ok"] else said
    except Exception as error:  # SQLCipher's errors are of another family than SQLite's.
        complaints, loose = [f"{type(error).__name__}: {error}"], 0
    wal = file.with_name("chapter.db-wal")
    log = rules_inside.log_file(wal.stat().st_size if wal.exists() else 0, file.stat().st_size)
    return [rules_inside.database(complaints, loose), log]


def migration(_now: datetime) -> list[Finding]:
    """Whether the tables are those of this program."""
    return [rules_inside.migration(health.revision(), health.newest())]


def at_work(now: datetime) -> list[Finding]:
    """The background: whether it lives, and which jobs fail."""
    lines = background.lines(now)
    seen = background.last_sign(lines, now)
    minutes = int((now - seen).total_seconds() // 60) if seen else None
    failing = [(line.job.name, line.row.failures) for line in lines.bad]
    return [rules_inside.worker(stands_still(seen, now), minutes), rules_inside.jobs(failing)]


def outbox(now: datetime) -> list[Finding]:
    """Mail that should have gone."""
    if not mail.is_set():
        return [Finding("outbox", State.UNKNOWN, "no mail")]
    waiting, since, failed = queries.outbox(now)
    return [rules_mail.outbox(waiting, int((now - since).total_seconds() // 3600) if since else 0, failed)]


def backup(now: datetime) -> list[Finding]:
    """How it stands with the backups."""
    state, files = backups.state(), backups.files()
    tried, away = state.verified, state.taken_away
    facts: dict[str, Any] = {
        "is_live": setting("CHAPTER_MODE") == "live",
        "age": state.age(now),
        "error": state.failed.error if state.failed else "",
        "tried": now - tried.verified_at if tried and tried.verified_at else None,
        "away": now - away.taken_away_at if away and away.taken_away_at else None,
        "goes_away": state.goes_away,
        "is_encrypted": state.is_encrypted,
        "oldest": now - files[-1].at if files else None,
        "days": backups.days(),
    }
    return rules_inside.backup(facts)


def read_log(_now: datetime) -> list[Finding]:
    """Whether the log of who read what is as it was written."""
    verdict = readlog.verify()
    return [rules_inside.read_log(verdict.fault and verdict.fault.value, verdict.number)]


def factors(_now: datetime) -> list[Finding]:
    """Administrators who sign in without a second step."""
    found = queries.administrators()
    return [rules_inside.factors(len(found), sum(not account.has_factor for account in found))]


def settings(_now: datetime) -> list[Finding]:
    """Settings that contradict each other."""
    url = setting("CHAPTER_URL")
    said = {
        "is_live": setting("CHAPTER_MODE") == "live",
        "is_demo": health.is_demo(),
        "url": url if current_app.config["TRUSTED_HOSTS"] else "",
        "is_near": smtp.is_loopback(url.partition("://")[2].partition("/")[0].rpartition(":")[0]),
        "proxies": int(setting("CHAPTER_PROXIES") or 0),
        "sender": smtp.sender(),
    }
    return [rules_inside.settings(said)]


def room(now: datetime) -> list[Finding]:
    """Room on the disk, now and as data grows on."""
    here, today = machine.room(data_folder()), local(now).date()
    sizes = [(day, number) for day, number in queries.sizes(today) if day != today] + [(today, here.data)]
    return [rules.disk(*here), rules.growth(sizes, here.free)]


def resources(_now: datetime) -> list[Finding]:
    """Memory, and open files."""
    return [rules.memory(machine.memory_left(), *machine.cage()), rules.open_files(*machine.open_files())]


def versions(now: datetime) -> list[Finding]:
    """Python, SQLite and the packages."""
    others = machine.not_as_locked(ROOT / "requirements.txt")
    return [rules.versions(machine.python(), machine.sqlite(), others, local(now).date())]


def modes(_now: datetime) -> list[Finding]:
    """Who else on the machine may read what is ours."""
    data, key = data_folder(), setting("CHAPTER_DATABASE_KEY_FILE")
    ours = [data, data / "secret_key", *([Path(key)] if key else [])]
    is_within = bool(key) and Path(key).resolve().is_relative_to(data.resolve())
    return [rules_inside.modes(machine.open_to_others(ours), is_within)]


def clock(now: datetime, elsewhere: float | None) -> Finding:
    """The clock, against another's, and whether it has leapt: then nothing is deleted for a day."""
    if ledger.has_leapt(now):
        return Finding("clock", State.BROKEN, "leapt")
    there = datetime.fromtimestamp(elsewhere, UTC) if elsewhere else None
    return rules.clock(now, there, machine.newest(data_folder()), machine.is_synchronised())


CHECKS: dict[str, Callable[[datetime], list[Finding]]] = {
    "database": database,
    "migration": migration,
    "worker": at_work,
    "outbox": outbox,
    "backup": backup,
    "read_log": read_log,
    "factors": factors,
    "settings": settings,
    "modes": modes,
    "disk": room,
    "memory": resources,
    "versions": versions,
}
"""What is asked in here, by the check that is unknown if it fails."""
