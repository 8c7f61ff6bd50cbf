"""Two people become one, and two again."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from chapter import clock
from chapter.accounts.actions import arrive
from chapter.accounts.models import Account
from chapter.calling.actions import settle
from chapter.calling.models import Call, QueuePlace
from chapter.calling.rules import Outcome
from chapter.db import Base, db
from chapter.duplicates import actions, moving, queries
from chapter.duplicates.models import LookAlike
from chapter.errors import Missing
from chapter.exports.models import Export, ExportedPerson
from chapter.groups.models import Group, GroupPlace
from chapter.groups.rules import Standing
from chapter.people import actions as people
from chapter.people.models import HistoryEntry, Person
from tests import factories
from tests.conftest import NOW

OURS = {"person", "person_tag", "queue_place", "call", "flag", "group_place", "exported_person", "account"}


@pytest.fixture
def two(app: Flask) -> tuple[Person, Person]:
    """The same person twice, each with calls, tags, places and an account of their own."""
    one = factories.person("Emma", "Ek", tags=[factories.tag("Ny")], member_number=None, email="e@example.org")
    other = factories.person("Ema", "Ek", tags=[factories.tag("Natt"), one.tags[0]], member_number="7", town="Ås")
    other.do_not_call_at, other.do_not_call_why = NOW, "bad om det"
    caller, assignment = factories.account(), factories.assignment(one, other)
    for person in (one, other):
        factories.account(person=person)
        facts = {"lease_until": NOW, "reported_at": NOW, "outcome": Outcome.TALKED, "answers": {}}
        db.session.add(Call(assignment=assignment, person=person, caller=caller, claimed_at=NOW, **facts))
        group = Group(name={"sv": person.first_name}, about={}, meets={}, created_at=NOW)
        db.session.add(GroupPlace(group=group, person=person, standing=Standing.MEMBER, shares=[], since=NOW))
        people.remember(person, "added", NOW, how="file")
    export = Export(by="Bo", at=NOW, why="x", who="x", kind="csv", fields=[], number=2)
    db.session.add(export)
    db.session.flush()
    db.session.add_all(ExportedPerson(export_id=export.id, person_id=person.id) for person in (one, other))
    settle(one.id)
    settle(other.id)
    db.session.commit()
    return one, other


def merged(two: tuple[Person, Person], **chosen: Any) -> Person:
    """The one whom they become."""
    kept, gone = two
    actions.merge(kept, gone, chosen, (kept.version, gone.version), factories.account(name="Mia Lund"), NOW)
    db.session.commit()
    db.session.expire_all()
    return db.session.get(Person, kept.id)


def everything() -> dict[str, list[tuple]]:
    """What the tables that point at people hold, besides what tells of the merging."""
    tables = [table for table in Base.metadata.sorted_tables if table.name in OURS]
    found = {}
    for table in tables:
        columns = [c for c in table.columns if c.name != "version"]
        found[table.name] = sorted(map(repr, db.session.execute(select(*columns))))
    return found


def test_what_either_had_the_one_has(two: tuple[Person, Person]):
    one = merged(two, member_number="7")

    assert (one.member_number, one.email, {tag.name for tag in one.tags}) == ("7", "e@example.org", {"Ny", "Natt"})
    assert db.session.query(Call).filter_by(person_id=one.id).count() == 2
    assert db.session.query(GroupPlace).filter_by(person_id=one.id).count() == 2
    assert db.session.query(Person).count() == 1
    assert {entry.kind for entry in db.session.query(HistoryEntry).filter_by(person_id=one.id)} == {"added", "merged"}


def test_a_wish_not_to_be_called_is_never_lost(two: tuple[Person, Person]):
    assert merged(two).do_not_call_why == "bad om det"


def test_whoever_has_two_accounts_signs_in_with_either_as_the_one(app: Flask, two: tuple[Person, Person]):
    one = merged(two)
    second = db.session.query(Account).filter_by(person_id=one.id).order_by(Account.id.desc()).first()
    with app.test_request_context():
        arrive(second, NOW)

    assert db.session.query(Account).filter_by(person_id=one.id).count() == 2
    assert db.session.query(Person).count() == 1


@pytest.mark.parametrize(("chosen", "numbers"), [({"mobile": "+46701740699"}, ["+46701740699"]), ({}, [])])
def test_whether_a_number_is_wrong_goes_with_the_number(two: tuple[Person, Person], chosen: dict, numbers: list[str]):
    two[0].mobile_is_wrong, two[1].mobile = True, "+46701740699"
    db.session.commit()
    one = merged(two, **chosen)
    assert one.numbers == numbers

    actions.undo(queries.merges(NOW)[0], factories.account(), NOW)
    assert one.mobile_is_wrong


def test_a_number_that_either_knows_to_be_wrong_is_wrong(two: tuple[Person, Person]):
    two[1].mobile, two[1].mobile_is_wrong = two[0].mobile, True
    db.session.commit()

    assert merged(two).numbers == []


def test_nothing_points_at_who_is_gone(two: tuple[Person, Person]):
    gone_id = two[1].id
    merged(two)

    for table, column in moving.pointers():
        assert db.session.execute(select(table).where(column == gone_id)).first() is None, table.name


def test_undoing_gives_back_all_that_was(two: tuple[Person, Person]):
    before = everything()
    merged(two, member_number="7", first_name="Ema")
    actions.undo(queries.merges(NOW)[0], factories.account(name="Eva"), NOW)
    db.session.commit()
    after = everything()
    after["account"] = [row for row in after["account"] if "'Eva'" not in row and "Mia Lund" not in row]

    assert after == before


def test_what_happened_since_stays_with_the_one_who_was_kept(two: tuple[Person, Person]):
    one = merged(two, member_number="7")
    people.change(one, {"town": "Berga"}, NOW, None)
    place = db.session.query(QueuePlace).one()
    back = actions.undo(queries.merges(NOW)[0], factories.account(), NOW)

    assert (one.town, back.town) == ("Berga", "Ås")
    assert place.person_id == one.id


def test_who_asked_not_to_be_called_meanwhile_is_not_called_as_either(two: tuple[Person, Person]):
    two[1].do_not_call_at = None
    db.session.commit()
    one = merged(two)
    people.set_do_not_call(one, "nu räcker det", NOW)
    back = actions.undo(queries.merges(NOW)[0], factories.account(), NOW)

    assert (one.do_not_call_why, back.do_not_call_why) == ("nu räcker det", "nu räcker det")


def test_who_says_it_again_meanwhile_is_not_called_as_either(two: tuple[Person, Person]):
    one = merged(two)
    people.set_do_not_call(one, "", NOW + timedelta(hours=1), factories.account())
    back = actions.undo(queries.merges(NOW)[0], factories.account(), NOW + timedelta(hours=2))

    assert one.do_not_call_at is not None
    assert back.do_not_call_at is not None


def test_a_member_number_that_was_given_to_somebody_else_stays_theirs(two: tuple[Person, Person]):
    merged(two)
    factories.person("Kim", member_number="7")
    back = actions.undo(queries.merges(NOW)[0], factories.account(), NOW)

    assert (back.first_name, back.member_number) == ("Ema", None)


def test_three_become_one_and_can_all_be_parted(two: tuple[Person, Person]):
    first = factories.person("Emma", "Eek")
    db.session.commit()
    merged(two)
    merged((first, two[0]))
    for _merge in range(2):
        actions.undo(queries.merges(NOW)[0], factories.account(), NOW)

    assert sorted(p.name for p in db.session.query(Person)) == ["Ema Ek", "Emma Eek", "Emma Ek"]


def test_nobody_in_a_call_is_merged(two: tuple[Person, Person]):
    call = db.session.query(Call).first()
    call.reported_at, call.lease_until = None, NOW + timedelta(minutes=5)
    db.session.commit()

    with pytest.raises(actions.InCall):
        merged(two)


def test_what_was_changed_meanwhile_is_looked_at_again(two: tuple[Person, Person]):
    with pytest.raises(actions.Changed):
        actions.merge(*two, {}, (two[0].version, two[1].version - 1), factories.account(), NOW)


def test_after_thirty_days_it_can_no_longer_be_undone(two: tuple[Person, Person]):
    merged(two)
    later = NOW + timedelta(days=30)
    actions.forget(later)

    assert queries.merges(NOW) == []
    with pytest.raises(Missing):
        queries.merge(1, later)


def test_two_who_are_not_the_same_are_not_suggested_again(two: tuple[Person, Person]):
    actions.keep(queries.suggested())
    assert db.session.query(LookAlike).count() == 1
    actions.part(*two, factories.account(), NOW)
    with clock.frozen(NOW + timedelta(days=1)):
        actions.keep(queries.suggested())

    assert db.session.query(LookAlike).count() == 0
