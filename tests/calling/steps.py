"""How tests ring and report: as a caller would, with plain forms."""

from collections.abc import Iterable

from chapter.accounts.models import Account
from chapter.calling.models import Call, CallAssignment
from chapter.db import db
from chapter.people.models import Person
from tests import factories
from tests.conftest import Client

PATHS = {
    "talked": "reached=yes could_talk=yes action_needed=no note=none",
    "talked, flagged": "reached=yes could_talk=yes action_needed=yes action_message=send note=send",
    "ring back later today": "reached=yes could_talk=call_back call_back=later_today action_needed=no note=none",
    "ring back tomorrow": "reached=yes could_talk=call_back call_back=tomorrow action_needed=no note=none",
    "ring back next week": "reached=yes could_talk=call_back call_back=next_week action_needed=no note=none",
    "ring back on a day": "reached=yes could_talk=call_back call_back=date action_needed=no note=none",
    "do not call": "reached=yes could_talk=do_not_call action_needed=no note=none",
    "wants to leave": "reached=yes could_talk=wants_to_leave action_message=send note=none",
    "no answer": "reached=no why_not=no_answer left_message=no action_needed=no note=none",
    "left a message": "reached=no why_not=no_answer left_message=yes action_needed=no note=none",
    "busy": "reached=no why_not=busy action_needed=no note=none",
    "not available": "reached=no why_not=not_available call_back=tomorrow action_needed=no note=none",
    "first number wrong": "reached=no why_not=wrong_number wrong_number=first action_message=send note=none",
    "second number wrong": "reached=no why_not=wrong_number wrong_number=second action_message=send note=none",
    "both numbers wrong": "reached=no why_not=wrong_number wrong_number=both action_message=send note=none",
    "number not in use": "reached=no why_not=not_in_use wrong_number=first action_message=send note=none",
}
"""Every way through the report, for a person with two numbers."""

ON = "2026-12-01"
TEXT = "Ring mig om torsdagen"


def pairs(path: str) -> list[tuple[str, str]]:
    """A path as (step, answer)."""
    return [(step, answer) for step, answer in (each.split("=") for each in path.split())]


def claim(client: Client, caller: Account, *people: Person, **facts: object) -> Call:
    """Sign ``caller`` in and claim the first person of a new assignment."""
    people = people or (factories.person(phone2="+46701740698"),)
    assignment = factories.assignment(*people, callers=(caller,), **facts)
    client.sign_in(caller)
    return claim_next(client, assignment)


def claim_next(client: Client, assignment: CallAssignment) -> Call:
    """Press the button that asks for the next person."""
    response = client.post(f"/calling/{assignment.id}/claim", data={"claim": "1"})
    assert response.status_code == 303
    return call_at(response.location)


def call_at(location: str) -> Call:
    """The call that an address shows."""
    return db.session.get_one(Call, int(location.rsplit("/", 1)[1]))


def give(client: Client, call: Call, path: str | Iterable[tuple[str, str]]) -> None:
    """Answer question after question, checking that each is the one being asked."""
    for step, answer in pairs(path) if isinstance(path, str) else path:
        page = client.get(f"/calling/calls/{call.id}")
        assert f'data-report-step="{step}"' in page.text
        data = {"step": step, "answer": answer, "text": TEXT, "date": ON, "part": "evening"}
        assert client.post(f"/calling/calls/{call.id}/answer", data=data).status_code == 303


def send(client: Client, call: Call, then: str = "break") -> str:
    """Send the report; gives where one lands."""
    response = client.post(f"/calling/calls/{call.id}/send", data={"then": then})
    assert response.status_code == 303
    return response.location


def report(client: Client, call: Call, path: str) -> Call:
    """Answer everything and send."""
    give(client, call, path)
    send(client, call)
    return call
