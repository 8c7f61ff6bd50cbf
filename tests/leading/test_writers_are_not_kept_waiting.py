"""Leaders who look or count don't stop callers from writing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from chapter.calling.models import Call
from chapter.searches import queries
from tests import databases, factories
from tests.conftest import Client
from tests.leading import reports

READ = ["{a}/", "{a}/edit", "{a}/callers", "{a}/calls", "{a}/calls.csv", "calls/{c}/report", "calls/{c}/redact"]
READ += ["flags", "flags/{f}"]
WRITTEN = ["{a}/edit", "flags/{f}/take", "calls/{c}/redact"]


@pytest.fixture
def call(lena) -> Call:
    """A flagged call."""
    person = factories.person()
    return reports.reported(factories.assignment(person, leader=lena), person, factories.account(), message="Hej")


@pytest.fixture
def locks(app: Flask) -> Iterator[list[str]]:
    """The statements that would lock rows on PostgreSQL."""
    found: list[str] = []

    def note(state):
        said = str(state.statement.compile(dialect=postgresql.dialect())) if state.is_select else ""
        found.extend([said] if "FOR UPDATE" in said else [])

    event.listen(Session, "do_orm_execute", note)
    yield found
    event.remove(Session, "do_orm_execute", note)


def address(call: Call, path: str) -> str:
    """A page about the call."""
    return "/calling/" + path.format(a=call.assignment_id, c=call.id, f=call.flag.id)


@pytest.mark.parametrize("path", READ)
def test_who_reads_locks_nothing(leader: Client, call: Call, locks: list[str], path: str):
    page = address(call, path)
    locks.clear()

    assert leader.get(page).status_code == 200

    assert locks == []


@pytest.mark.parametrize("path", WRITTEN)
def test_who_changes_something_locks_it(leader: Client, call: Call, locks: list[str], path: str):
    page = address(call, path)
    locks.clear()

    leader.post(page)

    assert len(locks) == 1


@pytest.mark.parametrize("path", ["/calling/new", "/calling/{a}/edit"])
def test_while_the_target_group_is_counted_others_can_write(
    leader: Client, call: Call, monkeypatch: pytest.MonkeyPatch, path: str
):
    counted: list[bool] = []

    def count(criteria: dict) -> int:
        with databases.somebody_else():
            counted.append(True)
        return 7

    monkeypatch.setattr(queries, "count_matching", count)

    assert "7 personer" in leader.post(path.format(a=call.assignment_id), data={"build": "count"}).text
    assert counted
