"""What was said in a follow-up is read by member coordinators, on its own pages; it is nowhere else."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from chapter import clock, jobs
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.calling.models import Call
from chapter.calling.rules import Outcome
from chapter.db import db
from chapter.exports.actions import take_out
from chapter.exports.rules import COLUMNS, Kind
from chapter.people.models import HistoryEntry, PersonChange
from chapter.searches.queries import finds
from chapter.searches.rules import EVERYBODY
from chapter.welcome import actions
from chapter.welcome.models import CaseStep, WelcomeCase
from tests import cast, factories
from tests.backups.plain import backed_up
from tests.conftest import Client
from tests.test_access import doors
from tests.welcome import full, ringing

SAID = {"came": "not_referred", "training": "perhaps", "result": "left"}
SAID |= {name: f"{full.SECRET} {name}" for name in ("help", "unclear", "note")}
WORDS = full.SECRET, "Ingen grupp var aktuell", "Kanske längre fram", "Har gått ur eller vill göra det"
"""What can only be read where the answers are; in Swedish."""
OWN = {"welcome.case", "welcome.follow_up", "calling.call"}


@pytest.fixture
def mona(app: Flask) -> Account:
    return cast.play("member_coordinator")


@pytest.fixture
def others(app: Flask) -> Account:
    """Somebody with every role but the one, who is responsible for the case."""
    return factories.account(*(role for role in Role if role is not Role.MEMBER_COORDINATOR), name="Alla Andra")


@pytest.fixture
def case(client: Client, mona: Account, others: Account) -> WelcomeCase:
    """A case that was followed up, with a call."""
    person = factories.person("Emma", email="emma@example.org")
    found = actions.open_case(person, clock.now() - timedelta(days=63))
    found.responsible = others
    client.sign_in(mona).post(f"/welcome/{found.id}/follow-up/ring", data=SAID)
    assert client.post(f"/welcome/{found.id}/follow-up/done", data=SAID).status_code == 303
    return found


def tells(words: str) -> bool:
    return any(word in words for word in WORDS)


def pages(app: Flask, client: Client) -> dict[str, str]:
    """Everything that can be got, by endpoint."""
    got = [(name, path) for name in app.view_functions for way, path in doors(app, name) if way == "GET"]
    return {name: client.get(path).get_data(as_text=True) for name, path in got if name != "static"}


def test_coordinators_read_it_on_the_case_and_its_own_page_and_beside_their_call_and_nowhere_else(
    app, client, mona, case
):
    found = pages(app, client.sign_in(mona))

    assert {name for name, page in found.items() if tells(page)} == OWN


def test_nobody_else_reads_it_anywhere_not_even_who_is_responsible(app, client, others, case):
    found = pages(app, client.sign_in(others))

    assert [name for name, page in found.items() if tells(page)] == []
    assert "Emma" in found["welcome.case"]


@pytest.mark.parametrize("part", [part for part in cast.CAST if part != "member_coordinator"])
def test_its_page_is_closed_to_everybody_else(app, case, part):
    browser = app.test_client().sign_in(cast.play(part))

    assert browser.get(f"/welcome/{case.id}/follow-up").status_code == 403
    assert browser.post(f"/welcome/{case.id}/follow-up", data=SAID).status_code == 403


def test_it_stands_in_one_row_of_one_table(case):
    assert full.tables_that_tell() == {"welcome_follow_up": 1}


def test_the_history_says_that_it_is_done_and_not_how_it_went(case):
    done = {"step": "follow_up", "by": "Member Coordinator Ek", "skipped": False, "how": ""}
    told = [entry.facts for entry in db.session.scalars(select(HistoryEntry).where(HistoryEntry.source == case.source))]

    assert told == [{"by": ""}, done]
    assert db.session.scalars(select(PersonChange)).all() == []


def test_nor_does_the_step_which_those_see_who_are_responsible(case):
    step = db.session.scalars(select(CaseStep)).one()

    assert (step.how, step.words) == ("", "")


@pytest.mark.parametrize("kind", Kind)
def test_no_export_has_it(client, mona, case, kind):
    export = take_out([finds(EVERYBODY)], kind, list(COLUMNS), mona, clock.now())
    db.session.commit()

    taken = client.get(f"/exports/{export.id}/file").data, client.get(f"/exports/{export.id}").data
    assert [tells(part.decode("utf-8", "ignore")) for part in taken] == [False, False]


def test_nor_has_the_export_from_the_command_line(app, case, tmp_path: Path):
    app.test_cli_runner().invoke(args=["people", "export", str(tmp_path / "all.csv")])

    assert "Emma" in (tmp_path / "all.csv").read_text()
    assert not tells((tmp_path / "all.csv").read_text())


def test_no_backup_has_it_though_it_has_the_case(app, case, tmp_path: Path):
    copy = backed_up(app, tmp_path)
    row = copy["welcome_follow_up"][0]

    assert [row[name] for name in SAID] == [""] * 6
    assert full.SECRET not in str(copy)


@pytest.mark.parametrize("name", ["talked, flagged", "wants to leave", "busy"])
def test_the_report_of_its_call_has_no_room_for_words_whatever_is_sent(app, client, case, tmp_path: Path, name: str):
    call = db.session.scalars(select(Call)).one()
    ringing.report(client, call, name)
    for step in ("action_needed", "action_message", "note"):
        answer = {"step": step, "answer": "yes" if step == "action_needed" else "send", "text": full.SECRET}
        client.post(f"/calling/calls/{call.id}/answer", data=answer)
    client.post(f"/calling/calls/{call.id}/send")

    assert full.tables_that_tell() == {"welcome_follow_up": 1}
    assert full.SECRET not in str(backed_up(app, tmp_path))


def test_who_wants_to_leave_and_which_numbers_are_wrong_is_still_known(client, case):
    call = db.session.scalars(select(Call)).one()
    ringing.report(client, call, "wants to leave")
    assert (db.session.get(Call, call.id).outcome, case.person.leaving_at) == (Outcome.WANTS_TO_LEAVE, clock.now())

    client.post(f"/calling/calls/{call.id}/answer", data={"step": "reached", "answer": "no"})
    client.post(f"/calling/calls/{call.id}/answer", data={"step": "why_not", "answer": "not_in_use"})
    client.post(f"/calling/calls/{call.id}/send")
    assert (case.person.leaving_at, case.person.mobile_is_wrong) == (None, True)


def test_after_one_tap_nobody_is_asked_for_words(client, case):
    call = db.session.scalars(select(Call)).one()
    client.post(f"/calling/calls/{call.id}/quick", data={"quick": "busy"})
    page = client.get(f"/welcome/{case.id}").text

    assert (f"/calling/calls/{call.id}/undo" in page, "change=action_needed" in page) == (True, False)


def test_the_background_tells_nobody_of_it_and_the_log_is_silent(case, caplog: pytest.LogCaptureFixture):
    for days in (0, 1, 8):
        with clock.frozen(clock.now() + timedelta(days=days)):
            jobs.run_due()

    assert (full.tables_that_tell(), tells(caplog.text)) == ({"welcome_follow_up": 1}, False)


def test_when_it_can_t_be_saved_the_log_doesn_t_say_what(app, client, case, caplog, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.config, "TESTING", False)
    db.session.execute(text("ALTER TABLE welcome_follow_up RENAME TO away"))

    assert client.post(f"/welcome/{case.id}/follow-up", data=SAID).status_code == 500
    db.session.execute(text("ALTER TABLE away RENAME TO welcome_follow_up"))
    db.session.commit()
    assert ("failed" in caplog.text, tells(caplog.text)) == (True, False)
