"""How many SQL queries a page and a report step cost, in a small chapter and a large one: it must be the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from benchmarks.tools import Figure, apart, demo_app, session_of
from chapter.accounts.models import Account
from chapter.calling.models import AssignmentCaller, Call, CallAssignment, Flag
from chapter.courses.models import CourseOccasion
from chapter.db import db
from chapter.messages.models import Message
from chapter.people.models import Person
from chapter.signup.models import SignupLink
from chapter.welcome.models import WelcomeCase

SIZES = (600, 20_000)
MOST, MOST_IN_STEP = 12, 8
READERS = ("caller1", "leader", "coordinator", "admin")
TRANSACTION = "BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "SET TRANSACTION", "/* WRITE */"
LOG = "read_entry", "read_whom", "read_person", "read_reader"
"""The read log's tables: it writes when the answer is made, and is counted by itself."""
FILES = ("static", "leading.calls_csv")
"""What is no page."""
REPORT = (
    ("reached", "yes"),
    ("could_talk", "yes"),
    ("action_needed", "yes"),
    ("action_message", "send"),
    ("note", "none"),
)


def measure() -> Iterator[Figure]:
    """The most of all pages and of all steps, at both sizes."""
    for people in SIZES:
        with demo_app(people) as app:
            pages = _pages(app)
            steps = _steps(app)
        for what, found, most in (("a page", pages, MOST), ("a report step", steps, MOST_IN_STEP)):
            worst = max(found, key=lambda name: found[name])
            figure = f"{found[worst]} at most ({worst}; {len(found)} measured)"
            yield Figure(f"SQL queries of {what}, {people:,} people", f"≤ {most}", figure, found[worst] <= most)
            for name, number in sorted(found.items()):
                if number > most and name != worst:
                    yield Figure(f"  also {name}", f"≤ {most}", str(number), False)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are run meanwhile, but for those of the read log."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(TRANSACTION) and not any(name in statement for name in LOG):
            said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _client(app: Flask, part: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("chapter", session_of(app, part))
    return client


def _values() -> dict[str, Any]:
    """Something for each argument that an address can have."""

    def one(column: Any, *conditions: Any) -> Any:
        return db.session.scalar(select(column).where(*conditions).order_by(column.desc()).limit(1))

    open_call = select(Call.id).join(Call.caller)
    open_call = open_call.where(Call.reported_at.is_(None), Account.email == "caller1@example.org")
    found = {
        "assignment_id": one(CallAssignment.id, CallAssignment.id == 2),
        "call_id": db.session.scalar(open_call),
        "flag_id": one(Flag.id, Flag.handled_at.is_(None)),
        "account_id": one(AssignmentCaller.account_id, AssignmentCaller.assignment_id == 2),
        "person_id": one(Person.id),
        "link_id": one(SignupLink.id),
        "case_id": one(WelcomeCase.id, WelcomeCase.closed_on.is_(None)),
        "course_id": one(CourseOccasion.course_id),
        "occasion_id": one(CourseOccasion.id),
        "slug": one(SignupLink.slug),
        "message_id": one(Message.id),
        "reported": one(Call.id, Call.reported_at.is_not(None)),
        "token": "nobodys",
        "code": "sv",
    }
    db.session.rollback()
    return found


def _pages(app: Flask) -> dict[str, int]:
    """The queries of every page, by endpoint; of a page that several may read, the most."""
    values, found = _values(), dict[str, int]()
    with app.test_request_context():
        rules = [
            rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in FILES
        ]
        places = [
            (rule.endpoint, url_for(rule.endpoint, **{name: given.get(name) for name in rule.arguments}))
            for rule in rules
            for given in (values, values | {"call_id": values["reported"]})
            if all(given.get(name) for name in rule.arguments)
        ]
    for part in READERS:
        client = _client(app, part)
        for endpoint, place in places:
            with counted() as said:
                status = apart(client.get, place).status_code
            if status == 200:
                found[endpoint] = max(found.get(endpoint, 0), len(said))
    return found


def _steps(app: Flask) -> dict[str, int]:
    """The queries of each answer of a report, as htmx sends it, and of sending it."""
    client, found = _client(app, "caller1"), dict[str, int]()
    with app.test_request_context():
        place = url_for("calling.call", call_id=_values()["call_id"])
    for step, answer in REPORT:
        fields = {"step": step, "answer": answer, "text": "Vill bli uppringd."}
        with counted() as said:
            status = apart(client.post, f"{place}/answer", data=fields, headers={"HX-Request": "true"}).status_code
        assert status == 200, (step, status)
        found[step] = len(said)
    return found
