"""Those who see other people's data need a second step, and are given two weeks for it."""

from datetime import timedelta

import pytest

from chapter import clock, jobs
from chapter.access import Role
from chapter.factors import actions
from chapter.factors.jobs import ask
from chapter.settings.queries import chapter
from tests import factories
from tests.conftest import NOW
from tests.factors.doing import OWN, add_passkey, use_link


@pytest.fixture
def coordinator(app):
    chapter().needs_factor = True
    return factories.account(Role.MEMBER_COORDINATOR, name="Malin Ek")


def in_days(days):
    return clock.frozen(NOW + timedelta(days=days))


def test_my_page_says_how_many_days_are_left(client, coordinator):
    ask()
    assert "Du har 14 dagar på dig" in client.sign_in(coordinator).get("/my").text

    with in_days(13):
        assert "Du har 1 dag på dig" in client.get("/my").text


def test_until_the_time_is_out_all_is_open(client, coordinator):
    ask()
    with in_days(13):
        assert client.sign_in(coordinator).get("/people/").status_code == 200


def test_after_that_what_the_role_opens_waits_until_one_is_set_up(client, coordinator):
    ask()
    with in_days(14):
        client.sign_in(coordinator)
        assert client.get("/people/").location == OWN
        assert client.post("/people/1/edit").location == OWN
        assert client.htmx("/people/").headers["HX-Redirect"] == OWN
        add_passkey(client)
        assert client.get("/people/").status_code == 200


def test_all_else_works_as_before(client, coordinator):
    ask()
    with in_days(14):
        client.sign_in(coordinator)
        assert [client.get(path).status_code for path in ("/my", "/my/account", OWN, "/resources/")] == [200] * 4
        assert client.get("/roles").status_code == 403


def test_who_signs_in_then_lands_where_it_is_set_up(client, coordinator):
    ask()
    with in_days(14):
        assert use_link(client, coordinator).location == OWN


def test_volunteers_are_asked_for_nothing(client, coordinator):
    volunteer = factories.account(Role.GROUP_CONTACT, Role.MEMBER)
    ask()
    with in_days(20):
        page = client.sign_in(volunteer).get("/my").text

    assert volunteer.factor_due_at is None
    assert OWN not in page


def test_nobody_is_asked_where_it_is_switched_off(client, coordinator):
    ask()
    chapter().needs_factor = False
    ask()
    with in_days(20):
        assert client.sign_in(coordinator).get("/people/").status_code == 200
    assert coordinator.factor_due_at is None


def test_the_two_weeks_count_from_when_it_was_first_asked(coordinator):
    ask()
    with in_days(5):
        ask()
    assert coordinator.factor_due_at == NOW + timedelta(days=14)


def test_who_gets_a_role_later_has_two_weeks_too(client, app):
    chapter().needs_factor = True
    account = factories.account()
    ask()
    with in_days(30):
        account.given = factories.account(Role.CALL_LEADER).given
        assert "14 dagar" in client.sign_in(account).get("/my").text


def test_who_has_one_is_not_asked(client, coordinator):
    add_passkey(client.sign_in(coordinator))
    ask()

    assert coordinator.factor_due_at is None
    assert "andra steg" not in client.get("/my").text


@pytest.mark.parametrize(("ticked", "needs"), [({"needs_factor": "y"}, True), ({}, False)])
def test_it_is_switched_on_and_off_in_the_settings(client, app, ticked, needs):
    chapter().needs_factor = not needs
    admin = factories.account(Role.ADMINISTRATOR)
    client.sign_in(admin).post("/settings/sessions", data={"session_days": "30", **ticked})

    assert chapter().needs_factor is needs


def test_a_new_chapter_asks_for_it_by_itself(app):
    from chapter.settings.models import Chapter

    assert Chapter.__table__.c.needs_factor.default.arg is True
    assert "factors.ask" in {job.name for job in jobs.registered()}


def test_challenges_are_forgotten_when_they_are_too_old(app):
    actions.spend("one", NOW)
    actions.forget_spent(NOW + timedelta(minutes=21))
    actions.spend("one", NOW)
    with pytest.raises(actions.Spent):
        actions.spend("one", NOW)
