"""A backup as an older version would have taken it."""

from pathlib import Path

from chapter import connecting, health
from chapter.backups import rows, streams
from chapter.backups.opening import migrated_to, scratch
from chapter.backups.taking import END, HEADER, SECRET, UPLOADS, _json
from chapter.db import db
from tests.backups.conftest import Key
from tests.conftest import NOW


def taken_at(revision: str, folder: Path, key: Key) -> Path:
    """Make a database of that migration with one person in it, and back it up."""
    app = scratch(folder / "older", b"a" * 64, connecting.sqlite(folder / "older.db"))
    with app.app_context():
        migrated_to(revision)
        with db.engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO person (first_name, last_name, source, added_at, mobile_is_wrong, phone2_is_wrong) "
                "VALUES ('Emma', '', '', '2026-11-01 12:00:00.000000', 0, 0)"
            )
            columns, pieces = rows.columns(connection), list(rows.read(connection))
        assert health.revision() == revision
        db.engine.dispose()
    header = {
        "format": 1,
        "chapter": "Old",
        "at": NOW.isoformat(),
        "revision": revision,
        "version": "0",
        "read_log": None,
    }
    counts = dict.fromkeys(columns, 0)
    for table, lines in pieces:
        counts[table] += lines.count(b"\n")
    members = [
        (HEADER, _json(header | {"columns": columns, "numbers": {}})),
        (SECRET, b"a" * 64),
        *((f"rows/{table}/{number:06}.jsonl", lines) for number, (table, lines) in enumerate(pieces)),
        (UPLOADS, b""),
        (END, _json({"rows": counts, "uploads": 0})),
    ]
    file = folder / "chapter-2026-11-18T030000.backup.age"
    streams.save(streams.packed(members, 0), file, streams.public_keys(key.public))
    return file
