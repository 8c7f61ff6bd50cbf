"""What remains of a case that is forgotten: the person in the register, and one more in the figures, without a name."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from chapter import clock
from chapter.accounts.models import Account
from chapter.db import db
from chapter.duplicates import actions as duplicates
from chapter.duplicates.models import Merge
from chapter.groups import jobs as groups
from chapter.groups.models import GroupPlace
from chapter.groups.rules import Standing
from chapter.letters.actions import send
from chapter.messages.models import Message
from chapter.people import actions as people
from chapter.people.models import Person
from chapter.welcome import actions, actions_forget, actions_referral, queries_forget
from chapter.welcome.models import FollowUp, PromiseTally, Referral, WelcomeCase, WelcomeTally
from chapter.welcome.rules import Closing
from tests import cast, factories
from tests.conftest import NOW
from tests.groups import made
from tests.letters import mailed as letters
from tests.welcome import full

DAY = timedelta(days=1)


@pytest.fixture
def mona(app) -> Account:
    return cast.play("member_coordinator")


def cases() -> list[WelcomeCase]:
    db.session.expire_all()
    return list(db.session.scalars(select(WelcomeCase)))


def number(model: type) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def tallies() -> list[tuple]:
    """What is counted."""
    query = select(WelcomeTally.year, WelcomeTally.group_id, WelcomeTally.how_came, WelcomeTally.stage)
    return [tuple(row) for row in db.session.execute(query)]


@pytest.fixture
def merged(mona) -> Iterator[Person]:
    """Two people, both with a case, who were made one."""
    kept, gone = full.case(mona).person, full.case(mona, "Ema", email="ema@example.org").person
    duplicates.merge(kept, gone, {}, (kept.version, gone.version), mona, NOW)
    db.session.commit()
    return kept


def test_what_was_kept_to_part_them_again_goes_too(merged: Person):
    actions_forget.forget(cases()[0], NOW)
    actions_forget.sweep(NOW)

    assert full.tables_that_tell() == {}


def test_they_can_still_be_parted_and_neither_has_a_case(merged: Person, mona):
    actions_forget.forget(cases()[0], NOW)
    db.session.commit()
    duplicates.undo(db.session.scalars(select(Merge)).one(), mona, NOW)

    assert (number(Person), cases()) == (2, [])


def test_what_is_left_of_a_deleted_person_s_case_goes_at_night(mona):
    db.session.delete(full.case(mona).person)

    assert (actions_forget.sweep(NOW), number(Message)) == (1, 0)


def test_the_person_stays_in_the_register_with_groups_and_log(mona):
    case = full.case(mona)
    people.change(case.person, {"town": "Staden"}, NOW, mona)
    person_id = case.person_id
    actions_forget.forget(case, NOW)

    assert db.session.get_one(Person, person_id).town == "Staden"
    place = db.session.scalars(select(GroupPlace)).one()
    assert (place.standing, place.note) == (Standing.MEMBER, "")


@pytest.mark.parametrize("is_merged", [False, True])
def test_mails_to_a_group_about_them_go_too_the_reminder_as_well(mona, is_merged: bool):
    kim, case = made.contact(email="kim@example.org"), letters.case()
    actions_referral.refer(case, made.group(kim), ["email"], "Ja", mona, NOW)
    with clock.frozen(NOW + 14 * DAY):
        assert groups.remind() == 1
    if is_merged:
        other = factories.person("Ema")
        duplicates.merge(other, case.person, {}, (other.version, case.person.version), mona, NOW)
    assert queries_forget.going(cases()[0]).mails == 3
    actions_forget.forget(cases()[0], NOW + 20 * DAY)

    assert number(Message) == 0


def test_what_remains_is_a_figure_with_the_year_the_group_and_how_they_came(mona):
    person, *_others = (factories.person(source="Mässan") for _one in range(5))
    case, group = actions.open_case(person, NOW), made.group()
    case.referrals = [Referral(group_id=group.id, at=NOW, by="Mona")]
    case.follow_up = FollowUp(at=NOW, by="Mona", result="active")
    actions_forget.forget(case, NOW)

    assert tallies() == [(2026, group.id, "Mässan", "active")]


def test_how_few_came_is_no_part_of_it(mona):
    actions_forget.forget(actions.open_case(factories.person(source="Med sin bror"), NOW), NOW)

    assert tallies() == [(2026, 0, "", "no_letter")]


def test_a_letter_that_came_back_reached_nobody(mona):
    case = letters.case()
    mail = send(case, "welcome", "", NOW)
    db.session.commit()
    letters.refuse(mail)
    actions_forget.forget(case, NOW)

    assert tallies() == [(2026, 0, "", "no_letter")]


def test_who_was_referred_twice_counts_where_they_came(mona):
    case, there, then = letters.case(), made.group(), made.group()
    case.referrals = [Referral(group_id=group.id, at=NOW, by="Mona") for group in (there, then)]
    made.place(there, case.person, Standing.MEMBER)
    actions_forget.forget(case, NOW)

    assert tallies() == [(2026, there.id, "", "came")]


def test_the_promises_are_counted_once_each(mona):
    case = letters.case(days=10)
    actions.do(case, "letter", "Mona", NOW - 8 * DAY)
    actions_forget.forget(case, NOW)

    kept = [(t.key, t.days, t.is_kept, t.number) for t in db.session.scalars(select(PromiseTally))]
    assert sorted(kept) == [("call", -1, False, 1), ("letter", 2, True, 1)]


def test_who_was_not_new_is_not_counted(mona):
    case = letters.case(days=10)
    actions.close(case, Closing.NOT_NEW, mona, NOW)
    actions_forget.forget(case, NOW)

    assert (tallies(), number(PromiseTally)) == ([], 0)
