"""A newcomer practises: the whole report, and nothing saved."""

import pytest

from chapter.calling.models import Call
from chapter.db import db
from tests import factories
from tests.calling.steps import PATHS, pairs


@pytest.fixture
def where(client):
    caller = factories.account()
    assignment = factories.assignment(callers=(caller,))
    client.sign_in(caller)
    return f"/calling/{assignment.id}/practice"


@pytest.mark.parametrize("name", [name for name in PATHS if "number" not in name])
def test_every_path_can_be_practised_and_nothing_is_saved(client, where, name):
    for step, answer in pairs(PATHS[name]):
        assert f'data-report-step="{step}"' in client.get(where).text
        data = {"step": step, "answer": answer, "text": "Hej", "date": "2026-12-01", "part": "evening"}
        client.post(f"{where}/answer", data=data)
    assert 'data-report-step="summary"' in client.get(where).text
    assert client.post(f"{where}/send", data={"then": "next"}).location == where
    assert 'data-report-step="reached"' in client.get(where).text
    assert db.session.scalar(db.select(db.func.count(Call.id))) == 0


def test_one_tap_can_be_practised(client, where):
    assert client.post(f"{where}/quick", data={"quick": "busy"}).location == where
    assert 'data-report-step="summary"' in client.get(where).text


def test_htmx_gets_the_next_question_alone(client, where):
    response = client.htmx(f"{where}/answer", data={"step": "reached", "answer": "yes"})
    assert "<html" not in response.text
    assert 'data-report-step="could_talk"' in response.text


def test_a_mistake_is_said_and_nothing_is_lost(client, where):
    for step, answer in pairs("reached=yes could_talk=wants_to_leave"):
        client.post(f"{where}/answer", data={"step": step, "answer": answer})
    data = {"step": "action_message", "answer": "send", "text": ""}
    assert client.post(f"{where}/answer", data=data).status_code == 422


def test_only_callers_practise(client, where):
    client.sign_in(factories.account())
    assert client.get(where).status_code == 404
