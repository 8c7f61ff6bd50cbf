"""Whatever search there is, it can be read, said, found with and built on."""

import json
from typing import Any

import pytest
from flask import Flask
from flask_login import login_user
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import speaking
from chapter.people.models import Person
from chapter.searches import asked, queries, registry
from chapter.searches.builder import Builder
from chapter.searches.rules import Search, conditions, is_sound
from tests import cast, factories
from tests.searches.test_build_a_search import as_sent

NAMES = st.deferred(lambda: st.sampled_from([*registry.filters(), "gone"]))
values = st.one_of(
    st.integers(),
    st.text(),
    st.booleans(),
    st.none(),
    st.dates().map(str),
    st.lists(st.integers(1, 99)),
    st.lists(st.text()),
    st.floats(),
)
parts = st.fixed_dictionaries({"is": st.one_of(NAMES, st.text()), "value": values}, optional={"not": st.booleans()})


def joints(inner: Any) -> Any:
    """Joints of ``inner``."""
    some = st.lists(inner, max_size=4)
    turned = {"not": st.booleans()}
    return st.one_of(
        st.fixed_dictionaries({"all": some}, optional=turned), st.fixed_dictionaries({"any": some}, optional=turned)
    )


searches = joints(st.recursive(parts, joints, max_leaves=8))
junk = st.recursive(values, lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)), max_leaves=8)
QUIETLY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def crowd(app: Flask) -> int:
    """Some people; gives how many."""
    factories.person(tags=[factories.tag("ny")]), factories.person(town=None, birth_year=None, postcode="123 45")
    return 2


@pytest.fixture
def coordinator(app: Flask) -> Account:
    """Who may search on everything."""
    return cast.play("member_coordinator")


@QUIETLY
@given(search=st.one_of(searches, junk))
def test_it_is_sound_and_works_or_is_refused(app: Flask, crowd: int, search: Any):
    if not is_sound(search):
        return
    assert 0 <= queries.count_matching(search) <= crowd
    for language in ("sv", "nb"):
        with speaking(language):
            assert all(registry.in_words(search))
    assert asked.read(asked.compact(search)) == search


@QUIETLY
@given(search=searches)
def test_turned_around_it_finds_all_others_unless_a_condition_is_lost(app: Flask, crowd: int, search: Search):
    if not is_sound(search) or any(registry.is_lost(part) for part in conditions(search)):
        return
    one, other = registry.clause({"all": [search]}), registry.clause({"all": [{"all": [search], "not": True}]})
    both = select(func.count()).select_from(Person).where(one | other)

    assert db.session.scalar(both) == crowd
    assert db.session.scalar(both.where(one, other)) == 0


@QUIETLY
@given(search=searches)
def test_a_way_through_the_builder_changes_nobody_who_is_found(
    app: Flask, crowd: int, coordinator: Account, search: Search
):
    if not is_sound(search):
        return
    with app.test_request_context():
        login_user(coordinator)
        again = Builder.sent(MultiDict(as_sent(Builder.shown(search))))

        assert again.errors == {}
        found = [set(db.session.scalars(queries.matching(one))) for one in (search, again.search)]
        said = [sorted(map(str, conditions(one))) for one in (search, again.search)]
        assert (found[0], said[0]) == (found[1], said[1])


@QUIETLY
@given(
    names=st.lists(st.from_regex(r"target-[0-9]-([0-9](-value|-open|-turned)?|how|add)", fullmatch=True), max_size=8),
    values=st.lists(st.one_of(st.text(), NAMES, parts.map(json.dumps)), min_size=8, max_size=8),
    build=st.from_regex(r"(add|remove|change|done|drop|group|count)(-[0-9]){0,2}", fullmatch=True) | st.just(""),
)
def test_whatever_a_form_sends_the_builder_answers(app: Flask, names: list[str], values: list[str], build: str):
    with app.test_request_context():
        builder = Builder.sent(MultiDict([*zip(names, values, strict=False), ("build", build)]))

        assert is_sound(builder.search)
        assert builder.errors or builder.number is not None
        assert len({line.name for line in builder.lines}) == len(builder.lines)
