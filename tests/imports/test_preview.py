"""What a file would change is seen before anything changes."""

import pytest
from sqlalchemy import event

from chapter.db import db
from chapter.files.rules_cells import Reason
from chapter.files.words import REASONS
from chapter.imports import actions, jobs, queries
from chapter.imports.comparing import stamp
from chapter.imports.models import ImportRun
from chapter.imports.routes_run import PARTS
from chapter.imports.rules import Kind, Stage
from chapter.people.models import Person
from tests import factories
from tests.conftest import Client
from tests.imports import made
from tests.imports.uploads import compared, latest


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.MAPPING])
def test_there_is_a_page_for_every_stage(coordinator: Client, stage: Stage):
    page = coordinator.get(f"/imports/{made.run(stage).id}/")

    assert page.status_code == 200
    assert "medlemmar.csv" in page.text
    assert stage in PARTS


def test_whose_columns_are_not_known_is_asked_for_them(coordinator: Client):
    run = made.run(Stage.MAPPING)

    assert coordinator.get(f"/imports/{run.id}/").location == f"/imports/{run.id}/columns"


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_row_has_its_list(coordinator: Client, kind: Kind):
    run = made.run()
    made.row(run, kind, person=factories.person("Siri", "Berg") if kind in ("changed", "same", "missing") else None)

    page = coordinator.get(f"/imports/{run.id}/?kind={kind}")

    assert page.status_code == 200
    assert "Siri Berg" in page.text


def test_what_changes_is_shown_old_and_new(coordinator: Client):
    run = made.run()
    made.row(
        run,
        Kind.CHANGED,
        person=factories.person(),
        changes={"town": ["Kvarnbyn", "Lövåsen"], "email": [None, "s@example.org"]},
    )

    page = coordinator.get(f"/imports/{run.id}/").text

    assert "Ort: <del>Kvarnbyn</del> → <strong>Lövåsen</strong>" in page
    assert "E-post: <del>inget</del> → <strong>s@example.org</strong>" in page


def test_it_says_what_happens_and_what_is_left_out(coordinator: Client):
    page = coordinator.get(f"/imports/{made.rich(Stage.READY).id}/").text

    assert "1 ny person kommer in." in page
    assert "3 personer ändras." in page
    assert "2 tveksamma rader lämnas utanför" in page
    assert "2 personer behåller det som har ändrats här" in page
    assert "1 rad går inte att använda" in page
    assert "2 personnummer togs inte med" in page


def test_a_file_that_changes_nothing_can_not_be_brought_in(coordinator: Client):
    run = made.run()
    made.row(run, Kind.SAME, person=factories.person())

    page = coordinator.get(f"/imports/{run.id}/").text

    assert "registret vet redan allt" in page
    assert "Lägg in</button>" not in page


def test_a_kind_that_is_none_shows_the_first_that_there_is(coordinator: Client):
    run = made.run()
    made.row(run, Kind.NEW)

    assert "Siri Berg" in coordinator.get(f"/imports/{run.id}/?kind=x&page=-3").text


def test_many_rows_are_paged(coordinator: Client):
    run = made.run()
    for _number in range(queries.PAGE + 1):
        made.row(run, Kind.NEW)

    page = coordinator.get(f"/imports/{run.id}/?kind=new")

    assert page.text.count("<strong>Siri Berg</strong>") == queries.PAGE
    assert f'href="/imports/{run.id}/?page=2&amp;kind=new#rows"' in page.text


def test_the_unusable_rows_are_a_file_to_mend(coordinator: Client):
    run = made.run(headings=["Namn", "E-post"], mapping={"0": "name", "1": "email"})
    row = made.row(run, Kind.UNUSABLE, problems={"email": "not_an_address"}, cells=["=cmd()", "siri.example.org"])

    response = coordinator.get(f"/imports/{run.id}/unusable.csv")

    reason = f"E-post (siri.example.org): {REASONS[Reason.NOT_AN_ADDRESS]}"
    assert response.text == f"\ufeffRad;Orsak;Namn;E-post\r\n{row.number};{reason};'=cmd();siri.example.org\r\n"
    assert response.headers["Content-Disposition"] == 'attachment; filename="medlemmar-fel.csv"'


def test_while_it_is_compared_the_page_shows_how_far_it_is(coordinator: Client):
    run = made.run(Stage.COMPARING, total=600, done=200)

    page = coordinator.get(f"/imports/{run.id}/").text

    assert '<progress value="200" max="600">' in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_the_progress_is_fetched_alone_until_it_is_done(coordinator: Client):
    run = made.run(Stage.COMPARING, total=600, done=200)

    assert coordinator.htmx(f"/imports/{run.id}/").text.lstrip().startswith('<div class="stack" id="progress"')

    run.stage = Stage.READY
    assert coordinator.htmx(f"/imports/{run.id}/").headers["HX-Redirect"] == f"/imports/{run.id}/"


def test_much_of_the_register_is_changed_only_by_who_writes_the_number(coordinator: Client):
    run = much()

    page = coordinator.get(f"/imports/{run.id}/").text
    response = coordinator.post(f"/imports/{run.id}/apply", data={"number": "39"})

    assert "40 av 4 personer" in page
    assert response.status_code == 422
    assert 'id="number-error"' in response.text
    assert 'value="39"' in response.text


@pytest.mark.parametrize("typed", ["40", " 4 0 "])
def test_who_writes_the_number_brings_it_in(coordinator: Client, typed: str):
    run = much()

    assert coordinator.post(f"/imports/{run.id}/apply", data={"number": typed}).status_code == 303
    assert latest().stage is Stage.APPLYING


def much() -> ImportRun:
    """An import that changes more than there is."""
    for name in ("Alva", "Bo", "Cia", "Dan"):
        factories.person(name)
    return made.run(counts={Kind.CHANGED: 30, Kind.MISSING: 10}, register_stamp=stamp())


def test_pressed_twice_it_comes_in_once(coordinator: Client):
    run = compared(coordinator)

    for _press in range(2):
        assert coordinator.post(f"/imports/{run.id}/apply").location == f"/imports/{run.id}/"
    jobs.work()

    assert latest().stage is Stage.DONE
    assert [person.name for person in db.session.scalars(db.select(Person))] == ["Siri Berg"]


def test_a_register_that_has_changed_since_is_compared_again(coordinator: Client):
    run = compared(coordinator)
    factories.person("Ny", "Person")

    response = coordinator.post(f"/imports/{run.id}/apply")

    assert latest().stage is Stage.COMPARING
    assert str(actions.Stale.words) in coordinator.get(response.location).text


@pytest.mark.parametrize("rows", [3, 30])
def test_the_preview_takes_few_questions_however_many_rows(coordinator: Client, rows: int):
    run = made.run()
    for number in range(rows):
        made.conflict(run, factories.person(f"Siri {number}"), town=["Kvarnbyn", "Lövåsen"])

    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    for page in ("", "?kind=changed", "conflicts"):
        seen.clear()
        coordinator.get(f"/imports/{run.id}/{page}")
        assert len([line for line in seen if line.startswith("SELECT")]) <= 12, seen
