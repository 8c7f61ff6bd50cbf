"""Who passed on whom is forgotten when the assignment has ended."""

from datetime import timedelta

import pytest

from chapter.calling import actions, jobs
from chapter.calling.models import Call
from chapter.calling.rules import Purpose, Skip
from chapter.db import db
from tests import factories
from tests.calling.steps import PATHS, claim, report
from tests.conftest import NOW


@pytest.mark.parametrize(("ends_at", "kept"), [(NOW - timedelta(days=1), 0), (NOW + timedelta(days=1), 1)])
def test_skips_are_forgotten_after_the_end(client, ends_at, kept):
    call = claim(client, factories.account())
    actions.skip(call, Skip.KNOW_THEM, NOW)
    call.assignment.ends_at = ends_at
    jobs.forget_skips()
    assert db.session.scalar(db.select(db.func.count(Call.id))) == kept


def test_reports_are_not(client):
    call = report(client, claim(client, factories.account()), PATHS["talked"])
    call.assignment.ends_at = NOW - timedelta(days=1)
    jobs.forget_skips()
    assert db.session.scalar(db.select(db.func.count(Call.id))) == 1


def test_a_call_that_an_officer_didnt_make_after_all_is_forgotten(app):
    call = actions.ring(factories.account(), factories.person(), Purpose.WELCOME, NOW)
    jobs.forget_skips()
    assert db.session.scalar(db.select(db.func.count(Call.id))) == 1
    actions.take_break(call, NOW)
    jobs.forget_skips()
    assert db.session.scalar(db.select(db.func.count(Call.id))) == 0
