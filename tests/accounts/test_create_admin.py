"""The first administrator, from the command line."""

import re

import pytest

from chapter.access import Role
from chapter.accounts import queries
from tests import factories
from tests.conftest import Client

COMMAND = ["accounts", "create-admin"]
ADA = ["--name", "Ada Min", "--email", "Ada@Example.org"]


@pytest.fixture
def run(app):
    return lambda *words, **more: app.test_cli_runner().invoke(args=[*COMMAND, *words], **more)


def path_in(output: str) -> str:
    return re.search(r"http://127.0.0.1:8000(/enter/\S+)", output)[1]


def test_it_prints_a_link_that_signs_the_administrator_in(run, client: Client):
    path = path_in(run(*ADA).output)
    client.post(path)

    assert client.get("/roles").status_code == 200
    assert client.post(path).status_code == 410


def test_it_asks_for_what_was_not_said(run):
    done = run(input="Ada Min\nada@example.org\n")

    assert done.exit_code == 0
    assert queries.by_email("ada@example.org").name == "Ada Min"


def test_an_account_that_is_there_becomes_an_administrator_and_keeps_its_name(run, app):
    known = factories.account(Role.BOARD, name="Ada Lovelace", email="ada@example.org")
    factories.db.session.commit()
    run(*ADA)
    factories.db.session.expire_all()

    assert (known.name, known.roles) == ("Ada Lovelace", {Role.VOLUNTEER, Role.BOARD, Role.ADMINISTRATOR})


def test_the_link_begins_with_the_public_address(run, app, monkeypatch):
    monkeypatch.setitem(app.config, "CHAPTER_URL", "https://ring.example.org")

    assert "https://ring.example.org/enter/" in run(*ADA).output


def test_what_is_no_address_is_refused(run):
    done = run("--name", "Ada", "--email", "ada")

    assert done.exit_code == 1
    assert "isn't an e-mail address" in done.output


def test_the_role_is_written_down_as_given_by_nobody(run):
    run(*ADA)
    change = queries.role_changes(queries.by_email("ada@example.org").id)[0]

    assert (change.role, change.is_given, change.by) == (Role.ADMINISTRATOR, True, None)


def test_without_a_chapter_it_says_what_to_do_first(run, monkeypatch):
    monkeypatch.setattr("chapter.commands.is_empty", lambda: True)
    done = run(*ADA)

    assert done.exit_code == 1
    assert "./run flask init" in done.output
