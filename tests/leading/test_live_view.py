"""A call leader follows an evening as it happens."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from chapter.db import db
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports


def figures(page: str) -> list[str]:
    """The figures: held, ready, in a call, promised, flagged, target."""
    return re.findall(r"<dd>(\d+)</dd>", page)


def test_the_figures_say_where_everybody_is(leader: Client):
    people = [factories.person() for _ in range(5)]
    caller, other = factories.account(name="Cilla Ringare"), factories.account()
    assignment = factories.assignment(*people, callers=(caller, other))
    reports.going_on(assignment, people[0], caller)
    reports.reported(assignment, people[1], other, message="Vill veta mer")

    shown = leader.get(f"/calling/{assignment.id}/").text

    assert figures(shown) == ["1", "3", "1", "0", "1", "5"]
    assert "Cilla Ringare" in shown


def test_somebody_who_was_talked_with_twice_is_one_of_those_who_have_had_a_conversation(leader: Client):
    person, caller = factories.person(), factories.account()
    assignment = factories.assignment(person, callers=(caller,))
    for _time in range(2):
        reports.reported(assignment, person, caller)

    shown = leader.get(f"/calling/{assignment.id}/").text

    assert figures(shown)[0] == "2"
    for page in (shown, leader.get("/calling/").text):
        assert '<progress value="1" max="1">' in page


def test_the_figures_alone_are_what_htmx_gets(leader: Client):
    assignment = factories.assignment(factories.person())

    fragment = leader.htmx(f"/calling/{assignment.id}/").text

    assert 'id="live"' in fragment
    assert "<html" not in fragment


def test_those_who_have_been_silent_for_an_hour_are_not_at_it(leader: Client):
    person, caller = factories.person(), factories.account(name="Tyst Ringare")
    assignment = factories.assignment(person, callers=(caller,))
    reports.going_on(assignment, person, caller, lease_until=NOW - timedelta(minutes=1))

    assert "Tyst Ringare" not in leader.get(f"/calling/{assignment.id}/").text


@pytest.mark.parametrize("size", [3, 60])
def test_it_takes_the_same_few_queries_however_many_there_are(leader: Client, size: int):
    people = [factories.person() for _ in range(size)]
    callers = tuple(factories.account() for _ in range(size // 3))
    assignment = factories.assignment(*people, callers=callers)
    for person, caller in zip(people, callers, strict=False):
        reports.going_on(assignment, person, caller)
    db.session.commit()
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    leader.get(f"/calling/{assignment.id}/")

    assert len([query for query in seen if query.startswith("SELECT")]) <= 10


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_assignment_has_its_title_in_the_readers_language(leader: Client, language: str):
    assignment = factories.assignment()

    page = leader.get(f"/calling/{assignment.id}/?lang={language}").text

    assert f"<h1>{assignment.title[language]}</h1>" in page


def test_an_empty_target_group_is_said(leader: Client):
    assignment = factories.assignment()

    assert "/edit" in leader.get(f"/calling/{assignment.id}/").text


@pytest.mark.parametrize("path", ["/", "/edit", "/callers", "/calls", "/calls.csv"])
def test_a_caller_may_not_see_it(client: Client, path: str):
    caller = factories.account()
    assignment = factories.assignment(callers=(caller,))

    assert client.sign_in(caller).get(f"/calling/{assignment.id}{path}").status_code == 403
