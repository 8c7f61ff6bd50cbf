"""What a database of the first version held: searches that were flat, people who couldn't be found as one types."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select, text

from chapter import commands, create_app, health
from chapter.calling.models import CallAssignment
from chapter.db import db
from chapter.people.models import Person
from chapter.people.queries import is_called
from chapter.people.rules import sort_name
from chapter.searches.queries import matching
from chapter.searches.rules import condition, every, is_sound
from tests.databases import own
from tests.test_schema import fill

OLD: dict[str, Any] = {"tags": [1], "not_tags": [2], "age_from": 30, "joined_from": "2020-05-31", "towns": ["Ås"]}
NEW = every(
    condition("tags", [1]),
    condition("tags", [2], turned=True),
    condition("age_from", 30),
    condition("joined_from", "2020-05-31"),
    condition("towns", ["Ås"]),
)
EMMA = {"first_name": "Åse", "last_name": "Kjær", "email": "ase@example.org", "mobile": "+46701740605"}


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Flask]:
    """A database of the first version, upgraded to this one, with its one assignment and one person."""
    app = create_app({**own(tmp_path), "TESTING": True})
    commands.load_alembic(app)
    with app.app_context():
        upgrade(directory=str(health.MIGRATIONS), revision=ScriptDirectory(str(health.MIGRATIONS)).get_bases()[0])
        with db.engine.begin() as connection:
            fill(connection)
            connection.execute(text("UPDATE call_assignment SET target = :old"), {"old": json.dumps(OLD)})
            columns = ", ".join(f"{name} = :{name}" for name in EMMA)
            connection.execute(text(f"UPDATE person SET {columns}, town = 'Ås'"), EMMA)
            connection.execute(text("UPDATE chapter SET country = 'NO'"))
        commands.migrate()
        yield app
        db.session.remove()


def test_a_flat_search_becomes_conditions_that_must_all_hold(upgraded: Flask):
    target = db.session.scalars(select(CallAssignment.target)).one()

    assert target == NEW
    assert is_sound(target)
    assert db.session.scalar(select(func.count()).select_from(matching(target).subquery())) == 1


@pytest.mark.parametrize("typed", ["åse", "KJAER", "070-174 06 05", "ase@ex"])
def test_people_are_found_as_one_types(upgraded: Flask, typed: str):
    assert db.session.scalars(select(Person.first_name).where(*is_called(typed))).all() == ["Åse"]


def test_people_are_sorted_in_the_alphabet_of_the_country(upgraded: Flask):
    assert (
        db.session.scalars(select(Person.sort_name)).one()
        == sort_name("Åse", "Kjær", "NO")
        != sort_name("Åse", "Kjær", "SE")
    )
