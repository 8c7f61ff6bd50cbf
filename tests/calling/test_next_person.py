"""Who is handed out next, and who isn't."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.calling import actions, queries, queue, refusals
from chapter.calling.models import CallerTag
from chapter.calling.rules import Waiting
from tests import factories
from tests.calling.steps import PATHS, claim_next, report
from tests.conftest import NOW


@pytest.fixture
def caller(app):
    return factories.account()


def names(caller, assignment, many=9):
    """Whom ``caller`` is handed, one after the other, each passed on at once."""
    found = []
    on = queries.caller_on(caller, assignment.id)
    for _ in range(many):
        try:
            call = actions.claim(on, clock.now())
        except refusals.QueueIsEmpty:
            break
        found.append(call.person.first_name)
        actions.skip(call, actions.Skip.RATHER_NOT, clock.now())
    return found


def prefer(caller, assignment, tag, is_excluded=False):
    on = queries.caller_on(caller, assignment.id)
    on.caller_tags.append(CallerTag(tag_id=tag.id, is_excluded=is_excluded))


def called(client, caller, person, path, ago, **facts):
    """A report of ``path`` on ``person`` that long ago, in an assignment of its own unless given."""
    with clock.frozen(NOW - ago):
        own = facts.pop("assignment", None) or factories.assignment(person, callers=(caller,), **facts)
        return report(client, claim_next(client.sign_in(caller), own), PATHS[path])


def test_the_never_called_come_before_the_least_recently_called(client, caller):
    people = [factories.person(name) for name in ("Ada", "Bea", "Cia")]
    called(client, caller, people[0], "busy", timedelta(days=2))
    called(client, caller, people[1], "busy", timedelta(days=5))
    assignment = factories.assignment(*people, callers=(caller,))
    for person in people:
        actions.settle(person.id)
    assert names(caller, assignment) == ["Cia", "Bea", "Ada"]


def test_priority_tags_come_first_and_excluded_ones_never(caller):
    night, care = factories.tag("Natt"), factories.tag("Vård")
    people = factories.person("Ada"), factories.person("Bea", tags=[night]), factories.person("Cia", tags=[care, night])
    assignment = factories.assignment(*people, callers=(caller,))
    prefer(caller, assignment, night)
    prefer(caller, assignment, care, is_excluded=True)
    assert names(caller, assignment) == ["Bea", "Ada"]


def test_a_promised_call_back_that_is_due_comes_before_all(client, caller):
    night = factories.tag("Natt")
    promised, tagged = factories.person("Ada"), factories.person("Bea", tags=[night])
    assignment = factories.assignment(promised, tagged, callers=(caller,), starts_at=NOW - timedelta(days=9))
    called(client, caller, promised, "ring back tomorrow", timedelta(days=1), assignment=assignment)
    prefer(caller, assignment, night)
    assert names(caller, assignment) == ["Ada", "Bea"]


def test_another_caller_is_given_a_due_call_back_in_its_turn(client, caller):
    other = factories.account()
    promised, fresh = factories.person("Ada"), factories.person("Bea")
    assignment = factories.assignment(promised, fresh, callers=(caller, other), starts_at=NOW - timedelta(days=9))
    called(client, caller, promised, "ring back tomorrow", timedelta(days=1), assignment=assignment)
    assert names(other, assignment) == ["Bea", "Ada"]


def test_cooldown_holds_across_assignments(client, caller):
    person = factories.person()
    called(client, caller, person, "no answer", timedelta(hours=23))
    assignment = factories.assignment(person, callers=(caller,))
    actions.settle(person.id)
    assert queue.counts(assignment, NOW)[Waiting.COOLDOWN] == 1
    assert queue.next_free(assignment, NOW) == NOW + timedelta(hours=1)
    assert names(caller, assignment) == []


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"do_not_call_at": NOW}, Waiting.DO_NOT_CALL),
        ({"mobile": None}, Waiting.NO_NUMBER),
        ({"mobile_is_wrong": True}, Waiting.NO_NUMBER),
        ({"mobile_is_wrong": True, "phone2": "+46701740650"}, Waiting.READY),
    ],
)
def test_some_are_never_handed_out(caller, facts, why):
    assignment = factories.assignment(factories.person(**facts), callers=(caller,))
    assert queue.counts(assignment, NOW)[why] == 1
    assert bool(names(caller, assignment)) is (why is Waiting.READY)


def test_nobody_is_handed_themselves(caller):
    caller.person = factories.person()
    assert names(caller, factories.assignment(caller.person, callers=(caller,))) == []


def test_who_was_passed_on_goes_to_somebody_else(caller):
    other = factories.account()
    assignment = factories.assignment(factories.person("Ada"), callers=(caller, other))
    assert (names(caller, assignment), names(caller, assignment), names(other, assignment)) == (["Ada"], [], ["Ada"])


def test_two_assignments_never_hold_the_same_person(caller):
    other, person = factories.account(), factories.person()
    first, second = (factories.assignment(person, callers=(who,)) for who in (caller, other))
    actions.claim(queries.caller_on(caller, first.id), NOW)
    with pytest.raises(refusals.QueueIsEmpty):
        actions.claim(queries.caller_on(other, second.id), NOW)
    assert queue.counts(second, NOW)[Waiting.IN_CALL] == 1


def test_a_hundred_people_are_handed_out_once_each(caller):
    people = [factories.person(f"P{n:03}") for n in range(100)]
    found = names(caller, factories.assignment(*people, callers=(caller,)), many=200)
    assert sorted(found) == [p.first_name for p in people]


def test_who_wants_to_leave_is_out_of_all_queues_though_it_is_handled(client, caller):
    call = called(client, caller, factories.person(), "wants to leave", timedelta(days=2))
    call.flag.handled_at = NOW
    other = factories.assignment(call.person, callers=(caller,))
    assert queue.counts(other, NOW)[Waiting.LEAVING] == 1
    assert names(caller, other) == []


def test_a_promise_does_not_cut_the_rest_after_a_later_call_short(client, caller):
    person = factories.person()
    promising = factories.assignment(person, callers=(caller,), starts_at=NOW - timedelta(days=9))
    called(client, caller, person, "ring back tomorrow", timedelta(days=1), assignment=promising)
    assert queue.counts(promising, NOW)[Waiting.READY] == 1
    called(client, caller, person, "no answer", timedelta(hours=1), cooldown_hours=0)
    assert queue.counts(promising, NOW)[Waiting.COOLDOWN] == 1


def test_a_promised_person_is_kept_an_hour_for_who_promised(client, caller):
    other, person = factories.account(), factories.person()
    assignment = factories.assignment(person, callers=(caller, other), starts_at=NOW - timedelta(days=9))
    called(client, caller, person, "ring back tomorrow", timedelta(days=1), assignment=assignment)
    due = NOW.replace(hour=8, minute=0)
    for minutes, found in ((0, None), (59, None), (60, person.id)):
        moment = due + timedelta(minutes=minutes)
        assert queue.next_person(queries.caller_on(other, assignment.id), moment) == found
        assert queue.next_person(queries.caller_on(caller, assignment.id), moment) == person.id
