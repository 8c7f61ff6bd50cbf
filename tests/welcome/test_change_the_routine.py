"""The coordinator changes the routine, after a look at what that does to the cases that run."""

import re
from datetime import timedelta

import pytest

from chapter import clock
from chapter.db import db
from chapter.welcome import actions, queries, queries_routine
from chapter.welcome.models import Routine
from chapter.welcome.rules import DEFAULT, Kind, Step, kept
from tests import cast, factories

PAGE = "/welcome/routine"


@pytest.fixture
def mona(app):
    return cast.play("member_coordinator")


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the form on a page."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    return found


def typed(client, **changed: str) -> dict[str, str]:
    """The same of the page as it is, with fields changed."""
    found = fields(client.get(PAGE).text)
    boxes = {key for key in changed if key.endswith(("is_on", "goes", "shares"))}
    assert changed.keys() <= found.keys() | boxes
    return found | changed


def row(key: str) -> str:
    """The prefix of a step's fields."""
    return f"steps-{[step.key for step in queries.steps()].index(key)}"


def test_with_no_case_running_a_change_is_saved_at_once(client, mona):
    client.sign_in(mona)
    assert client.post(PAGE, data=typed(client, **{f"{row('call')}-days": "10"})).status_code == 303
    assert next(step.days for step in queries.steps() if step.key == "call") == 10


def test_what_it_does_to_running_cases_is_shown_before_it_is_saved(client, mona):
    actions.open_case(factories.person(), clock.now() - timedelta(days=9), mona)
    client.sign_in(mona)
    sent = typed(client, **{f"{row('call')}-days": "10"})
    page = client.post(PAGE, data=sent)
    assert (page.status_code, 'id="effects"' in page.text, db.session.get(Routine, 1)) == (200, True, None)
    assert client.post(PAGE, data=fields(page.text)).status_code == 303


def test_another_change_than_the_one_that_was_shown_is_shown_first(client, mona):
    actions.open_case(factories.person(), clock.now() - timedelta(days=9), mona)
    client.sign_in(mona)
    sent = typed(client, **{f"{row('call')}-days": "10", "shown": "something else"})
    assert 'id="effects"' in client.post(PAGE, data=sent).text


def test_a_step_of_ones_own_is_added_named_and_removed(client, mona):
    client.sign_in(mona)
    last = f"steps-{len(queries.steps())}"
    client.post(PAGE, data=typed(client, **{f"{last}-name_sv": "Fadder", f"{last}-days": "20"}))
    own = queries.steps()[-1]
    assert (own.kind, own.name["sv"], own.days, own.is_on) == (Kind.OWN, "Fadder", 20, True)
    client.post(PAGE, data=typed(client, **{f"{row(own.key)}-goes": "y"}))
    assert (queries.steps()[-1].is_removed, "Fadder" in client.get(PAGE).text) == (True, False)


def test_a_case_still_shows_what_was_done_in_a_step_that_was_removed(client, mona):
    case = actions.open_case(factories.person(), clock.now(), mona)
    own = Step("own-12", Kind.OWN, 20, name={"sv": "Fadder", "nb": ""})
    db.session.add(Routine(id=1, steps=kept([*DEFAULT, own]), links=[], version=1))
    db.session.flush()
    actions.do(case, own.key, "Mona", clock.now(), words="Bo är fadder")
    client.sign_in(mona)
    sent = typed(client, **{f"{row(own.key)}-goes": "y", f"steps-{len(DEFAULT) + 1}-name_sv": "Något nytt"})
    assert client.post(PAGE, data=fields(client.post(PAGE, data=sent).text)).status_code == 303
    page = client.get(f"/welcome/{case.id}?lang=sv").text
    assert ("Fadder" in page, "Bo är fadder" in page, "Något nytt" in page) == (True, True, True)


def test_steps_are_reordered_and_switched_on(client, mona):
    client.sign_in(mona)
    client.post(PAGE, data=typed(client, **{f"{row('meeting')}-is_on": "y", f"{row('meeting')}-place": "0"}))
    assert (queries.steps()[0].key, queries.steps()[0].is_on) == ("meeting", True)


def test_a_step_that_belongs_to_every_routine_stays_whatever_is_sent(client, mona):
    client.sign_in(mona)
    sent = {name: value for name, value in typed(client).items() if not name.startswith(f"{row('letter')}-")}
    client.post(PAGE, data=sent)
    assert next(step.is_on for step in queries.steps() if step.key == "letter")


@pytest.mark.parametrize(("field", "value"), [("days", "x"), ("days", "400"), ("days", "-1"), ("days", "")])
def test_a_bad_number_is_said_beside_its_field_and_nothing_is_lost(client, mona, field, value):
    client.sign_in(mona)
    name = f"{row('call')}-{field}"
    page = client.post(PAGE, data=typed(client, **{name: value, f"{row('referral')}-days": "17"}))
    assert (page.status_code, f'id="{name}-error"' in page.text, 'value="17"' in page.text) == (422, True, True)


def test_the_message_after_the_meeting_needs_the_meeting(client, mona):
    client.sign_in(mona)
    name = f"{row('day_after')}-is_on"
    page = client.post(PAGE, data=typed(client, **{name: "y"}))
    assert (page.status_code, f'id="{name}-error"' in page.text) == (422, True)


def test_other_ways_in_are_kept_with_their_links(client, mona):
    client.sign_in(mona)
    client.post(
        PAGE, data=typed(client, **{"links-0-text_sv": "Starta en grupp", "links-0-url": "https://example.org/a"})
    )
    assert queries.routine().links == [{"text": {"sv": "Starta en grupp", "nb": ""}, "url": "https://example.org/a"}]


def test_a_link_that_is_none_is_refused(client, mona):
    client.sign_in(mona)
    page = client.post(PAGE, data=typed(client, **{"links-0-text_sv": "x", "links-0-url": "javascript:alert(1)"}))
    assert (page.status_code, "links-0-url-error" in page.text) == (422, True)


def test_those_who_may_welcome_can_share_the_new(client, mona):
    board, _caller = cast.play("board"), cast.play("call_leader")
    client.sign_in(mona)
    assert {account.id for account in queries.workers()} == {mona.id, board.id}
    client.post(PAGE, data=typed(client, shares=str(board.id)))
    assert queries_routine.sharing() == [board.id]


def test_of_two_who_change_it_the_second_is_told_and_nothing_is_lost(client, mona):
    client.sign_in(mona)
    first, second = typed(client, tries="5"), typed(client, tries="7")
    client.post(PAGE, data=first)
    page = client.post(PAGE, data=second)
    assert (page.status_code, 'value="7"' in page.text, queries.routine().tries) == (422, True, 5)
    db.session.expire_all()


def test_an_officer_of_the_board_may_not(client):
    assert client.sign_in(cast.play("board")).get(PAGE).status_code == 403
