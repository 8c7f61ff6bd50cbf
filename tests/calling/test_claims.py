"""A claim is a lease: kept while the page is open, let go after an hour of silence."""

from datetime import UTC, datetime, time, timedelta

import pytest

from chapter import clock
from chapter.calling import actions, queries
from chapter.calling.models import Call
from chapter.calling.rules import Outcome, Skip
from chapter.db import db
from chapter.people.queries import history
from chapter.settings.queries import chapter
from tests import factories
from tests.calling.steps import PATHS, call_at, claim, claim_next, give, report, send
from tests.conftest import NOW


@pytest.fixture
def caller(app):
    return factories.account(name="Bo Ek")


def later(**time):
    return clock.frozen(NOW + timedelta(**time))


def test_asking_twice_gives_the_same_person(client, caller):
    call = claim(client, caller, factories.person(), factories.person())
    assert claim_next(client, call.assignment) is call


def test_a_caller_in_a_call_is_led_back_to_it(client, caller):
    call = claim(client, caller)
    assert f"/calling/calls/{call.id}" in client.get(f"/calling/{call.assignment_id}/ring").text


def test_an_hour_of_silence_lets_the_person_go(client, caller, app):
    call = claim(client, caller)
    other = factories.account()
    call.assignment.callers.append(factories.AssignmentCaller(account=other, added_at=NOW))
    with later(hours=1):
        taken = claim_next(app.test_client().sign_in(other), call.assignment)
    assert (taken.person_id, call.is_open) == (call.person_id, False)


def test_an_open_page_keeps_the_person(client, caller, app):
    call = claim(client, caller)
    other = factories.account()
    call.assignment.callers.append(factories.AssignmentCaller(account=other, added_at=NOW))
    with later(minutes=50):
        assert client.post(f"/calling/calls/{call.id}/renew").status_code == 204
    with later(minutes=100):
        response = app.test_client().sign_in(other).post(f"/calling/{call.assignment_id}/claim")
    assert response.location == f"/calling/{call.assignment_id}/ring"


def test_a_report_begun_before_the_silence_is_kept_and_can_be_sent(client, caller, app):
    call = claim(client, caller)
    give(client, call, "reached=yes could_talk=yes")
    other = factories.account()
    call.assignment.callers.append(factories.AssignmentCaller(account=other, added_at=NOW))
    with later(hours=2):
        claim_next(app.test_client().sign_in(other), call.assignment)
        give(client.sign_in(caller), call, "action_needed=no note=none")
        send(client, call)
    assert call.outcome is Outcome.TALKED


def test_coming_back_holds_the_person_again_if_they_are_free(client, caller):
    call = claim(client, caller)
    with later(hours=2):
        give(client.sign_in(caller), call, "reached=yes")
    assert call.is_open


@pytest.mark.parametrize("why", Skip)
def test_passing_on_takes_a_reason_and_leaves_no_trace_on_the_person(client, caller, why):
    call = claim(client, caller, factories.person(), factories.person("Viktor"))
    following = call_at(client.post(f"/calling/calls/{call.id}/skip", data={"why": why.value}).location)
    assert (following.person.first_name, call.skipped_because) == ("Viktor", why)
    assert (call.person.history, call.reported_at) == ([], None)


def test_passing_on_without_a_reason_asks_for_one(client, caller):
    call = claim(client, caller)
    assert client.post(f"/calling/calls/{call.id}/skip").location == f"/calling/calls/{call.id}"
    assert call.is_open


def test_a_break_lets_an_untouched_person_go(client, caller):
    call = claim(client, caller)
    client.post(f"/calling/calls/{call.id}/break")
    assert not call.is_open


def test_a_break_keeps_a_report_that_has_begun(client, caller):
    call = claim(client, caller)
    give(client, call, "reached=yes")
    client.post(f"/calling/calls/{call.id}/break")
    assert call.is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 18, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 18, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 18, 20, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), False),
        (datetime(2027, 1, 6, 12, 0, tzinfo=UTC), False),
    ],
)
def test_nobody_is_handed_out_outside_the_calling_hours(client, caller, moment, is_open):
    assignment = factories.assignment(factories.person(), callers=(caller,), starts_at=NOW - timedelta(days=1))
    with clock.frozen(moment):
        response = client.sign_in(caller).post(f"/calling/{assignment.id}/claim")
        assert ("/calls/" in response.location) is is_open
        assert ('name="claim"' in client.get(f"/calling/{assignment.id}/ring").text) is False or is_open


def test_the_page_says_when_calling_opens(client, caller):
    assignment = factories.assignment(factories.person(), callers=(caller,))
    with clock.frozen(datetime(2026, 11, 20, 21, 0, tzinfo=UTC)):
        assert "23" in client.sign_in(caller).get(f"/calling/{assignment.id}/ring?lang=sv").text.split("</h2>")[1][:200]


def test_a_chapter_without_hours_says_so(client, caller):
    chapter().weekday_from = None
    assignment = factories.assignment(factories.person(), callers=(caller,))
    assert client.sign_in(caller).get(f"/calling/{assignment.id}/ring").status_code == 200


@pytest.mark.parametrize("times", [{"starts_at": NOW + timedelta(days=1)}, {"ends_at": NOW}])
def test_an_assignment_that_is_not_running_hands_nobody_out(client, caller, times):
    assignment = factories.assignment(factories.person(), callers=(caller,), **times)
    response = client.sign_in(caller).post(f"/calling/{assignment.id}/claim")
    assert response.location == f"/calling/{assignment.id}/ring"
    assert 'name="claim"' not in client.get(response.location).text


def test_only_its_callers_open_an_assignment(client, caller):
    assignment = factories.assignment(factories.person())
    assert client.sign_in(caller).get(f"/calling/{assignment.id}/ring").status_code == 404
    assert client.post(f"/calling/{assignment.id}/claim").status_code == 404


def test_they_rang_back_becomes_a_call_of_its_own(client, caller):
    call = report(client, claim(client, caller, factories.person("Åsa", mobile="+46701740650")), PATHS["no answer"])
    for text in ("åsa", "Åsa", "0701740650", "174 06 50"):
        assert f"/calling/calls/{call.id}/rang-back" in client.get("/calling/rang-back", query_string={"q": text}).text
    new = call_at(client.post(f"/calling/calls/{call.id}/rang-back").location)
    assert (new.they_rang, new.person_id, list(new.answers)) == (True, call.person_id, ["reached"])
    give(client, new, "could_talk=yes action_needed=no note=none")
    send(client, new)
    assert len(history(call.person, 10)) == 2


def test_only_one_s_own_calls_are_found_when_somebody_rings_back(client, caller, app):
    report(client, claim(client, caller, factories.person("Åsa")), PATHS["no answer"])
    other = app.test_client().sign_in(factories.account())
    assert "Åsa" not in other.get("/calling/rang-back?q=Åsa").text.split('id="recent"')[1]


def test_who_rings_back_while_somebody_rings_them_is_not_held_twice(client, caller, app):
    call = report(client, claim(client, caller), PATHS["no answer"])
    other = factories.assignment(call.person, callers=(factories.account(),), cooldown_hours=0)
    claim_next(app.test_client().sign_in(other.callers[0].account), other)
    assert client.post(f"/calling/calls/{call.id}/rang-back").location == "/calling/rang-back"


def test_an_empty_queue_says_why_and_when(client, caller):
    call = report(client, claim(client, caller), PATHS["no answer"])
    page = client.get(f"/calling/{call.assignment_id}/ring?lang=sv").text
    assert "18.30" in page
    assert db.session.scalar(db.select(db.func.count()).select_from(Call)) == 1


def test_a_break_is_final(client, caller):
    call = claim(client, caller)
    client.post(f"/calling/calls/{call.id}/break")
    for way in ("renew", "break", "answer"):
        data = {"step": "reached", "answer": "yes"}
        assert (
            client.post(f"/calling/calls/{call.id}/{way}", data=data).location == f"/calling/{call.assignment_id}/ring"
        )
    assert client.get(f"/calling/calls/{call.id}").location == f"/calling/{call.assignment_id}/ring"
    assert (call.is_open, call.answers) == (False, {})


def lapse(call):
    call.released_at = call.lease_until = NOW
    db.session.flush()


def test_a_lapsed_call_is_closed_to_its_caller_after_a_day(client, caller):
    call = claim(client, caller)
    lapse(call)
    assert client.get(f"/calling/calls/{call.id}").status_code == 200
    with later(hours=24):
        assert client.sign_in(caller).get(f"/calling/calls/{call.id}").status_code == 404


@pytest.mark.parametrize("why", ["do not call", "closed", "taken off", "another call"])
def test_a_lapsed_person_is_held_again_only_by_the_rules(client, caller, why):
    call = claim(client, caller, factories.person(), factories.person("Viktor"))
    lapse(call)
    if why == "do not call":
        call.person.do_not_call_at = NOW
    elif why == "closed":
        chapter().weekday_to = time(10)
    elif why == "taken off":
        call.assignment.callers.clear()
    else:
        actions.claim(queries.caller_on(caller, call.assignment_id), NOW)
        lapse(call)
    client.post(f"/calling/calls/{call.id}/renew")
    assert call.is_open is (why == "another call" and queries.open_call(caller) is call)


def test_a_report_that_lapsed_is_what_one_gets_next(client, caller):
    call = claim(client, caller, factories.person(), factories.person("Viktor"))
    give(client, call, "reached=yes could_talk=yes")
    with later(hours=2):
        assert f"/calling/calls/{call.id}" in client.sign_in(caller).get("/my").text
        assert claim_next(client, call.assignment) is call
    assert list(call.answers) == ["reached", "could_talk"]


def test_only_who_is_on_the_assignment_reports_that_somebody_rang_back(client, caller):
    call = report(client, claim(client, caller), PATHS["no answer"])
    call.assignment.callers.clear()
    assert client.post(f"/calling/calls/{call.id}/rang-back").status_code == 404


def test_a_break_lets_go_of_who_rang_back(client, caller):
    call = report(client, claim(client, caller), PATHS["no answer"])
    new = call_at(client.post(f"/calling/calls/{call.id}/rang-back").location)
    client.post(f"/calling/calls/{new.id}/break")
    assert not new.is_open
