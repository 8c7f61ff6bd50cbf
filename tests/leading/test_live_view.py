"""A call leader follows an evening as it happens."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from chapter.access import Role
from chapter.calling.models import Call, Flag, QueuePlace
from chapter.db import db
from tests import factories
from tests.conftest import NOW, Client


@pytest.fixture
def leader(client: Client) -> Client:
    """A call leader's browser."""
    return client.sign_in(factories.account(Role.CALL_LEADER, name="Lena Ledare"))


def a_call(assignment, person, caller, **facts):
    """A call that is going on, unless ``facts`` say that it was reported."""
    given = {"claimed_at": NOW, "lease_until": NOW + timedelta(hours=1), "answers": {}, **facts}
    call = Call(assignment_id=assignment.id, person_id=person.id, caller_id=caller.id, **given)
    db.session.add(call)
    db.session.flush()
    return call


def figures(page: str) -> dict[str, str]:
    """The figures of the live view, by label."""
    import re

    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))


def test_the_figures_say_where_everybody_is(leader: Client):
    people = [factories.person() for _ in range(5)]
    caller = factories.account(name="Cilla Ringare")
    assignment = factories.assignment(*people, callers=(caller,))
    a_call(assignment, people[0], caller)
    talk = a_call(assignment, people[1], caller, reported_at=NOW, outcome="talked")
    db.session.add(Flag(call_id=talk.id, person_id=people[1].id, message="Hjälp", raised_at=NOW))
    db.session.get(QueuePlace, (assignment.id, people[1].id)).done_at = NOW

    shown = leader.get(f"/calling/{assignment.id}/?lang=sv").text

    assert set(figures(shown).values()) >= {"1", "3", "5", "0"}
    assert "Cilla Ringare" in shown


def test_the_figures_alone_are_what_htmx_gets(leader: Client):
    assignment = factories.assignment(factories.person())

    fragment = leader.htmx(f"/calling/{assignment.id}/").text

    assert 'id="live"' in fragment
    assert "<html" not in fragment


def test_those_who_have_been_silent_for_an_hour_are_not_at_it(leader: Client):
    person, caller = factories.person(), factories.account(name="Tyst Ringare")
    assignment = factories.assignment(person, callers=(caller,))
    a_call(assignment, person, caller, lease_until=NOW - timedelta(minutes=1))

    assert "Tyst Ringare" not in leader.get(f"/calling/{assignment.id}/").text


@pytest.mark.parametrize("size", [3, 60])
def test_it_takes_the_same_few_queries_however_many_there_are(leader: Client, size: int):
    people = [factories.person() for _ in range(size)]
    callers = tuple(factories.account() for _ in range(size // 3))
    assignment = factories.assignment(*people, callers=callers)
    for person, caller in zip(people, callers, strict=False):
        a_call(assignment, person, caller)
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
