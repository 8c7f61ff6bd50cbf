"""Whatever the register and whatever the file: no row lost, none doubled, nothing raised, all of it taken back."""

import string
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapter.db import db
from chapter.files.reading import Unreadable
from chapter.imports import actions, applying, comparison, differing, undoing
from chapter.imports.rules import Doubt, Kind
from chapter.people.models import Person
from tests import factories
from tests.conftest import NOW
from tests.imports.runs import applied, bring_in, compared, rows, undone
from tests.imports.test_undo import register

HEADINGS = (
    *("member_number", "first_name", "last_name", "email", "mobile", "birth_year", "town", "tags", "do_not_call"),
)
NAUGHTY = st.sampled_from(
    ["", " ", "=1+1", "'", "\x00", "İ", "ß", "ﬀ", "Æ", "Ö", "🏳️‍🌈", "a\nb", ";", '"', "%", "_", "‮", "NULL"]
)
NUMBERS = st.sampled_from(["", "", "1", "2", "3"])
FIRST = st.sampled_from(["Eva", "eva", "Bo", "Åsa", "Asa"])
LAST = st.sampled_from(["", "Ek", "Öberg"])
EMAIL = st.sampled_from(["", "", "a@example.org", "b@example.org", "A@example.org"])
MOBILE = st.sampled_from(["", "", "0701740605", "+46701740606"])
YEAR = st.sampled_from(["", "1990", "1991"])
TOWN = st.sampled_from(["", "Ås", "Oslo", "ÅS"])
TAGS = st.sampled_from(["", "Ung", "ung;Natt", "Natt"])
ROW = st.tuples(NUMBERS, FIRST, LAST, EMAIL, MOBILE, YEAR, TOWN, TAGS, st.sampled_from(["", "yes", "no"]))
ANY = st.tuples(*[st.one_of(NAUGHTY, st.text(max_size=6), st.text(string.digits + "@.-", max_size=8))] * len(HEADINGS))
FILE = st.lists(ROW, min_size=1, max_size=7)
PERSON = st.fixed_dictionaries(
    {
        "first_name": FIRST,
        "last_name": LAST,
        "email": EMAIL.map(lambda email: email.lower() or None),
        "mobile": st.sampled_from([None, "+46701740605", "+46701740606"]),
        "birth_year": st.sampled_from([None, 1990, 1991]),
        "town": st.sampled_from([None, "Ås", "Oslo"]),
        "from_file": st.booleans(),
        "left_on": st.sampled_from([None, None, date(2026, 1, 2)]),
        "missing_since": st.sampled_from([None, None, NOW - timedelta(days=7)]),
    }
)
PEOPLE = st.lists(
    st.tuples(st.sampled_from([None, "1", "2", "3"]), PERSON), max_size=4, unique_by=lambda p: p[0] or id(p)
)
some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _three_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """So few that parts are crossed."""
    for module in (differing, comparison, applying, undoing):
        monkeypatch.setattr(module, "AT_ONCE", 3)


def fill(people: list[tuple[str | None, dict[str, Any]]]) -> None:
    """A register with these and nobody else."""
    db.session.rollback()
    db.session.expunge_all()
    for table in ("import_run", "history_entry", "person_change", "kept_fact", "person_tag", "tag", "person"):
        db.session.execute(db.text(f"delete from {table}"))
    for number, facts in people:
        factories.person(member_number=number, **facts)
    db.session.commit()


@some
@given(PEOPLE, FILE, st.booleans())
def test_no_row_is_lost_and_none_is_doubled(people: list, file: list, is_complete: bool):
    fill(people)

    run = compared(HEADINGS, *file, is_complete=is_complete)

    counts = {kind: run.counts[kind] for kind in (*Kind, "skipped")}
    missing = counts.pop(Kind.MISSING)
    assert sum(counts.values()) == run.total
    of_the_file = [row.number for row in rows(run) if row.kind is not Kind.MISSING]
    assert sorted(of_the_file) == sorted(set(of_the_file))
    assert len(of_the_file) + missing == len(rows(run))


@some
@given(PEOPLE, FILE, st.booleans(), st.randoms(use_true_random=False))
def test_what_is_brought_in_and_taken_back_leaves_the_very_register(
    people: list, file: list, is_complete: bool, chance: Any
):
    fill(people)
    before = register("version")
    run = compared(HEADINGS, *file, is_complete=is_complete)
    for row in [row for row in rows(run) if row.is_undecided]:
        actions.decide(
            row,
            chance.choice(
                [
                    {"new": row.why is not Doubt.LEFT, "out": True},
                    {"out": True},
                    *({"same": id} for id in row.candidates),
                ]
            ),
            row.run.started_at,
        )
    actions.decide_all(run, chance.choice(["ours", "theirs"]), run.started_at)

    undone(bring_in(run))

    assert register("version") == before


@some
@given(PEOPLE, FILE)
def test_the_same_file_twice_brings_nothing_the_second_time(people: list, file: list):
    fill(people)
    run = compared(HEADINGS, *file)
    actions.decide_all(run, "theirs", run.started_at)
    bring_in(run)
    doubtful = run.counts[Kind.DOUBTFUL]
    number = db.session.scalar(db.select(db.func.count(Person.id)))

    again = applied(HEADINGS, *file)

    assert (again.counts[Kind.NEW], again.counts[Kind.CHANGED]) == (0, 0) or doubtful
    assert db.session.scalar(db.select(db.func.count(Person.id))) == number or doubtful


@some
@given(st.lists(ANY, min_size=1, max_size=6))
def test_whatever_stands_in_a_file_it_comes_in_or_is_refused_in_a_sentence(file: list):
    fill([])

    with suppress(Unreadable):
        run = applied(HEADINGS, *file)
        assert (run.stage, run.figures["new"]) == ("done", run.counts[Kind.NEW])
