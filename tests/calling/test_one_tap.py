"""Nobody answered: one tap, the next person on the screen, and a way back."""

import pytest

from chapter.calling import queries, queue
from chapter.calling.models import Call
from chapter.calling.rules import Outcome, Quick, Waiting
from chapter.db import db
from chapter.people.queries import history
from tests import factories
from tests.calling.steps import PATHS, call_at, claim, give, report
from tests.conftest import NOW


@pytest.fixture
def caller(app):
    return factories.account(name="Bo Ek")


@pytest.fixture
def call(client, caller):
    return claim(client, caller, factories.person("Viktor"), factories.person("Emma"))


def tap(client, call, how="no_answer"):
    return client.post(f"/calling/calls/{call.id}/quick", data={"quick": how})


def undo(client, call):
    return client.post(f"/calling/calls/{call.id}/undo")


@pytest.mark.parametrize("how", Quick)
def test_one_tap_reports_and_brings_the_next_person(client, call, how):
    following = call_at(tap(client, call, how).location)
    assert (call.outcome, call.reported_at) == (Outcome(how.value), NOW)
    assert following.person.first_name == "Emma"


def test_two_taps_report_once_and_stay_with_the_same_person(client, call):
    assert tap(client, call).location == tap(client, call, "busy").location
    assert (call.outcome, len(call.versions)) == (Outcome.NO_ANSWER, 1)


def test_a_tap_that_is_none_changes_nothing(client, call):
    assert tap(client, call, "shouted").status_code == 200
    assert call.reported_at is None


def test_undo_returns_to_the_person_as_if_nothing_was_said(client, call):
    following = call_at(tap(client, call).location)
    assert undo(client, call).location == f"/calling/calls/{call.id}"
    assert (call.reported_at, call.answers, call.versions, history(call.person, 5)) == (None, {}, [], [])
    assert not following.is_open
    assert queue.counts(call.assignment, NOW) == dict.fromkeys(Waiting, 0) | {Waiting.IN_CALL: 1, Waiting.READY: 1}


def test_undo_pressed_twice_is_undo_once(client, call):
    tap(client, call)
    assert undo(client, call).location == undo(client, call).location
    assert db.session.scalar(db.select(db.func.count()).select_from(Call).where(queries.OPEN)) == 1


def test_undo_waits_when_the_next_report_has_begun(client, call):
    following = call_at(tap(client, call).location)
    give(client, following, "reached=yes")
    undo(client, call)
    assert (call.outcome, following.is_open) == (Outcome.NO_ANSWER, True)


def test_undo_waits_when_somebody_else_rings_the_person(client, call, app):
    tap(client, call)
    other = factories.assignment(call.person, callers=(factories.account(),), cooldown_hours=0)
    app.test_client().sign_in(other.callers[0].account).post(f"/calling/{other.id}/claim")
    undo(client, call)
    assert call.outcome is Outcome.NO_ANSWER


def test_the_confirmation_offers_undo_and_a_word_to_the_leader(client, call):
    page = client.get(tap(client, call).location).text
    assert f"/calling/calls/{call.id}/undo" in page
    assert f"/calling/calls/{call.id}?change=action_needed" in page


def test_a_word_to_the_leader_afterwards_becomes_a_flag(client, call):
    tap(client, call)
    where = f"/calling/calls/{call.id}"
    client.post(f"{where}/answer", data={"step": "action_needed", "answer": "yes"})
    client.post(f"{where}/answer", data={"step": "action_message", "answer": "send", "text": "Svararen är full."})
    client.post(f"{where}/send", data={"then": "break"})
    assert (call.flag.message, len(call.versions), call.outcome) == ("Svararen är full.", 2, Outcome.NO_ANSWER)


def test_a_sent_report_is_not_overwritten_by_a_tap(client, caller):
    call = report(client, claim(client, caller), PATHS["talked"])
    tap(client, call)
    assert call.outcome is Outcome.TALKED


def test_undo_takes_back_a_tap_and_nothing_more(client, call):
    tap(client, call)
    where = f"/calling/calls/{call.id}"
    client.post(f"{where}/answer", data={"step": "action_needed", "answer": "yes"})
    client.post(f"{where}/answer", data={"step": "action_message", "answer": "send", "text": "Svararen är full."})
    client.post(f"{where}/send", data={"then": "break"})
    undo(client, call)
    assert (call.flag.message, len(call.versions)) == ("Svararen är full.", 2)
