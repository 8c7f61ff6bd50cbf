"""Somebody has lost the telephone and the paper: an administrator, or the command line, helps."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.factors import queries
from chapter.factors.rules import Changed
from tests import factories
from tests.conftest import NOW
from tests.factors.authenticator import Authenticator
from tests.factors.doing import add_app, give_passkey, is_in, subjects, use_link

TAKEN = "Ditt kontos andra steg är borttaget"


@pytest.fixture
def lost(client, bo):
    """Bo, who has had a passkey and an app and is still signed in on the lost telephone."""
    give_passkey(bo, Authenticator())
    add_app(client.sign_in(bo))
    return bo


@pytest.fixture
def admin(other):
    """An administrator's browser."""
    return other.sign_in(factories.account(Role.ADMINISTRATOR, name="Ada Min"))


def test_the_page_of_the_roles_leads_there_and_asks_first(admin, lost):
    path = f"/roles/{lost.id}/second-step"
    assert path in admin.get(f"/roles/{lost.id}").text
    assert "Bo Ek" in admin.get(path).text
    assert queries.of(lost).number == 2


def test_all_second_steps_go_and_all_devices_are_signed_out(client, admin, lost):
    admin.post(f"/roles/{lost.id}/second-step")

    assert queries.of(lost) == queries.Factors([], None, 0)
    assert not is_in(client)
    assert use_link(client, lost).location == "/my"


def test_it_is_written_down_and_mailed(admin, lost):
    admin.post(f"/roles/{lost.id}/second-step")
    change = queries.changes(lost)[0]

    assert (change.what, change.by.name, change.at) == (Changed.RESET, "Ada Min", NOW)
    assert subjects(lost)[-1] == TAKEN
    assert "Ada Min" in admin.get(f"/roles/{lost.id}/second-step").text


def test_an_administrator_shows_again_who_they_are_first(admin, lost):
    with clock.frozen(NOW + timedelta(minutes=16)):
        answer = admin.post(f"/roles/{lost.id}/second-step")

    assert answer.location.startswith("/sign-in/second")
    assert queries.of(lost).number == 2


def test_nobody_takes_their_own_away_there(client, lost):
    lost.given = factories.account(Role.ADMINISTRATOR).given

    assert client.post(f"/roles/{lost.id}/second-step").status_code == 404
    assert queries.of(lost).number == 2


def test_who_has_none_is_said_to_have_none(admin):
    ida = factories.account(name="Ida Lind")

    assert '<button class="danger' not in admin.get(f"/roles/{ida.id}/second-step").text


def test_the_only_administrator_has_the_command_line(app, client, lost):
    said = app.test_cli_runner().invoke(args=["accounts", "reset-factors", "BO@example.org"])
    db.session.expire_all()

    assert said.exit_code == 0
    assert "Bo Ek" in said.output
    assert queries.of(lost).number == 0
    assert subjects(lost)[-1] == TAKEN


def test_the_command_line_says_that_there_is_no_such_account(app):
    said = app.test_cli_runner().invoke(args=["accounts", "reset-factors", "nobody@example.org"])

    assert said.exit_code == 1
    assert "no account" in said.output


def test_all_of_it_goes_with_the_account(lost):
    db.session.execute(db.text("DELETE FROM account WHERE id = :id"), {"id": lost.id})

    for table in ("passkey", "code_app", "recovery_code", "factor_change"):
        assert db.session.scalar(db.text(f"SELECT count(*) FROM {table}")) == 0
