"""Searching the register by groups."""

import pytest

from chapter.access import Role
from chapter.db import db
from chapter.groups import queries
from chapter.groups.rules import Standing
from chapter.searches import registry
from chapter.searches.queries import matching
from chapter.searches.rules import condition, every
from tests import factories
from tests.conftest import NOW
from tests.groups import made


@pytest.fixture
def people(cafe, kim):
    """Somebody for each standing, the contact's person, and somebody who has nothing to do with groups."""
    for standing in Standing:
        made.place(cafe, factories.person(standing.value), standing)
    kim.person = factories.person("contact")
    factories.account(Role.GROUP_CONTACT)
    factories.person("nobody")
    return {"asked", "referred", "member", "declined", "left", "contact", "nobody"}


def found(name, group_ids, turned=False):
    """The first names of those whom the filter finds."""
    ids = set(db.session.scalars(matching(every(condition(name, group_ids, turned)))))
    return {person.first_name for person in db.session.scalars(db.select(factories.Person)) if person.id in ids}


FINDS = {"group_member": {"member"}, "group_waiting": {"asked", "referred"}, "group_contact": {"contact"}}


@pytest.mark.parametrize("name", FINDS)
def test_a_filter_finds_whom_it_says_and_turned_around_the_others(cafe, people, name):
    assert found(name, [cafe.id]) == FINDS[name]
    assert found(name, [cafe.id], turned=True) == people - FINDS[name]
    assert found(name, [cafe.id + 1]) == set()


def test_a_closed_group_has_no_contact(cafe, people):
    cafe.closed_at = NOW

    assert found("group_contact", [cafe.id]) == set()


@pytest.mark.parametrize("name", FINDS)
@pytest.mark.parametrize("turned", [False, True])
def test_a_filter_says_the_groups_name_or_that_it_is_gone(cafe, name, turned):
    there, gone = (registry.in_words(every(condition(name, [number], turned)))[0] for number in (cafe.id, 99))

    assert "Läxcaféet" in there
    assert "Läxcaféet" not in gone


def test_the_boxes_are_the_groups(cafe):
    boxes = registry.filters()["group_member"].field().kwargs["choices"]()

    assert [(box.value, box.label) for box in boxes] == [(cafe.id, "Läxcaféet")]


def test_a_persons_groups_come_with_those_they_have_to_do_with_first(cafe):
    person = factories.person()
    past = made.place(made.group(name={"sv": "Allra först"}), person, Standing.LEFT)
    now = made.place(cafe, person, Standing.MEMBER)

    assert queries.groups_of(person) == [now, past]
