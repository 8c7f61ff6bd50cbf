"""One page for one person: what is known, what happened, what is due, and what can be done."""

from datetime import date, timedelta

import pytest

from benchmarks.queries import counted
from chapter.access import Role
from chapter.calling.models import Flag, QueuePlace
from chapter.db import db
from chapter.exports.models import Export, ExportedPerson
from chapter.exports.rules import Kind
from chapter.people import actions
from chapter.people.models import PersonChange
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser where the member coordinator is signed in."""
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund"))


def page(browser: Client, person, query: str = "") -> str:
    return browser.get(f"/people/{person.id}/{query}").text


def test_the_facts_are_written_as_people_write_them(coordinator: Client):
    emma = factories.person(
        mobile="+46701740605", email="emma@example.org", joined_on=date(2024, 5, 2), birth_year=1990
    )

    shown = page(coordinator, emma)

    for words in ('href="tel:+46701740605"', "070-174 06 05", 'href="mailto:emma@example.org"', "2 maj 2024", "1990"):
        assert words in shown


def test_the_marks_say_since_when_by_whom_and_why(coordinator: Client):
    emma = factories.person(missing_since=NOW - timedelta(days=2))
    actions.set_do_not_call(emma, "Har ringts för ofta", NOW, factories.account(name="Bo Ek"))

    shown = page(coordinator, emma)

    for words in ("18 november 2026", "Bo Ek", "Har ringts för ofta", "16 november 2026"):
        assert words in shown


def test_somebody_who_isnt_there_is_not_found(coordinator: Client):
    assert coordinator.get("/people/4711/").status_code == 404


def test_the_consent_is_shown_with_its_text(coordinator: Client):
    emma = factories.person(consent_id=1, consented_at=NOW - timedelta(days=30))

    shown = page(coordinator, emma)

    assert "19 okt. 2026" in shown
    assert "sparar" in shown or "spara" in shown


def test_the_exports_somebody_was_in_are_their_read_log(coordinator: Client):
    emma, vera = factories.person(), factories.person("Vera")
    export = Export(by="Bo Ek", at=NOW, why="Till årsmötet", who="Alla", kind=Kind.LABELS, fields=["email"], number=1)
    db.session.add(export)
    db.session.flush()
    db.session.add(ExportedPerson(export_id=export.id, person_id=emma.id))

    assert "Till årsmötet" in page(coordinator, emma)
    assert "Till årsmötet" not in page(coordinator, vera)


def test_what_is_due_comes_first(coordinator: Client):
    emma, bo = factories.person(), factories.account(name="Bo Ek")
    assignment = factories.assignment(emma, callers=(bo,))
    reports.reported(assignment, emma, bo, said=reports.NO_ANSWER, message="Ring om mötet")
    place = db.session.get_one(QueuePlace, (assignment.id, emma.id))
    place.call_back_after, place.promised_to_id = NOW - timedelta(hours=1), bo.id

    shown = page(coordinator, emma)

    assert f'href="/calling/flags/{db.session.scalar(db.select(Flag.id))}"' in shown
    assert "Bo Ek har lovat att ringa igen" in shown


def test_the_history_is_in_order_and_can_be_narrowed(coordinator: Client):
    emma, bo = factories.person(), factories.account(name="Bo Ek")
    actions.remember(emma, "added", NOW - timedelta(days=9), how="fil")
    reports.reported(factories.assignment(emma, callers=(bo,)), emma, bo, said=reports.NO_ANSWER)

    everything, calls = page(coordinator, emma), coordinator.htmx(f"/people/{emma.id}/?about=calls").text

    assert everything.index("Bo Ek ringde") < everything.index("Kom in i registret")
    assert "Bo Ek ringde" in calls
    assert "Kom in i registret" not in calls


@pytest.mark.parametrize(("number", "shown"), [(1, 20), (2, 5), (99, 5)])
def test_a_long_history_comes_a_page_at_a_time(coordinator: Client, number: int, shown: int):
    emma = factories.person()
    for day in range(25):
        actions.remember(emma, "note", NOW - timedelta(days=day), by="Bo Ek", text="Kaffe")

    assert page(coordinator, emma, f"?page={number}").count("“Kaffe”".replace("“", "”")) == shown


def test_an_unknown_shelf_shows_everything(coordinator: Client):
    emma = factories.person()
    actions.remember(emma, "added", NOW, how="fil")

    assert "Kom in i registret" in page(coordinator, emma, "?about=finns-inte")


def test_a_note_is_kept_once_however_often_it_is_sent(coordinator: Client):
    emma = factories.person()

    for _press in range(2):
        coordinator.post(f"/people/{emma.id}/note", data={"note": "Vill hjälpa till på torget"})

    assert page(coordinator, emma).count("Mia Lund antecknade: ”Vill hjälpa till på torget”") == 1


def test_a_note_that_looks_like_health_is_asked_about_first(coordinator: Client):
    emma, given = factories.person(), {"note": "Är sjukskriven"}

    first = coordinator.post(f"/people/{emma.id}/note", data=given)
    coordinator.post(f"/people/{emma.id}/note", data={**given, "sure": "y"})

    assert first.status_code == 422
    assert "Är sjukskriven</textarea>" in first.text
    assert page(coordinator, emma).count("”Är sjukskriven”") == 1


def test_a_tag_is_added_and_taken_away_in_place(coordinator: Client):
    emma = factories.person()

    added = coordinator.htmx(f"/people/{emma.id}/tags", {"tag": "Nattarbete"})
    tag_id = emma.tags[0].id
    removed = coordinator.htmx(f"/people/{emma.id}/tags/{tag_id}/remove", {})

    assert 'id="tags"' in added.text
    assert "Ta bort taggen Nattarbete" in added.text
    assert "Ta bort taggen Nattarbete" not in removed.text
    assert [(c.field, c.old, c.new, c.by) for c in db.session.scalars(db.select(PersonChange))] == [
        ("tags", None, "Nattarbete", "Mia Lund"),
        ("tags", "Nattarbete", None, "Mia Lund"),
    ]


def test_without_scripts_a_tag_leads_back_to_the_person(coordinator: Client):
    emma = factories.person()

    assert coordinator.post(f"/people/{emma.id}/tags", data={"tag": "Ny"}).location == f"/people/{emma.id}/#tags"
    assert coordinator.post(f"/people/{emma.id}/tags", data={"tag": " "}).status_code == 422


def test_nobody_is_called_from_now_on_and_the_page_says_why(coordinator: Client):
    emma = factories.person()

    coordinator.post(f"/people/{emma.id}/do-not-call", data={"why": "Bad om det på torget"})

    assert (emma.do_not_call_at, emma.do_not_call_by) == (NOW, "Mia Lund")
    assert "Bad om det på torget" in page(coordinator, emma)


def test_lifting_it_on_the_page_leads_back_there(coordinator: Client):
    emma = factories.person(do_not_call_at=NOW)
    where, field = f"/people/{emma.id}/do-not-call/lift?own=1", f"person-{emma.id}-reason"

    refused, lifted = coordinator.post(where, data={field: ""}), coordinator.post(where, data={field: "Ångrade sig"})

    assert (refused.status_code, lifted.location) == (422, f"/people/{emma.id}/")
    assert "<h1" in refused.text
    assert emma.do_not_call_at is None


@pytest.mark.parametrize("number", [2, 60])
def test_the_change_log_has_a_page_of_its_own(coordinator: Client, number: int):
    emma = factories.person()
    for town in range(number):
        actions.change(emma, {"town": f"Ort {town}"}, NOW, None, why="Flyttade")

    shown, log = page(coordinator, emma), coordinator.get(f"/people/{emma.id}/changes").text

    assert (f"/people/{emma.id}/changes" in shown) == (number > 5)
    assert log.count('<th scope="row">Ort</th>') == min(number, 40)
    assert "Flyttade" in log


def test_what_was_written_about_leaving_is_only_for_who_may_read_it(coordinator: Client, monkeypatch):
    emma, bo = factories.person(), factories.account(name="Bo Ek")
    reports.reported(factories.assignment(emma, callers=(bo,)), emma, bo, said=reports.LEAVING, message="Arg")
    flag = db.session.scalars(db.select(Flag)).one()
    actions.remember(emma, "note", NOW, by="Mia Lund", text="Hemligt", source=f"flag:{flag.id}")

    assert "Hemligt" in page(coordinator, emma)
    monkeypatch.setattr("chapter.access.GRANTS", _without_leaving())
    assert "Hemligt" not in page(coordinator, emma)
    assert "Arg" not in page(coordinator, emma)


def _without_leaving():
    from chapter.access import GRANTS, Permission

    return {role: granted - {Permission.LEAVING_HANDLE} for role, granted in GRANTS.items()}


def test_the_page_costs_the_same_few_queries_however_much_there_is(coordinator: Client):
    emma, bo = factories.person(consent_id=1), factories.account(name="Bo Ek")
    bo.person_id = emma.id
    for number in range(40):
        actions.remember(emma, "note", NOW, by="Bo", text=str(number))
        actions.change(emma, {"town": str(number), "tags": [f"T{number}"]}, NOW, None)
    with counted() as asked:
        page(coordinator, emma)

    assert 5 < len([sql for sql in asked if sql.startswith("SELECT")]) <= 12
