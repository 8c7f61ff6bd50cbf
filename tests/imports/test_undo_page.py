"""A whole import is taken back, after a question, for thirty days."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.db import db
from chapter.imports import actions
from chapter.imports.models import ImportRun
from chapter.imports.rules import Stage
from chapter.people import actions as people
from chapter.people.models import Person
from tests import factories
from tests.conftest import NOW, Client
from tests.imports import made
from tests.imports.uploads import HEADINGS, SIRI, brought_in, latest


@pytest.fixture
def run(coordinator: Client) -> ImportRun:
    """Siri came in with a file, and Nils moved to Kvarnbyn."""
    factories.person("Nils", "Falk", email="nils@example.org", mobile=None, town="Lövåsen", from_file=True)
    for name in ("Alva", "Bo", "Cia"):
        factories.person(name)
    return brought_in(coordinator, HEADINGS, SIRI, "Nils;Falk;nils@example.org;;Kvarnbyn")


def there() -> dict[str, str | None]:
    found = db.session.execute(db.select(Person.first_name, Person.town).where(Person.last_name.in_(("Berg", "Falk"))))
    return {name: town for name, town in found}


def test_the_result_says_what_happened_and_until_when_it_can_be_undone(coordinator: Client, run: ImportRun):
    page = coordinator.get(f"/imports/{run.id}/").text

    assert "1 ny person kom in." in page
    assert "1 person ändrades." in page
    assert "fredag 18 december" in page


def test_who_is_missing_in_a_complete_file_can_be_looked_up(coordinator: Client, run: ImportRun):
    for name in ("Dan", "Eli", "Fia", "Gun", "Hugo", "Ida", "Jan", "Kim", "Lo", "Max"):
        factories.person(name, email=f"{name.lower()}@example.org", member_number=name)
    rows = [
        f"{p.first_name};{p.last_name};{p.email or ''};{p.mobile or ''};" for p in everybody() if p.first_name != "Kim"
    ]

    done = brought_in(coordinator, HEADINGS, *rows, is_complete="y")

    page = coordinator.get(f"/imports/{done.id}/").text
    assert "1 person var inte med i filen. Det är antecknat." in page
    assert 'href="/people/leaving"' in page


def everybody() -> list[Person]:
    return list(db.session.scalars(db.select(Person)))


def test_it_asks_first_and_nothing_has_happened_yet(coordinator: Client, run: ImportRun):
    page = coordinator.get(f"/imports/{run.id}/undo")

    assert page.status_code == 200
    assert there() == {"Siri": "Kvarnbyn", "Nils": "Kvarnbyn"}


def test_undone_everything_is_as_before_however_often_it_is_pressed(coordinator: Client, run: ImportRun):
    for _press in range(2):
        assert coordinator.post(f"/imports/{run.id}/undo").location == f"/imports/{run.id}/"

    page = coordinator.get(f"/imports/{run.id}/").text
    assert there() == {"Nils": "Lövåsen"}
    assert "1 person som hade kommit in är borttagen igen." in page
    assert "1 person är som förut." in page


def test_it_says_what_stays_because_something_has_happened_since(coordinator: Client, run: ImportRun):
    siri = db.session.scalars(db.select(Person).where(Person.first_name == "Siri")).one()
    people.remember(siri, "note", NOW, text="x")

    coordinator.post(f"/imports/{run.id}/undo")

    assert there() == {"Nils": "Lövåsen", "Siri": "Kvarnbyn"}
    assert "1 ny person är kvar" in coordinator.get(f"/imports/{run.id}/").text


def test_after_thirty_days_it_can_not_be_undone(coordinator: Client):
    run = made.run(Stage.DONE, applied_at=clock.now() - timedelta(days=31))

    assert f"/imports/{run.id}/undo" not in coordinator.get(f"/imports/{run.id}/").text
    for answer in (coordinator.get(f"/imports/{run.id}/undo"), coordinator.post(f"/imports/{run.id}/undo")):
        assert answer.location == f"/imports/{run.id}/"
    assert str(actions.TooLate.words) in coordinator.get(f"/imports/{run.id}/").text
    assert latest().stage is Stage.DONE


def test_while_a_later_file_is_in_the_register_the_page_says_so(coordinator: Client, run: ImportRun):
    later = brought_in(coordinator, HEADINGS, "Ada;Vik;ada@example.org;;")

    page = coordinator.get(f"/imports/{run.id}/").text

    assert f'href="/imports/{run.id}/undo"' not in page
    assert f'href="/imports/{later.id}/">medlemmar.csv' in page
    assert coordinator.get(f"/imports/{run.id}/undo").status_code == 303
