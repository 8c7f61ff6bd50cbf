"""What the register gave out comes back: whatever people are called, it is known again."""

from datetime import date

import pytest
from flask import Flask

from chapter.imports.rules import Kind
from tests import factories
from tests.imports.runs import compared, rows


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    pass


@pytest.mark.parametrize(
    ("facts", "cell"),
    [
        ({"first_name": "Bo 070174"}, ("", "Bo 070174", "")),
        ({"first_name": "-"}, ("", "-", "")),
        ({"joined_on": date(2030, 1, 1)}, ("2030-01-01", "Eva", "")),
        ({"email": "eva@localhost"}, ("", "Eva", "eva@localhost")),
    ],
)
def test_what_the_register_has_already_can_be_used(facts: dict, cell: tuple):
    person = factories.person(**{"first_name": "Eva", "last_name": "Ek", "member_number": "7", **facts})

    headings = "Medlemsnummer", "Efternamn", "Gick med", "Förnamn", "E-post"
    same, other = rows(compared(headings, ("7", "Ek", *cell), ("7", "Öberg", *cell)))

    assert (same.kind, same.person_id, other.kind) == (Kind.SAME, person.id, Kind.UNUSABLE)


def test_two_rows_that_are_alike_are_about_two_people_who_are():
    for _one in range(2):
        factories.person("Kim", "Alm", birth_year=1990, mobile=None, joined_on=date(2020, 1, 1))
    row = "Kim", "Alm", "1990"

    run = compared(("Förnamn", "Efternamn", "Födelseår"), row, row, row, is_complete=True)

    assert [(row.kind, row.person_id) for row in rows(run)] == [(Kind.SAME, 1), (Kind.SAME, 2), (Kind.SAME, 1)]
