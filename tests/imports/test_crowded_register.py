"""A crowd takes few statements and little memory, and nobody waits for it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

import pytest
from flask import Flask
from sqlalchemy import event

from chapter.db import db
from chapter.imports.rules import Kind
from tests.imports.runs import applied, undone

HEADINGS = "Medlemsnummer", "Namn", "E-post", "Ort", "Taggar"
MEASURE = """
import json, resource, sys
from pathlib import Path
from chapter import clock, create_app, commands
from chapter.db import db
from chapter.imports import actions, applying, comparing
from chapter.settings.actions import found

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

with create_app({"CHAPTER_DATA": sys.argv[1], "CHAPTER_MODE": "demo"}).app_context():
    commands.migrate()
    found("Lövåsen", "SE", clock.now())
    db.session.commit()
    before = peak()
    run = actions.begin(Path(sys.argv[2]), "members.csv", None, clock.now())
    db.session.commit()
    for rows in comparing.compare(run.id):
        db.session.commit()
    db.session.refresh(run)
    actions.apply(run, None, clock.now())
    applying.bring_in(run.id, clock.now())
    db.session.commit()
    print(json.dumps({"more": peak() - before, "new": run.figures["new"]}))
"""


def name(number: int) -> str:
    """A last name for each number."""
    return "".join(ascii_lowercase[int(digit)] for digit in str(number)).title()


def crowd(people: int, town: str = "Ås") -> list[tuple]:
    """So many people."""
    return [HEADINGS, *((str(n), f"Eva {name(n)}", f"p{n}@example.org", town, "Ung") for n in range(people))]


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """What the database is asked."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_thousand_people_take_as_few_statements_as_ten(statements: list[str]):
    counts = []
    for people in (10, 1000):
        undone(applied(*crowd(people)))
        counts.append(len(statements))
        statements.clear()

    assert counts[0] == counts[1]


def test_changing_a_thousand_people_takes_as_few_statements_as_ten(statements: list[str]):
    applied(*crowd(1000))
    counts = []
    for people, town in ((10, "Oslo"), (1000, "Bergen")):
        statements.clear()
        run = applied(*crowd(people, town))
        counts.append(len(statements))

    assert run.counts[Kind.CHANGED] == 1000
    assert counts[0] == counts[1]


def test_five_thousand_people_take_few_megabytes_more(tmp_path: Path):
    file = tmp_path / "members.csv"
    file.write_text("\n".join(";".join(row) for row in crowd(5000)))

    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / "data"), str(file)], capture_output=True, check=True, text=True
    )

    told = json.loads(measured.stdout)
    assert told["new"] == 5000
    assert told["more"] < 40, "megabytes; the first thousand rows take most of them"
