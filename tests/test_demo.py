"""The demo chapter: what is there to try, and that nobody in it is real."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import func, select

from chapter import clock, create_app
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.accounts.passwords import fits
from chapter.calling import actions, queries, queue, rules
from chapter.calling.models import Call, CallAssignment, Flag, QueuePlace
from chapter.calling.rules import Outcome
from chapter.db import db
from chapter.groups.models import GroupPlace
from chapter.groups.queries import cards, cards_with_contacts
from chapter.groups.rules import Standing
from chapter.handbook.models import Page
from chapter.handbook.rules import Section
from chapter.messages.models import Message
from chapter.people.models import HistoryEntry, Person
from chapter.register import queries_leaving
from chapter.register.queries_leaving import Show
from chapter.searches.queries import matching
from chapter.signup.queries import standings
from chapter.signup.rules import State
from chapter.welcome.queries_board import Wanted, board, ended_lines
from chapter.welcome.rules import Turn
from tests.conftest import NOW
from tests.databases import own
from tests.demos import asked, make, run

SIGN_IN = {
    "admin": {Role.ADMINISTRATOR},
    "coordinator": {Role.MEMBER_COORDINATOR},
    "leader": {Role.CALL_LEADER},
    "contact": {Role.GROUP_CONTACT},
    "board": {Role.BOARD},
    "caller": set(),
    "caller2": set(),
    "caller12": set(),
    "volunteer": set(),
}
SPOKEN = "sv", "nb"
FICTION = re.compile(r"\+46(70174(060[5-9]|06[1-9]\d)|313900[6]\d\d|406280[4]\d\d|846500[4]\d\d|980319[2]\d\d)")


@pytest.fixture(scope="module", params=["SE", "NO"])
def chapter(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo chapter in each country, as ``./run`` makes it; gives the country."""
    app = make(tmp_path_factory.mktemp("demo"), "--country", request.param)
    with app.app_context(), clock.frozen(NOW):
        yield request.param
        db.session.remove()
        db.engine.dispose()


def account(part: str) -> Account:
    """The account that signs in as ``part``."""
    return db.session.scalars(select(Account).where(Account.email == f"{part}@example.org")).one()


def running() -> CallAssignment:
    """The assignment that runs tonight."""
    query = select(CallAssignment).where(CallAssignment.starts_at <= NOW, CallAssignment.ends_at > NOW)
    return db.session.scalars(query).one()


def count(what: type, *conditions: object) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(what).where(*conditions)) or 0


@pytest.mark.parametrize("part", SIGN_IN)
def test_everybody_signs_in_with_the_same_password(chapter: str, part: str):
    who = account(part)

    assert fits(who.password_hash, "demo-password")
    assert who.is_active
    assert {given.role for given in who.given} == SIGN_IN[part]
    assert who.name == who.person.name


def test_the_volunteer_is_on_no_assignment(chapter: str):
    assert queries.assignments_of(account("volunteer")) == []
    assert running() in queries.assignments_of(account("caller"))


def test_there_are_six_hundred_people_of_all_ages(chapter: str):
    assert count(Person) == 600
    years = db.session.execute(select(func.min(Person.birth_year), func.max(Person.birth_year))).one()
    assert 1940 <= years[0] < 1950
    assert 2000 < years[1] <= 2008
    assert 0.2 < count(Person, Person.joined_on >= NOW.date().replace(month=1, day=1)) / 600 < 0.4


def test_no_number_belongs_to_anybody(chapter: str):
    numbers = [
        number
        for column in (Person.mobile, Person.phone2, Account.mobile)
        for number in db.session.scalars(select(column).where(column.is_not(None)))
    ]

    assert [number for number in numbers if not FICTION.fullmatch(number)] == []


def test_no_mail_can_reach_anybody(chapter: str):
    addresses = [
        address
        for column in (Person.email, Account.email, Message.to_email)
        for address in db.session.scalars(select(column).where(column.is_not(None)))
    ]

    assert [a for a in addresses if not re.fullmatch(r"[a-z0-9._-]+@example\.org", a)] == []
    people = [a for a in db.session.scalars(select(Person.email)) if a]
    assert len(people) == len(set(people))


def test_one_assignment_runs_one_is_over_and_one_is_to_come(chapter: str):
    assignments = db.session.scalars(select(CallAssignment).order_by(CallAssignment.starts_at)).all()

    assert [(a.starts_at <= NOW, a.ends_at <= NOW) for a in assignments] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert all(a.title[code] and a.instructions[code] for a in assignments for code in ("sv", "nb"))
    assert all(running().script[code] for code in ("sv", "nb"))


def test_the_queues_hold_the_target_groups(chapter: str):
    for assignment in db.session.scalars(select(CallAssignment)):
        queue = select(QueuePlace.person_id).where(QueuePlace.assignment_id == assignment.id)

        assert set(db.session.scalars(queue)) == set(db.session.scalars(matching(assignment.target)))


def test_callers_are_in_the_middle_of_their_evening(chapter: str):
    calls = db.session.scalars(select(Call).where(queries.OPEN)).all()

    assert len({call.caller_id for call in calls}) == 9
    assert all(NOW - timedelta(minutes=16) < call.claimed_at <= NOW < call.lease_until for call in calls)
    assert count(Call, Call.reported_at > NOW - timedelta(hours=2)) > 40
    assert account("caller").id not in {call.caller_id for call in calls}
    assert count(Call) > 400


def test_every_report_is_whole_and_comes_to_what_the_call_says(chapter: str):
    for call in db.session.scalars(select(Call).where(Call.reported_at.is_not(None))):
        result = rules.result(call.answers, call.setting)

        assert rules.is_complete(call.answers, call.setting)
        assert rules.path(call.answers, call.setting) == list(call.answers)
        assert (call.outcome, call.action_needed) == (result.outcome, result.action_needed)
        assert (call.call_back_after, call.note) == (result.call_back_after, result.note)
        assert call.versions[-1].answers == call.answers
        assert (call.flag is not None) == call.action_needed


def test_nobody_is_rung_in_the_future_or_twice_within_a_day(chapter: str):
    for person_id in set(db.session.scalars(select(Call.person_id))):
        query = select(Call.reported_at).where(Call.person_id == person_id, Call.reported_at.is_not(None))
        times = sorted(db.session.scalars(query))

        assert all(time <= NOW for time in times)
        assert all(later - earlier > timedelta(hours=20) for earlier, later in pairwise(times))


def test_places_in_the_queues_are_what_the_calls_lead_to(chapter: str):
    places = db.session.scalars(select(QueuePlace)).all()
    before = {(p.assignment_id, p.person_id): _derived(p) for p in places}

    for person_id in db.session.scalars(select(Call.person_id).distinct()):
        actions.settle(person_id)

    assert {(p.assignment_id, p.person_id): _derived(p) for p in places} == before
    db.session.rollback()


def _derived(place: QueuePlace) -> tuple:
    return place.last_called_at, place.call_back_after, place.promised_to_id, place.done_at


def test_eight_flags_wait_for_a_responsible_person(chapter: str):
    waiting = db.session.scalars(select(Flag).where(Flag.handled_at.is_(None))).all()

    assert len(waiting) == 8
    assert {Outcome.WANTS_TO_LEAVE, Outcome.WRONG_NUMBER, Outcome.TALKED} <= {f.call.outcome for f in waiting}
    assert all(flag.message and flag.raised_at <= NOW for flag in waiting)
    assert count(Flag, Flag.handled_at.is_not(None)) >= 3


def test_call_backs_are_due_for_both_callers(chapter: str):
    for part, number in (("caller", 3), ("caller2", 1)):
        promised = queries.promised_by(account(part), running().id)

        assert sum(place.call_back_after <= NOW for place in promised) >= number
        caller = queries.caller_on(account(part), running().id)
        assert queue.next_person(caller, NOW) in {place.person_id for place in promised}


def test_calls_and_wishes_are_in_the_register_and_its_history(chapter: str):
    reported = count(Call, Call.reported_at.is_not(None))
    never = select(Call.person_id).where(Call.outcome == Outcome.DO_NOT_CALL)

    assert count(HistoryEntry, HistoryEntry.kind == "call", HistoryEntry.source.like("call:%")) == reported
    assert count(Person, Person.do_not_call_at.is_not(None)) == count(Person, Person.id.in_(never)) > 0
    assert count(Person, Person.mobile_is_wrong) == 2


def test_links_are_open_nearly_full_and_closed(chapter: str):
    links = standings(NOW)

    assert sorted(s.state for s in links) == [State.CLOSED, State.OPEN, State.OPEN]
    assert min(s.left for s in links if s.state is State.OPEN and s.left is not None) in (1, 2, 3)
    assert all(s.confirmed > 2 for s in links)
    assert any(s.signups > s.confirmed for s in links)


def test_groups_have_contacts_and_members_and_somebody_waits(chapter: str):
    groups = cards_with_contacts(account("coordinator"))

    assert len(groups) == 5
    assert all(
        card.contacts and card.group.meets[code] and card.group.about[code] for card in groups for code in SPOKEN
    )
    assert count(GroupPlace, GroupPlace.standing == Standing.MEMBER) > 40
    assert count(GroupPlace, GroupPlace.standing == Standing.ASKED) == 2
    assert sum(card.waiting for card in cards(account("contact")) if card.is_contact) == 3


def test_new_members_are_welcomed_and_some_of_it_is_late(chapter: str):
    seen = board(account("coordinator"), Wanted(), NOW)

    assert len(seen.open) == 17
    assert {line.turn for line in seen.open} == {*Turn}
    assert {account("coordinator").name, account("board").name, ""} == {line.responsible for line in seen.open}
    assert len(ended_lines(account("coordinator"), NOW)) == 1


def test_some_have_left_and_some_are_missing_in_the_file(chapter: str):
    numbers = queries_leaving.shelves(NOW.date()).numbers

    assert (numbers[Show.LEFT], numbers[Show.MISSING], numbers[Show.ERASE]) == (40, 5, 4)
    assert min(numbers[Show.WANTS], numbers[Show.UNPAID]) > 0
    assert max(queries_leaving.reasons().values()) >= 5, "enough of one to be shown"


def test_the_handbook_is_looked_after_and_has_answers_from_a_to_o(chapter: str):
    answers = db.session.scalars(select(Page).where(Page.section == Section.STANDPOINTS)).all()

    assert len(answers) > 5
    assert all(page.wording(code).published for page in answers for code in SPOKEN)
    assert count(Page, Page.owner_id.is_not(None), Page.check_by < NOW.date()) == 2
    assert count(Page, Page.shipped.is_not(None)) > 50


def test_a_larger_one_has_the_people_and_callers_it_was_asked_for(tmp_path: Path):
    app = make(tmp_path, "--people", "900", "--callers", "30")

    assert asked(app, select(func.count(Person.id))) == [(900,)]
    assert asked(app, select(func.count(Account.id)).where(Account.email.like("caller%"))) == [(31,)]


def test_the_same_plan_gives_the_same_chapter(tmp_path: Path):
    query = select(Person.first_name, Person.last_name, Person.mobile)
    one, other = (asked(make(tmp_path / folder, "--people", "40"), query) for folder in ("one", "other"))

    assert one == other


def test_a_live_installation_refuses_it(tmp_path: Path):
    make(tmp_path, "--people", "20", "--callers", "1")
    live = create_app({**own(tmp_path), "CHAPTER_MODE": "live", "CHAPTER_URL": "https://ring.example.org"})

    done = run(live, "check")

    assert done.exit_code != 0
    assert "demo" in done.output


@pytest.mark.parametrize("how", [["demo"], ["demo", "--if-empty"]])
def test_a_real_chapter_is_never_taken_for_a_demo(tmp_path: Path, how: list[str]):
    real = create_app({**own(tmp_path), "CHAPTER_MODE": "demo"})
    run(real, "init", "--name", "Lövåsen", "--country", "SE")

    done = run(real, *how)

    assert done.exit_code != 0
    assert "./run live" in done.output
