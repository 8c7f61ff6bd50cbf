"""A sent report is corrected, by its caller for a day and by a leader always; the first version is kept."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.access import Role
from chapter.calling import queue
from chapter.calling.rules import Outcome, Waiting
from chapter.people import actions as people
from chapter.people.queries import history
from chapter.people.rules import Number
from tests import factories
from tests.calling.steps import PATHS, claim, report, send
from tests.conftest import NOW


@pytest.fixture
def caller(app):
    return factories.account(name="Bo Ek")


def change(client, call, *answers):
    for step, answer in answers:
        data = {"step": step, "answer": answer, "text": "Nytt"}
        client.post(f"/calling/calls/{call.id}/answer", data=data)
    return send(client, call)


TO_BUSY = (("reached", "no"), ("why_not", "busy"), ("action_needed", "no"), ("note", "none"))


def test_a_correction_changes_outcome_effect_and_history_and_keeps_the_first(client, caller):
    call = report(client, claim(client, caller), PATHS["talked"])
    with clock.frozen(NOW + timedelta(hours=23)):
        change(client.sign_in(caller), call, *TO_BUSY)
    assert (call.outcome, call.reported_at) == (Outcome.BUSY, NOW)
    assert [v.answers["reached"]["answer"] for v in call.versions] == ["yes", "no"]
    assert [entry.facts["outcome"] for entry in history(call.person, 5)] == ["busy"]
    assert queue.counts(call.assignment, NOW)[Waiting.COOLDOWN] == 1


def test_a_correction_that_changes_nothing_is_no_version(client, caller):
    call = report(client, claim(client, caller), PATHS["talked"])
    change(client, call, ("could_talk", "yes"))
    assert len(call.versions) == 1


def test_a_number_that_wasn_t_wrong_after_all_is_right_again(client, caller):
    call = report(client, claim(client, caller), PATHS["first number wrong"])
    change(client, call, *TO_BUSY)
    assert (call.person.mobile_is_wrong, call.flag) == (False, None)


def test_a_flag_that_was_handled_stays_when_the_report_is_corrected(client, caller):
    call = report(client, claim(client, caller), PATHS["talked, flagged"])
    call.flag.handled_at = NOW
    change(client, call, ("action_needed", "no"))
    assert (call.action_needed, call.flag.handled_at) == (False, NOW)


def test_do_not_call_is_not_lifted_by_a_correction_but_the_leader_is_told(client, caller):
    call = report(client, claim(client, caller), PATHS["do not call"])
    change(client, call, ("could_talk", "yes"))
    assert call.person.do_not_call_at == NOW
    assert call.flag is not None


def test_a_leader_corrects_at_any_time(client, caller):
    call = report(client, claim(client, caller), PATHS["talked"])
    leader = factories.account(Role.CALL_LEADER)
    with clock.frozen(NOW + timedelta(days=40)):
        assert change(client.sign_in(leader), call, *TO_BUSY) == f"/calling/{call.assignment_id}/calls"
    assert [v.sent_by_id for v in call.versions] == [caller.id, leader.id]


def test_answers_typed_but_not_sent_do_not_change_the_report(client, caller):
    call = report(client, claim(client, caller), PATHS["talked"])
    client.post(f"/calling/calls/{call.id}/answer", data={"step": "reached", "answer": "no"})
    assert (call.outcome, len(call.versions)) == (Outcome.TALKED, 1)


def test_a_report_that_is_too_old_says_so_and_keeps_the_old(client, caller, app):
    call = report(client, claim(client, caller), PATHS["talked"])
    with clock.frozen(NOW + timedelta(hours=25)):
        client.sign_in(caller)
        assert client.post(f"/calling/calls/{call.id}/send").status_code == 404


def test_a_handled_flag_opens_again_when_its_message_changes(client, caller):
    call = report(client, claim(client, caller), PATHS["talked, flagged"])
    call.flag.handled_at = NOW
    change(client, call, ("action_message", "send"))
    assert (call.flag.message, call.flag.handled_at) == ("Nytt", None)


def test_a_number_that_the_leader_put_right_stays_right(client, caller):
    call = report(client, claim(client, caller), PATHS["first number wrong"])
    people.correct_number(call.person, Number.MOBILE, "+46701740690", NOW)
    change(client, call, ("note", "send"))
    assert (call.person.mobile_is_wrong, len(call.versions)) == (False, 2)


def test_a_correction_under_way_is_its_writer_s_alone(client, caller, app):
    call = report(client, claim(client, caller), PATHS["talked"])
    leader = app.test_client().sign_in(factories.account(Role.CALL_LEADER))
    leader.post(f"/calling/calls/{call.id}/answer", data={"step": "reached", "answer": "no"})
    assert 'data-report-step="why_not"' in leader.get(f"/calling/calls/{call.id}").text
    assert 'data-report-step="summary"' in client.get(f"/calling/calls/{call.id}").text
    assert send(client, call) == f"/calling/{call.assignment_id}/ring"
    assert (call.outcome, len(call.versions)) == (Outcome.TALKED, 1)


def test_who_wanted_to_leave_by_mistake_is_in_the_queues_again(client, caller):
    call = report(client, claim(client, caller), PATHS["wants to leave"])
    assert call.person.leaving_at == NOW
    change(client, call, *TO_BUSY)
    assert call.person.leaving_at is None


@pytest.mark.parametrize(("path", "decided"), [("do not call", "do_not_call_at"), ("wants to leave", "leaving_at")])
def test_what_an_officer_has_decided_since_stays_decided(client, caller, path, decided):
    call = report(client, claim(client, caller), PATHS[path])
    setattr(call.person, decided, None)
    change(client, call, ("note", "send"))
    assert (getattr(call.person, decided), len(call.versions)) == (None, 2)


def test_the_question_to_the_coordinator_outlives_a_later_correction(client, caller):
    call = report(client, claim(client, caller), PATHS["do not call"])
    change(client, call, ("could_talk", "yes"))
    change(client, call, ("note", "send"))
    assert (call.flag is not None, len(call.versions)) == (True, 3)
