"""What the file leaves in doubt is decided by a person: who it is, and whose facts are kept."""

import pytest

from chapter.db import db
from chapter.imports import jobs, queries
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.rules import Kind, Stage
from chapter.people import actions as people
from chapter.people.models import Person
from tests import factories
from tests.conftest import NOW, Client
from tests.imports import made
from tests.imports.uploads import brought_in, compared, latest

HEADINGS = "Förnamn;Efternamn;E-post;Ort"
LENA = "Lena;Falk;falk@example.org;Lövåsen"


@pytest.fixture
def nils(app) -> Person:
    """Nils, who shares his address with somebody in the file."""
    return factories.person("Nils", "Falk", email="falk@example.org", mobile=None, from_file=True)


def doubtful(client: Client) -> tuple[ImportRun, ImportRow]:
    run = compared(client, HEADINGS, LENA)
    return run, run.rows[0]


def names() -> list[str]:
    return sorted(db.session.scalars(db.select(Person.first_name)))


def test_the_file_and_the_register_stand_side_by_side(coordinator: Client, nils: Person):
    run, row = doubtful(coordinator)

    page = coordinator.get(f"/imports/{run.id}/rows/{row.id}").text

    assert "I registret: Nils Falk" in page
    assert "Lövåsen" in page
    assert '<span class="chip warn">Kvarnbyn</span>' in page
    assert '<span class="chip warn">Falk</span>' not in page


@pytest.mark.parametrize(
    ("who", "there", "town"),
    [("new", ["Lena", "Nils"], "Kvarnbyn"), ("out", ["Nils"], "Kvarnbyn"), ("same", ["Lena"], "Lövåsen")],
)
def test_what_is_decided_is_done(coordinator: Client, nils: Person, who: str, there: list[str], town: str):
    run, row = doubtful(coordinator)

    response = coordinator.post(f"/imports/{run.id}/rows/{row.id}", data={"who": nils.id if who == "same" else who})
    coordinator.post(f"/imports/{run.id}/apply")
    jobs.work()

    assert response.location == f"/imports/{run.id}/"
    assert names() == there
    assert db.session.get(Person, nils.id).town == town


def test_the_next_one_follows_until_all_are_decided(coordinator: Client, nils: Person):
    run = made.run()
    first, second = made.doubtful(run, nils), made.doubtful(run, nils)

    there = coordinator.post(f"/imports/{run.id}/rows/{first.id}", data={"who": "new"}).location

    assert there == f"/imports/{run.id}/rows/{second.id}"
    assert "1 rad är kvar att bestämma om." in coordinator.get(there).text
    assert coordinator.post(there, data={"who": "new"}).location == f"/imports/{run.id}/"


def test_one_can_go_back_and_think_again(coordinator: Client, nils: Person):
    run = made.run()
    row = made.doubtful(run, nils)
    for who in ("new", "out"):
        coordinator.post(f"/imports/{run.id}/rows/{row.id}", data={"who": who})

    assert "Du har lämnat raden utanför." in coordinator.get(f"/imports/{run.id}/rows/{row.id}").text


@pytest.mark.parametrize("who", ["", "77", "nobody", "-1"])
def test_only_whom_the_row_may_be_about_can_be_chosen(coordinator: Client, nils: Person, who: str):
    run = made.run()
    row = made.doubtful(run, nils)

    assert coordinator.post(f"/imports/{run.id}/rows/{row.id}", data={"who": who}).status_code == 422
    assert queries.doubtful_left(run) == 1


def test_a_row_that_is_not_in_doubt_or_of_another_file_has_no_page(coordinator: Client, nils: Person):
    run, other = made.run(), made.run()
    fine, elsewhere = made.row(run, Kind.NEW), made.doubtful(other, nils)

    assert coordinator.get(f"/imports/{run.id}/rows/{fine.id}").status_code == 404
    assert coordinator.get(f"/imports/{run.id}/rows/{elsewhere.id}").status_code == 404


def test_somebody_who_is_late_is_shown_how_it_is_now(coordinator: Client, nils: Person):
    run = made.run(Stage.DONE, applied_at=NOW)
    row = made.doubtful(run, nils)

    for answer in (
        coordinator.get(f"/imports/{run.id}/rows/{row.id}"),
        coordinator.post(f"/imports/{run.id}/rows/{row.id}", data={"who": "new"}),
        coordinator.post(f"/imports/{run.id}/conflicts/all", data={"keep": "ours"}),
    ):
        assert answer.location == f"/imports/{run.id}/"


@pytest.fixture
def contested(coordinator: Client, app) -> ImportRun:
    """Siri came with a file; her town was changed here, and the next file says otherwise."""
    brought_in(coordinator, HEADINGS, "Siri;Berg;siri@example.org;Kvarnbyn")
    siri = db.session.scalars(db.select(Person)).one()
    people.change(siri, {"town": "Tallmyra"}, NOW, None)
    return compared(coordinator, HEADINGS, "Siri;Berg;siri@example.org;Lövåsen")


def town() -> str | None:
    return db.session.scalar(db.select(Person.town))


def come_in(client: Client, run: ImportRun) -> None:
    client.post(f"/imports/{run.id}/apply", data={"number": "1"})
    jobs.work()
    assert latest().stage is Stage.DONE


def test_a_field_that_was_changed_here_is_a_conflict_to_choose_in(coordinator: Client, contested: ImportRun):
    page = coordinator.get(f"/imports/{contested.id}/conflicts").text

    assert "Vårt: Tallmyra" in page
    assert "Filens: Lövåsen" in page
    assert " checked" not in page


@pytest.mark.parametrize(("keep", "after"), [("ours", "Tallmyra"), ("theirs", "Lövåsen"), ("nothing", "Tallmyra")])
def test_the_chosen_value_is_kept(coordinator: Client, contested: ImportRun, keep: str, after: str):
    row = contested.rows[0]

    coordinator.post(f"/imports/{contested.id}/conflicts", data={f"keep-{row.id}-town": keep})
    come_in(coordinator, contested)

    assert town() == after


def test_a_choice_is_there_when_one_comes_back(coordinator: Client, contested: ImportRun):
    row = contested.rows[0]
    coordinator.post(f"/imports/{contested.id}/conflicts", data={f"keep-{row.id}-town": "theirs"})

    page = coordinator.get(f"/imports/{contested.id}/conflicts").text

    assert f'name="keep-{row.id}-town" value="theirs" checked' in page


@pytest.mark.parametrize(("keep", "after"), [("ours", "Tallmyra"), ("theirs", "Lövåsen")])
def test_one_answer_for_all_is_asked_for_on_a_page_of_its_own(
    coordinator: Client, contested: ImportRun, keep: str, after: str
):
    asks = coordinator.get(f"/imports/{contested.id}/conflicts/all?keep={keep}")
    coordinator.post(f"/imports/{contested.id}/conflicts/all", data={"keep": keep})
    come_in(coordinator, contested)

    assert f'value="{keep}"' in asks.text
    assert town() == after


def test_any_other_answer_for_all_is_refused(coordinator: Client, contested: ImportRun):
    assert coordinator.get(f"/imports/{contested.id}/conflicts/all?keep=both").status_code == 404
    assert coordinator.post(f"/imports/{contested.id}/conflicts/all", data={"keep": "both"}).status_code == 422
