"""A call leader makes and changes assignments."""

from datetime import timedelta
from typing import Any

import pytest

from chapter.calling.models import CallAssignment
from chapter.db import db
from chapter.searches.rules import condition, every
from tests import factories
from tests.conftest import NOW, Client
from tests.searches.built import built, opened

EKEBY = built(condition("towns", ["Ekeby"]))


def filled(lena, **other: Any) -> dict[str, Any]:
    """What the form sends."""
    return {
        "title_sv": "Ring nya medlemmar",
        "title_nb": "Ring nye medlemmer",
        "instructions_sv": "## Lyssna",
        "starts_at": "2026-11-18T18:00",
        "cooldown_hours": "24",
        "shown_facts": ["town", "tags"],
        "notes_on": "y",
        "leader_id": lena.id,
        **other,
    }


def test_it_is_made_with_its_queue_and_callers_come_next(leader: Client, lena):
    factories.person(town="Ekeby"), factories.person(town="Lund")

    made = leader.post("/calling/new", data=filled(lena, **EKEBY))

    assignment = db.session.scalars(db.select(CallAssignment)).one()
    assert made.location == f"/calling/{assignment.id}/callers"
    assert assignment.target == every(condition("towns", ["Ekeby"]))
    assert leader.get(f"/calling/{assignment.id}/").text.count("<dd>1</dd>") == 2


def test_what_was_filled_in_is_there_again(leader: Client, lena):
    leader.post("/calling/new", data=filled(lena, ends_at="2026-12-01T21:00", **opened("age_from", "30")))
    assignment = db.session.scalars(db.select(CallAssignment)).one()

    page = leader.get(f"/calling/{assignment.id}/edit").text

    for kept in ("Ring nya medlemmar", "## Lyssna", "2026-11-18T18:00", "2026-12-01T21:00", "Fyller 30 eller mer i år"):
        assert kept in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_sv": "", "title_nb": ""},
        {"starts_at": ""},
        {"ends_at": "2026-11-17T18:00"},
        {"cooldown_hours": "en dag"},
        {"leader_id": "0"},
        opened("age_from", "gammal"),
        opened("age_from", ""),
        {"target-0-add": "towns"},
    ],
)
@pytest.mark.parametrize("language", ["sv", "nb"])
def test_nothing_is_lost_when_something_is_wrong(leader: Client, lena, wrong: dict, language: str):
    page = leader.post(f"/calling/new?lang={language}", data=filled(lena, **wrong))

    assert page.status_code == 422
    assert "## Lyssna" in page.text
    assert 'id="error-summary"' in page.text
    assert db.session.scalars(db.select(CallAssignment)).all() == []


def test_new_instructions_are_marked_as_changed(leader: Client, lena):
    assignment = factories.assignment()

    leader.post(f"/calling/{assignment.id}/edit", data=filled(lena, instructions_sv="Nytt"))

    assert assignment.instructions_changed_at == NOW


def test_the_same_instructions_are_not_marked_as_changed(leader: Client, lena):
    assignment = factories.assignment(script={"sv": "", "nb": ""}, instructions={"sv": "## Lyssna", "nb": ""})

    leader.post(f"/calling/{assignment.id}/edit", data=filled(lena, cooldown_hours="48"))

    assert (assignment.instructions_changed_at, assignment.cooldown_hours) == (None, 48)


def test_the_group_is_built_without_a_script_and_nothing_else_is_lost(leader: Client, lena):
    factories.person(town="Ekeby"), factories.person(town="Lund")

    page = leader.post("/calling/new", data=filled(lena, build="count", **EKEBY))

    assert page.status_code == 200
    assert "<strong>Färre än 5 personer</strong>" in page.text
    assert "## Lyssna" in page.text
    assert db.session.scalars(db.select(CallAssignment)).all() == []


@pytest.mark.parametrize("ask", ["htmx", "post"])
def test_the_preview_shows_the_texts_and_keeps_the_form(leader: Client, lena, ask: str):
    data = filled(lena, show="preview", script_sv="**Hej** <script>")

    page = getattr(leader, ask)("/calling/new", data=data).text

    assert "<strong>Hej</strong> &lt;script&gt;" in page
    assert ("## Lyssna" in page) is (ask == "post")


def test_the_list_has_what_runs_what_comes_and_what_is_over(leader: Client):
    factories.assignment(factories.person())
    factories.assignment(starts_at=NOW + timedelta(days=3), title={"sv": "Sedan", "nb": ""})
    factories.assignment(starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=3), title={"sv": "Förr"})

    page = leader.get("/calling/?lang=sv").text

    assert page.index("medlemssamtal") < page.index("Sedan") < page.index("Förr")


def test_an_empty_list_says_what_to_do(leader: Client):
    assert 'class="empty"' in leader.get("/calling/").text
