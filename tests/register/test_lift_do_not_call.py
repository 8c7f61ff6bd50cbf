"""The page of those who are not to be called: the member coordinator sees why, and can lift it."""

from datetime import timedelta

import pytest

from chapter.access import Role
from chapter.people import actions, history, queries
from tests import factories
from tests.calling.steps import claim, report
from tests.conftest import NOW, Client

PAGE = "/people/do-not-call"


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser where the member coordinator is signed in."""
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund"))


def lift(browser: Client, person, reason: str):
    return browser.post(f"/people/{person.id}/do-not-call/lift", data={f"person-{person.id}-reason": reason})


def test_whoever_said_it_in_an_ordinary_call_is_listed_with_the_day_and_the_call(client: Client):
    emma = factories.person()
    call = claim(client, factories.account(name="Bo Ek"), emma)
    report(client, call, "reached=yes could_talk=do_not_call action_needed=no note=none")
    page = client.sign_in(factories.account(Role.MEMBER_COORDINATOR)).get(PAGE).text

    for words in ("Emma Dahlqvist", "18 november 2026", f"/calling/calls/{call.id}/report", "Bo Ek"):
        assert words in page


def test_the_reason_given_is_shown(coordinator: Client):
    actions.set_do_not_call(factories.person(), "har ringts för ofta", NOW)

    assert "har ringts för ofta" in coordinator.get(PAGE).text


def test_lifting_it_is_remembered_with_the_reason_and_the_name(coordinator: Client):
    emma = factories.person(do_not_call_at=NOW)

    answer = lift(coordinator, emma, "Hon skrev och ångrade sig")

    assert (answer.location, emma.do_not_call_at) == (PAGE, None)
    said = history.sentence(queries.history(emma)[0])
    assert "Mia Lund" in said
    assert "Hon skrev och ångrade sig" in said


def test_without_a_reason_nothing_is_lifted(coordinator: Client):
    emma = factories.person(do_not_call_at=NOW)

    answer = lift(coordinator, emma, " ")

    assert (answer.status_code, emma.do_not_call_at) == (422, NOW)
    assert f'id="person-{emma.id}-reason-error"' in answer.text


def test_a_reason_that_tells_too_much_is_asked_about_first(coordinator: Client):
    emma = factories.person(do_not_call_at=NOW)

    answer = lift(coordinator, emma, "Hon är frisk från sin depression")

    assert (answer.status_code, emma.do_not_call_at) == (422, NOW)
    assert f'name="person-{emma.id}-sure"' in answer.text


def test_whoever_may_be_called_is_not_there(coordinator: Client):
    emma = factories.person()

    assert "Emma Dahlqvist" not in coordinator.get(PAGE).text
    assert lift(coordinator, emma, "Varför inte").status_code == 404


def test_a_search_finds_parts_of_names(coordinator: Client):
    factories.person("Åsa", "Lind", do_not_call_at=NOW)
    factories.person("Emma", "Ek", do_not_call_at=NOW)

    page = coordinator.htmx(f"{PAGE}?q=åsa+li").text

    assert "Åsa Lind" in page
    assert "Emma Ek" not in page


@pytest.mark.parametrize(("page", "first", "shown"), [(1, "Person 34", 30), (2, "Person 4", 5)])
def test_many_are_shown_a_page_at_a_time_the_latest_first(coordinator: Client, page: int, first: str, shown: int):
    for number in range(35):
        factories.person("Person", str(number), do_not_call_at=NOW + timedelta(minutes=number))

    text = coordinator.get(f"{PAGE}?page={page}").text

    assert text.count(">Person ") == shown
    assert text.index(f">{first}<") == text.index(">Person ")


def test_the_way_there_is_a_tab_of_the_register_for_those_who_may(client: Client):
    assert PAGE in client.sign_in(factories.account(Role.MEMBER_COORDINATOR)).get("/people/add").text
    assert PAGE not in client.sign_in(factories.account(Role.CALL_LEADER)).get("/people/add").text
