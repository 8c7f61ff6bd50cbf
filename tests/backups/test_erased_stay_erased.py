"""Who was erased after a backup was taken is erased again when it is restored, down to the bytes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from chapter import clock, jobs
from chapter.accounts.models import Account
from chapter.backups import erased
from chapter.backups.models import ErasedMark
from chapter.config import data_folder
from chapter.db import db
from chapter.duplicates import actions as duplicates
from chapter.people.models import HistoryEntry, Person
from chapter.privacy.actions import erase
from tests import factories
from tests.backups.conftest import Key, Say, newest
from tests.backups.test_restore import Restore, restore  # noqa: F401  # A fixture.
from tests.conftest import NOW
from tests.databases import on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def gone(say: Say, folder: Path) -> Person:
    """Somebody who was backed up, and then erased with all that was known of them."""
    person = factories.person("Xenofilia", "Qvistenberg", email="xenofilia@example.org", mobile="+46701740611")
    factories.account(name="Xenofilia Qvistenberg", email="xenofilia@example.org", person=person)
    db.session.add(HistoryEntry(person=person, at=NOW, kind="note", facts={"note": "Xenofilia likes chess"}))
    factories.person("Emma")
    say("now")
    erase(db.session.get_one(Person, person.id), "Bo Ek", NOW + timedelta(hours=1), has_taken_back=True)
    db.session.commit()
    return person


def bytes_of(folder: Path) -> Iterator[bytes]:
    """All files of the chapter that is restored."""
    aside = folder / "before-restore-2026-11-18T173000"
    return (file.read_bytes() for file in folder.rglob("*") if file.is_file() and aside not in file.parents)


def test_they_are_gone_with_all_that_was_known_of_them(gone: Person, folder: Path, restore: Restore):  # noqa: F811
    said = restore(newest(folder))

    assert "erased since, and are again: 1" in said
    assert db.session.scalars(select(Person.first_name)).all() == ["Emma"]
    assert db.session.scalars(select(Account.email)).all() == []
    db.session.remove()
    db.engine.dispose()
    assert [b for b in bytes_of(data_folder()) if b"enofilia" in b or b"Qvistenberg" in b or b"46701740611" in b] == []


def test_also_when_only_the_list_beside_the_backups_is_left(gone, folder: Path, restore: Restore):  # noqa: F811
    jobs.run(erased.JOB)
    db.session.remove()
    db.engine.dispose()
    for file in data_folder().glob("chapter.db*"):
        file.unlink()

    assert "erased since, and are again: 1" in restore(newest(folder))


def test_the_list_is_written_as_soon_as_somebody_is_erased_and_names_nobody(gone: Person, folder: Path):
    with clock.frozen(NOW + timedelta(hours=1, minutes=1)):
        jobs.run_due()
    words = (folder / erased.FILE).read_text()

    assert len(words.splitlines()) == 1
    assert "enofilia" not in words
    assert (folder / erased.FILE).stat().st_mode & 0o777 == 0o600


def test_a_backup_of_the_one_that_they_were_merged_with_brings_neither_back(say, folder, restore: Restore):  # noqa: F811
    kept, other = factories.person("Xenofilia", "Qvist"), factories.person("Xeno", "Qvistenberg")
    other.added_at -= timedelta(days=3)
    say("now")
    kept, other = db.session.get_one(Person, kept.id), db.session.get_one(Person, other.id)
    duplicates.merge(kept, other, {}, (kept.version, other.version), factories.account(), NOW)
    db.session.commit()
    erase(kept, "Bo Ek", NOW, has_taken_back=True)
    db.session.commit()

    assert "erased since, and are again: 2" in restore(newest(folder))


def test_also_when_backups_are_kept_for_longer_than_a_merge_can_be_undone(app, say, folder, restore, monkeypatch):  # noqa: F811
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_DAYS", "90")
    kept, other = factories.person("Xenofilia", "Qvist"), factories.person("Xeno", "Qvistenberg")
    other.added_at -= timedelta(days=3)
    say("now")
    kept, other = db.session.get_one(Person, kept.id), db.session.get_one(Person, other.id)
    duplicates.merge(kept, other, {}, (kept.version, other.version), factories.account(), NOW)
    duplicates.forget(NOW + timedelta(days=89))
    erase(kept, "Bo Ek", NOW + timedelta(days=89), has_taken_back=True)
    db.session.commit()

    assert "erased since, and are again: 2" in restore(newest(folder))


def test_somebody_new_with_the_number_of_one_who_was_erased_stays(gone: Person, say: Say, folder: Path, key: Key):
    same = Person(id=gone.id, first_name="Ny", added_at=NOW + timedelta(days=1))

    assert erased.mark_of(same.id, same.added_at) not in erased.known()


def test_it_is_remembered_for_as_long_as_a_backup_may_live_and_some_days(gone: Person, say: Say, folder: Path):
    for days, number in ((34, 1), (36, 0)):
        with clock.frozen(NOW + timedelta(days=days)):
            say("now")
        assert len(db.session.scalars(select(ErasedMark)).all()) == number
        assert len((folder / erased.FILE).read_text().splitlines()) == number


def test_a_list_that_was_cut_off_is_read_as_far_as_it_goes(folder: Path):
    folder.mkdir()
    (folder / "list").write_text(f"{NOW.isoformat()} {'a' * 64}\n{NOW.isoformat()} aaa")

    assert erased.listed(folder / "list") == {"a" * 64: NOW}


def test_a_line_of_the_list_that_is_not_whole_hinders_nobody(gone: Person, folder: Path):
    whole = f"{NOW.isoformat()} {'ab' * 32}"
    (folder / erased.FILE).write_bytes(f"{whole}\nyesterday {'cd' * 32}\n\n2026-11-18".encode() + b"\0\xff")

    assert erased.listed(folder / erased.FILE) == {"ab" * 32: NOW}
