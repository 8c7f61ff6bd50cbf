"""The reports go out as a file."""

import csv
from datetime import timedelta
from io import StringIO

from sqlalchemy import insert

from chapter.calling.models import Call
from chapter.db import db
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports

COLUMNS = "person,caller,outcome,call_back_after,action_needed,message,note,started_at,reported_at"


def exported(client: Client, assignment, **wanted: str) -> list[dict[str, str]]:
    """The rows of the file."""
    file = client.get(f"/calling/{assignment.id}/calls.csv", query_string=wanted)
    assert file.mimetype == "text/csv"
    assert file.text.splitlines()[0] == COLUMNS
    return list(csv.DictReader(StringIO(file.text)))


def test_each_report_is_a_row_with_these_columns(leader: Client):
    emma, cilla = factories.person("Emma", "Öst"), factories.account(name="Cilla Ringare")
    assignment = factories.assignment(emma)
    reports.reported(assignment, emma, cilla, message="Hjälp, nu", note="Ring sent", at=NOW + timedelta(minutes=4))

    assert exported(leader, assignment) == [
        {
            "person": "Emma Öst",
            "caller": "Cilla Ringare",
            "outcome": "talked",
            "call_back_after": "",
            "action_needed": "yes",
            "message": "Hjälp, nu",
            "note": "Ring sent",
            "started_at": "2026-11-18T18:30:00+01:00",
            "reported_at": "2026-11-18T18:34:00+01:00",
        }
    ]


def test_a_promised_call_back_has_its_time(leader: Client):
    said = {"reached": {"answer": "yes"}, "could_talk": {"answer": "call_back"}}
    said |= {"call_back": {"answer": "tomorrow", "until": "2026-11-19T08:00:00+00:00"}}
    emma, assignment = factories.person(), factories.assignment()
    reports.reported(assignment, emma, factories.account(), said)

    (row,) = exported(leader, assignment)

    assert (row["outcome"], row["call_back_after"]) == ("call_back", "2026-11-19T09:00:00+01:00")
    assert row["action_needed"] == "no"


def test_no_cell_is_taken_for_a_formula(leader: Client):
    emma, assignment = factories.person("=1+1"), factories.assignment()
    reports.reported(assignment, emma, factories.account(name="@cilla"), message="-2", note="+1+1")

    (row,) = exported(leader, assignment)

    assert [row[name][0] for name in ("person", "caller", "message", "note")] == ["'"] * 4


def test_the_file_keeps_to_the_filters(leader: Client):
    assignment, caller = factories.assignment(), factories.account()
    reports.reported(assignment, factories.person("Emma"), caller)
    reports.reported(assignment, factories.person("Noa"), caller, reports.NO_ANSWER)

    assert [row["person"] for row in exported(leader, assignment, outcome="no_answer")] == ["Noa Dahlqvist"]


def test_many_reports_come_a_piece_at_a_time(leader: Client):
    assignment, caller = factories.assignment(), factories.account()
    call = reports.reported(assignment, factories.person(), caller, note="Ring sent")
    facts = {column.name: getattr(call, column.name) for column in Call.__table__.c if column.name != "id"}
    db.session.execute(insert(Call), [facts] * 2_000)

    file = leader.get(f"/calling/{assignment.id}/calls.csv")

    assert len(file.text.splitlines()) == 2_002
    assert "Content-Length" not in file.headers
    assert max(len(piece) for piece in file.response) < len(file.data) / 3


def test_it_begins_with_no_mark(leader: Client):
    assert leader.get(f"/calling/{factories.assignment().id}/calls.csv").data.startswith(b"person,")


def test_without_reports_there_is_only_the_heading(leader: Client):
    assert exported(leader, factories.assignment()) == []
