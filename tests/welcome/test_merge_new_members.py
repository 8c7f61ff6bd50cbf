"""Somebody who came twice is welcomed once: what was done for either is done, also when they are parted again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from chapter import clock
from chapter.db import db
from chapter.duplicates import actions as duplicates
from chapter.duplicates.models import Merge
from chapter.groups import actions_answers
from chapter.letters import jobs as jobs_letters
from chapter.messages.actions import NotAgain, try_again
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.people.models import HistoryEntry, Person
from chapter.welcome import actions, actions_call, actions_follow_up, actions_forget, actions_referral, jobs, queries
from chapter.welcome.models import WelcomeCase
from tests import cast, factories
from tests.conftest import NOW
from tests.groups import made

DAY = timedelta(days=1)


@pytest.fixture
def mona(app):
    return cast.play("member_coordinator")


@pytest.fixture
def twice(mona) -> tuple[Person, Person]:
    """Emma came with a file, without an address that works; a day later she signed up."""
    one = factories.person("Emma", "Ek", email="old@example.org", added_at=NOW - 3 * DAY)
    other = factories.person("Ema", "Ek", email="emma@example.org", added_at=NOW - 2 * DAY)
    jobs.open_cases()
    return one, other


def letters() -> list[tuple[str, str | None]]:
    """To whom letters were written, and about which case."""
    jobs_letters.send_letters()
    return [(m.to_email, m.source) for m in db.session.scalars(select(Message).order_by(Message.id))]


def merge(one: Person, other: Person, mona) -> Merge:
    """They are one, with the address that works."""
    db.session.commit()
    versions = one.version, other.version
    made = duplicates.merge(one, other, {"email": "emma@example.org"}, versions, mona, clock.now())
    db.session.commit()
    db.session.expire_all()
    return made


def done(case: WelcomeCase | None) -> set[str]:
    """The steps that are done."""
    assert case is not None
    return set(case.traces())


def test_what_was_done_for_either_is_done(twice, mona):
    one, other = twice
    case = queries.case_of(other.id)
    actions.do(case, "call", "Mona", NOW, "met")
    actions.note(case, "Vill baka", mona, NOW)
    merge(one, other, mona)
    kept = queries.case_of(one.id)
    assert (done(kept), [note.text for note in kept.notes]) == ({"call"}, ["Vill baka"])
    entries = db.session.scalars(select(HistoryEntry).where(HistoryEntry.kind.startswith("welcome")))
    assert {entry.source for entry in entries} == {kept.source}


def test_nobody_gets_a_second_letter_though_the_first_address_was_wrong(twice, mona):
    one, other = twice
    assert [to for to, _source in letters()] == ["old@example.org", "emma@example.org"]
    db.session.scalars(select(Message).where(Message.to_email == "old@example.org")).one().state = State.FAILED
    merge(one, other, mona)
    assert (done(queries.case_of(one.id)), len(letters())) == ({"letter"}, 2)
    assert {source for _to, source in letters()} == {queries.case_of(one.id).source}


@pytest.mark.parametrize("address", ["old@example.org", "emma@example.org"])
def test_what_failed_for_one_of_them_and_not_for_the_other_is_never_sent_again(twice, mona, address):
    letters()
    failed = db.session.scalars(select(Message).where(Message.to_email == address)).one()
    failed.state = State.FAILED
    merge(*twice, mona)
    with pytest.raises(NotAgain):
        try_again(failed, NOW)


def test_parted_again_each_has_had_what_they_had(twice, mona):
    one, other = twice
    letters()
    actions.note(queries.case_of(other.id), "Vill baka", mona, NOW)
    record = merge(one, other, mona)
    back = duplicates.undo(record, mona, NOW)
    db.session.commit()
    db.session.expire_all()
    assert [done(queries.case_of(person.id)) for person in (one, back)] == [{"letter"}, {"letter"}]
    assert [note.text for note in queries.case_of(back.id).notes] == ["Vill baka"]
    assert len(letters()) == 2


def test_what_either_wished_is_known_of_them_both_and_goes_back_when_they_part(twice, mona):
    one, other = (queries.case_of(person.id) for person in twice)
    actions_call.wish(one, {"skills": "Bakar"}, False, mona, NOW)
    actions_call.wish(other, {"skills": "Bakar", "interests": "Cyklar", "time": "weekly"}, False, mona, NOW)
    record = merge(*twice, mona)
    kept = queries.case_of(twice[0].id)
    assert [note.text for note in kept.notes] == ["Intressen: Cyklar\nTid: Några timmar i veckan"]
    back = duplicates.undo(record, mona, NOW)
    db.session.commit()
    db.session.expire_all()
    assert [len(queries.case_of(person.id).notes) for person in (twice[0], back)] == [0, 1]
    assert [queries.case_of(person.id).wishes for person in (twice[0], back)] == [one.wishes, other.wishes]


def test_nothing_is_kept_for_parting_them_when_the_case_is_forgotten(twice, mona):
    one, other = twice
    for person in twice:
        said = {"result": "active", "note": f"Hemligt om {person.first_name}"}
        actions_follow_up.keep(queries.case_of(person.id), said, "", mona, NOW)
        actions.do(queries.case_of(person.id), "coffee", "Mona", NOW, words="Ordet kaffe")
    record = merge(one, other, mona)
    assert "Hemligt" not in str(record.before)
    actions_forget.forget(queries.case_of(one.id), NOW)
    assert "kaffe" not in str(db.session.get(Merge, record.id, populate_existing=True).before)


def test_what_a_group_was_asked_about_either_goes_with_the_case(twice, mona):
    one, other = twice
    actions_referral.refer(queries.case_of(other.id), made.group(made.contact()), [], "Ja", mona, NOW)
    merge(one, other, mona)
    actions_answers.remind(NOW + 15 * DAY)
    assert db.session.scalar(select(func.count(Message.id))) == 3
    actions_forget.forget(queries.case_of(one.id), NOW + 80 * DAY)
    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_no_group_is_reminded_of_somebody_whose_case_is_forgotten(twice, mona):
    case = queries.case_of(twice[0].id)
    actions_referral.refer(case, made.group(made.contact()), [], "Ja", mona, NOW)
    actions_forget.forget(case, NOW + DAY)
    assert actions_answers.remind(NOW + 15 * DAY) == 0
