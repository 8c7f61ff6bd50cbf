"""Whatever somebody does to the log with the database in their hands, it shows."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from chapter import config
from chapter.access import Role
from chapter.db import db
from chapter.people.rules_looks import What
from chapter.readlog import actions, queries, witness
from chapter.readlog.rules import KEPT
from chapter.readlog.rules_chain import START, Fault
from tests import factories
from tests.conftest import NOW
from tests.readlog.made import TAMPERINGS, log, rows


def tamper(*statements: str) -> None:
    """Run these past the program, in the open transaction."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for statement in statements:
        db.session.execute(text(statement))


def test_a_log_that_nobody_has_touched_holds(app: Flask):
    log()

    assert queries.verify() == (7, None, 0)
    assert queries.head() == witness.kept()


def test_an_empty_log_holds(app: Flask):
    assert queries.verify() == (0, None, 0)
    assert queries.head() == (0, START)


@pytest.mark.parametrize("what", TAMPERINGS)
@settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 6))
def test_whatever_is_changed_is_found(app: Flask, what: str, which: int):
    if not rows("read_entry", "number"):
        log()
    assert queries.verify().fault is None

    tamper(*TAMPERINGS[what](which))
    found = queries.verify()
    db.session.rollback()

    assert found.fault is not None


def test_the_entry_that_is_missing_is_named(app: Flask):
    log()
    tamper("DELETE FROM read_whom WHERE entry = 3", "DELETE FROM read_entry WHERE number = 3")

    assert queries.verify() == (2, Fault.REMOVED, 3)


def test_an_end_that_is_cut_off_shows_by_what_stands_outside_the_database(app: Flask):
    log()
    tamper("DELETE FROM read_whom WHERE entry > 5", "DELETE FROM read_entry WHERE number > 5")

    assert queries.verify() == (5, Fault.CUT_OFF, 6)


def test_a_whole_log_written_anew_shows_too(app: Flask):
    log()
    number, _hash = queries.head()
    witness.keep(number, "c" * 64, anew=True)

    assert queries.verify() == (number - 1, Fault.REWRITTEN, number)


def test_what_is_not_committed_leaves_no_mark_outside(app: Flask):
    log()
    before = witness.kept()
    actions.write(What.PERSON, [factories.person().id], factories.account(), "", NOW)
    db.session.rollback()

    assert witness.kept() == before


def test_what_is_undone_around_a_savepoint_leaves_none_either(app: Flask):
    log()
    before = witness.kept()
    actions.write(What.PERSON, [factories.person().id], factories.account(), "", NOW)
    db.session.begin_nested().commit()
    db.session.rollback()

    assert witness.kept() == before


def test_who_cuts_off_the_end_can_t_do_away_with_the_mark_too(app: Flask):
    log()
    tamper("DELETE FROM read_whom WHERE entry > 5", "DELETE FROM read_entry WHERE number > 5")
    Path(config.data_folder(), witness.FILE).unlink()

    assert queries.verify() == (5, Fault.UNWITNESSED, 5)


def test_a_mark_that_can_t_be_read_is_none(app: Flask):
    Path(config.data_folder(), witness.FILE).write_bytes(b"\xff\xfe nonsense")

    assert witness.kept() == (0, "")


def test_after_a_backup_is_put_back_the_log_goes_on_from_there(app: Flask):
    log()
    tamper("DELETE FROM read_whom WHERE entry > 6", "DELETE FROM read_entry WHERE number > 6")
    assert queries.verify().fault is Fault.CUT_OFF

    actions.restored(NOW)
    db.session.commit()

    assert queries.verify() == (7, None, 0)


def test_old_entries_go_and_the_rest_holds(app: Flask):
    log()
    bo = factories.account(Role.BOARD, email="new@example.org")
    actions.write(What.PERSON, [factories.person("Siv").id], bo, "", NOW + KEPT)
    gone = actions.forget_old(NOW + KEPT + KEPT / 365)
    db.session.commit()

    assert gone == 7
    assert rows("read_entry", "number") == [8, 9]
    assert (len(rows("read_person", "token")), len(rows("read_reader", "token"))) == (1, 1)
    assert queries.verify() == (2, None, 0)


def test_once_old_entries_have_gone_more_can_t_be_removed_unseen(app: Flask):
    test_old_entries_go_and_the_rest_holds(app)
    tamper("DELETE FROM read_whom WHERE entry = 8", "DELETE FROM read_entry WHERE number = 8")

    assert queries.verify() == (0, Fault.REMOVED, 8)


def verified(app: Flask) -> Result:
    """What the command line says."""
    db.session.commit()
    return app.test_cli_runner().invoke(args=["readlog", "verify"])


def test_the_command_line_says_what_is_wrong(app: Flask):
    log()
    assert verified(app).output == "The read log is as it was written: 7 entries.\n"
    tamper("UPDATE read_entry SET many = 9 WHERE number = 2")

    assert (verified(app).exit_code, verified(app).output) == (
        1,
        "Error: Entry 2 of the read log isn't as it was written.\n",
    )
