"""What the register gives out, it takes in again without a change; whatever people are called."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapter import clock
from chapter.db import db
from chapter.exports import actions, queries, words
from chapter.exports.rules import COLUMNS, Kind
from chapter.i18n import speaking
from chapter.imports import actions as actions_of_imports
from chapter.imports.models import ImportRun
from chapter.imports.rules import Stage
from chapter.people.models import Person, Tag
from chapter.people.rules import FIELDS
from chapter.searches.queries import finds
from chapter.searches.rules import EVERYBODY
from chapter.spreadsheet import csv_chunks, xlsx
from tests.imports.runs import bring_in, compare
from tests.imports.test_undo import register

LETTERS = st.text(st.sampled_from("aåäöøæ ABÅ'’-=+@;,\"\t1"), min_size=1, max_size=9)
WORD = LETTERS.map(lambda text: " ".join(text.split())).filter(lambda text: any(c.isalpha() for c in text))
NAME = st.one_of(
    st.sampled_from(["Eva", "Åsa", "=Bo", "'Kim", "McDonald", "d’Arc"]), WORD.filter(lambda word: "@" not in word)
)
MAYBE = st.one_of(st.none(), WORD)
PERSON = st.fixed_dictionaries(
    {
        "first_name": NAME,
        "last_name": st.one_of(st.just(""), NAME),
        "mobile": st.sampled_from([None, "+46701740605", "+46701740606", "+4790000000", "+358401234567"]),
        "phone2": st.sampled_from([None, "+46313900600", "+46701740607"]),
        "email": st.sampled_from([None, "a@example.org", "b@example.org", "o'neil@example.org", "-x@example.org"]),
        "postcode": st.sampled_from([None, "413 10", "0150"]),
        "town": MAYBE,
        "birth_year": st.sampled_from([None, 1943, 1990, 2008]),
        "joined_on": st.sampled_from([None, date(1999, 12, 31), date(2026, 1, 2)]),
        "fee_paid_for": st.sampled_from([None, 2025, 2026]),
        "union": MAYBE,
        "interests": MAYBE,
        "do_not_call_at": st.sampled_from([None, clock.now()]),
        "from_file": st.booleans(),
    }
)
NUMBERS = st.one_of(st.none(), st.sampled_from(["1", "007", "M-17", "+3"]))
PEOPLE = st.lists(
    st.tuples(NUMBERS, PERSON, st.sets(st.sampled_from(["Ny", "Natt, sen", "=x"]))), min_size=1, max_size=4
)
ALL = [*FIELDS, "tags", "do_not_call"]


def fill(people: Iterable[tuple]) -> None:
    """A register with these and nobody else; a member number is one person's."""
    db.session.rollback()
    db.session.expunge_all()
    for table in ("import_run", "history_entry", "person_change", "kept_fact", "person_tag", "tag", "export", "person"):
        db.session.execute(db.text(f"delete from {table}"))
    tags = {name: Tag(name=name) for name in ("Ny", "Natt, sen", "=x")}
    taken: set[str] = set()
    for number, facts, names in people:
        free = number if number not in taken else None
        taken |= {number}
        mine = [tags[name] for name in names]
        db.session.add(Person(member_number=free, tags=mine, added_at=clock.now(), **facts))
    db.session.commit()


def in_code(file: Path) -> None:
    """As the command line writes it."""
    file.write_text("".join(csv_chunks(words.plain_rows(taken_out(), COLUMNS), ",", mark=False)), newline="")


def as_csv(language: str) -> Callable[[Path], None]:
    """As an officer saves it, in a language."""

    def write(file: Path) -> None:
        with speaking(language):
            file.write_text("".join(csv_chunks(words.for_csv(words.rows(taken_out(), ALL)))), newline="")

    return write


def as_xlsx(file: Path) -> None:
    """As an officer saves it for Excel."""
    with speaking("nb"):
        file.write_bytes(xlsx(words.rows(taken_out(), ALL), "Register"))


def taken_out() -> Iterable[dict]:
    """Everybody, as an export has them."""
    export = actions.take_out([finds(EVERYBODY)], Kind.CSV, ALL, None, clock.now())
    return queries.facts(queries.exported(export))


WAYS = {"out.csv": in_code, "sv.csv": as_csv("sv"), "nb.csv": as_csv("nb"), "out.xlsx": as_xlsx}


@pytest.mark.parametrize("name", WAYS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE)
def test_what_goes_out_comes_in_without_a_change(app: Flask, tmp_path: Path, name: str, people: list):
    fill(people)
    file = tmp_path / name
    WAYS[name](file)
    db.session.commit()
    before = register()

    run = brought_in(file, name)

    assert run.counts["new"] == run.counts["changed"] == run.counts["unusable"] == run.counts["missing"] == 0, (
        run.counts
    )
    assert register() == before
    assert run.stage is Stage.DONE


def brought_in(file: Path, name: str) -> ImportRun:
    """The run of the file, brought into the register."""
    run = actions_of_imports.begin(file, name, None, clock.now(), is_complete=True)
    db.session.commit()
    compare(run)
    db.session.refresh(run)
    return bring_in(run)
