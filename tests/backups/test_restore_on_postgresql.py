"""With PostgreSQL as the chapter's database a restore is the same: all as it was, and who was erased stays erased."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from chapter import clock, commands, create_app
from chapter.backups import present
from chapter.db import db
from chapter.people.models import Person
from chapter.privacy.actions import erase
from chapter.settings import actions as settings
from tests import databases, factories
from tests.backups.conftest import Say, newest
from tests.backups.test_restore import Restore, everything, restore  # noqa: F401  # A fixture.
from tests.conftest import NOW
from tests.media.made import shown

pytestmark = pytest.mark.skipif(not databases.SERVER, reason="takes a server of PostgreSQL")
ASIDE = "before_restore_2026_11_18t173000"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An app with a database that is its own: what others have open isn't restored."""
    app = create_app({**databases.own(tmp_path / "data"), "CHAPTER_MODE": "demo", "TESTING": True})
    with app.app_context(), clock.frozen(NOW):
        commands.migrate()
        settings.found("Lokalföreningen Lövåsen", "SE", NOW)
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def taken(say: Say, folder: Path) -> Path:
    """A backup with Emma, who has an account, with Xenofilia, and with a file."""
    factories.account(email="emma@example.org", person=factories.person("Emma", mobile="+46701740611"))
    factories.person("Xenofilia", union="", skills=None)
    shown()
    say("now")
    return newest(folder)


def schemas() -> set[str]:
    """The schemas that there are."""
    return set(db.session.scalars(text("SELECT nspname FROM pg_namespace")))


def test_all_is_as_it_was_row_by_row_and_numbers_go_on(taken: Path, restore: Restore):  # noqa: F811
    before, last = everything(), db.session.scalars(select(Person.id).order_by(Person.id.desc())).first()
    db.session.execute(text("UPDATE person SET first_name = 'Other'"))
    factories.person("Later")
    said = restore(taken)

    assert "Restored." in said
    assert {name for name, lines in everything().items() if lines != before.get(name)} == {"account"}  # sessions end
    assert factories.person("Ny").id == (last or 0) + 1


def test_who_was_erased_since_is_erased_again(taken: Path, restore: Restore):  # noqa: F811
    gone = db.session.scalars(select(Person).where(Person.first_name == "Xenofilia")).one()
    erase(gone, "Bo Ek", NOW + timedelta(hours=1), has_taken_back=True)

    assert "erased since, and are again: 1" in restore(taken)
    assert db.session.scalars(select(Person.first_name)).all() == ["Emma"]
    assert "enofilia" not in "".join(map(str, everything().values()))


def test_what_was_there_is_kept_aside_until_it_would_be_too_old(taken: Path, restore: Restore, say: Say):  # noqa: F811
    factories.person("Later")
    restore(taken)

    assert present.BUILT not in schemas()
    names = db.session.scalars(text(f"SELECT first_name FROM {ASIDE}.person ORDER BY id"))
    assert names.all() == ["Emma", "Xenofilia", "Later"]
    with clock.frozen(NOW + timedelta(days=28)):
        say("now")
    assert ASIDE not in schemas()


def test_while_somebody_works_in_it_nothing_is_restored(taken: Path, restore: Restore):  # noqa: F811
    with databases.somebody_else(writes=False):
        assert "Chapter is running. Stop it first" in restore(taken)
