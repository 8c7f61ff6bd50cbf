"""A call leader says who rings."""

from datetime import timedelta

import pytest

from chapter.calling.models import AssignmentCaller
from chapter.calling.rules import Skip
from chapter.db import db
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports


def ringing(assignment) -> list[str]:
    """The names of the assignment's callers."""
    query = db.select(AssignmentCaller).where(AssignmentCaller.assignment_id == assignment.id)
    return sorted(caller.account.name for caller in db.session.scalars(query))


def test_the_second_tap_adds_a_volunteer(leader: Client):
    assignment, account = factories.assignment(), factories.account(name="Cilla Ringare")
    path = f"/calling/{assignment.id}/callers"
    assert f"{path}/{account.id}/add" in leader.get(path).text

    for _time in range(2):
        assert leader.post(f"{path}/{account.id}/add").status_code == 303

    assert ringing(assignment) == ["Cilla Ringare"]


def test_with_htmx_only_the_lists_are_swapped(leader: Client):
    assignment, account = factories.assignment(), factories.account(name="Cilla Ringare")

    fragment = leader.htmx(f"/calling/{assignment.id}/callers/{account.id}/add", data={"q": ""}).text

    assert 'id="callers"' in fragment
    assert "<html" not in fragment
    assert f"{account.id}/remove" in fragment


def test_who_has_not_confirmed_their_address_cannot_be_added(leader: Client):
    assignment, account = factories.assignment(), factories.account(name="Okänd", confirmed_at=None)

    assert "Okänd" not in leader.get(f"/calling/{assignment.id}/callers").text
    assert leader.post(f"/calling/{assignment.id}/callers/{account.id}/add").status_code == 404


@pytest.mark.parametrize("text", ["åsa", "ÅSA", "Öberg", " åsa  öberg"])
def test_volunteers_are_found_by_name(leader: Client, text: str):
    factories.account(name="Åsa Öberg"), factories.account(name="Kim Berg")
    assignment = factories.assignment()

    page = leader.get(f"/calling/{assignment.id}/callers", query_string={"q": text}).text

    assert "Åsa Öberg" in page
    assert "Kim Berg" not in page


def test_a_removed_caller_can_be_put_back(leader: Client):
    cilla = factories.account(name="Cilla Ringare")
    assignment = factories.assignment(callers=(cilla,))
    path = f"/calling/{assignment.id}/callers/{cilla.id}"

    for _time in range(2):
        assert leader.post(f"{path}/remove").status_code == 303

    assert ringing(assignment) == []
    assert f"{path}/add" in leader.get(f"/calling/{assignment.id}/callers").text


def test_callers_stand_by_name_not_by_what_they_have_done(leader: Client):
    callers = tuple(factories.account(name=name) for name in ("Örjan", "Bea", "anna"))
    assignment = factories.assignment(callers=callers)

    page = leader.get(f"/calling/{assignment.id}/callers").text

    assert page.index("anna") < page.index("Bea") < page.index("Örjan")


@pytest.mark.parametrize(
    ("skips", "hours_ago", "talks", "shown"), [(10, 1, 0, 1), (9, 1, 0, 0), (10, 1, 1, 0), (10, 24, 0, 0)]
)
def test_who_only_passes_people_on_is_pointed_out(leader: Client, skips: int, hours_ago: int, talks: int, shown: int):
    cilla, at = factories.account(name="Cilla Ringare"), NOW - timedelta(hours=hours_ago)
    assignment = factories.assignment(callers=(cilla,))
    for _time in range(skips):
        passed_on = {"skipped_because": Skip.RATHER_NOT, "claimed_at": at, "released_at": at}
        reports.going_on(assignment, factories.person(), cilla, **passed_on)
    for _time in range(talks):
        reports.reported(assignment, factories.person(), cilla)

    page = leader.get(f"/calling/{assignment.id}/callers").text

    assert page.count("Fråga hur det går") == shown


def test_a_caller_gets_tags_first_and_never(leader: Client):
    young, kin = factories.tag("Ung"), factories.tag("Släkt")
    cilla = factories.account()
    assignment = factories.assignment(callers=(cilla,))
    path = f"/calling/{assignment.id}/callers/{cilla.id}"

    for _time in range(2):
        leader.post(path, data={"first": [young.id], "never": [kin.id]})

    caller = db.session.get(AssignmentCaller, (assignment.id, cilla.id))
    assert (caller.tag_ids(excluded=False), caller.tag_ids(excluded=True)) == ([young.id], [kin.id])
    assert leader.get(path).text.count("checked") == 2


def test_a_tag_cannot_be_both_first_and_never(leader: Client):
    tag, cilla = factories.tag("Ung"), factories.account()
    assignment = factories.assignment(callers=(cilla,))

    page = leader.post(f"/calling/{assignment.id}/callers/{cilla.id}", data={"first": [tag.id], "never": [tag.id]})

    assert page.status_code == 422
