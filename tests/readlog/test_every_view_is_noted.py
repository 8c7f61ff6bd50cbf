"""No page shows somebody to another without writing it down: every page, in a chapter with something of everything."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice, product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.routing import AnyConverter, Rule

from chapter import clock
from chapter.access import ANYONE, Role
from chapter.accounts.models import Account, AccountRole
from chapter.calling.models import Call, CallAssignment, Flag
from chapter.courses.models import Course
from chapter.db import Base, db
from chapter.groups.models import Group
from chapter.messages.models import Message
from chapter.people.models import Person
from chapter.readlog.models import ReadEntry, ReadPerson, ReadWhom
from chapter.welcome.models import WelcomeCase
from tests.conftest import NOW, Client
from tests.demos import make

NOTED_ALREADY = {
    "home.my_page": "whom the reader has rung, and was noted for",
    "calling.assignment": "the same",
    "calling.call": "noted when the call begins; the test sees other people's calls",
}
"""Pages that show people for whom the reader is in the log since they got them."""
OFFICES = {Role.MEMBER_COORDINATOR, Role.CALL_LEADER, Role.GROUP_CONTACT, Role.BOARD, Role.ADMINISTRATOR}
SOME = 2


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A demo chapter where one account has every office."""
    app = make(tmp_path_factory.mktemp("demo"), "--people", "60")
    app.test_client_class = Client
    with app.app_context(), clock.frozen(NOW):
        for role in OFFICES - reader().roles:
            db.session.add(AccountRole(account_id=reader().id, role=role))
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def reader() -> Account:
    """Whoever has every office."""
    return db.session.scalars(select(Account).where(Account.email == "coordinator@example.org")).one()


def values(app: Flask) -> dict[str, list[Any]]:
    """Some values for each part of an address."""
    asked = {
        "person_id": Person.id,
        "case_id": WelcomeCase.id,
        "call_id": Call.id,
        "flag_id": Flag.id,
        "group_id": Group.id,
        "message_id": Message.id,
        "assignment_id": CallAssignment.id,
        "course_id": Course.id,
        "account_id": Account.id,
    }
    found = {
        name: list(db.session.scalars(select(column).order_by(column.desc()).limit(SOME)))
        for name, column in asked.items()
    }
    for table in Base.metadata.sorted_tables:
        if "id" in table.c:
            some = db.session.scalars(select(table.c.id).order_by(table.c.id).limit(SOME))
            found.setdefault(f"{table.name.rpartition('_')[2]}_id", []).extend(some)
    return found | {
        "one_id": found["person_id"][:1],
        "other_id": found["person_id"][1:2],
        "key": ["letter", "welcome", "call"],
    }


def addresses(rule: Rule, given: dict[str, list[Any]]) -> Iterator[str]:
    """Some addresses of a view."""
    names = sorted(rule.arguments)
    choices = [
        sorted(c.items) if isinstance(c := rule._converters.get(n), AnyConverter) else given.get(n, []) for n in names
    ]
    for chosen in islice(product(*choices), SOME):
        _host, path = rule.build(dict(zip(names, chosen, strict=True))) or ("", "")
        yield path.partition("?")[0].removeprefix("|")


def shown(text: str, people: dict[int, tuple[str, str]]) -> set[int]:
    """Those of ``people`` whose whole name or address stands in an answer."""
    plain = unescape(re.sub(r"<[^>]+>", " ", text.partition("<main")[2] or text))
    return {id for id, (name, email) in people.items() if name in plain or (email and email in plain)}


def noted() -> set[int]:
    """Whom the log has."""
    return set(db.session.scalars(select(ReadPerson.person_id).join(ReadWhom, ReadWhom.token == ReadPerson.token)))


def somebody() -> dict[int, tuple[str, str]]:
    """Those who are nothing but in the register; officers are named with what they do."""
    officers = select(Account.person_id).where(Account.person_id.is_not(None))
    found = db.session.scalars(select(Person).where(Person.id.not_in(officers))).all()
    names = [person.name for person in found]
    return {person.id: (person.name, person.email or "") for person in found if names.count(person.name) == 1}


def test_no_page_shows_anybody_without_writing_it_down(chapter: Flask):
    client, given, people = chapter.test_client(), values(chapter), somebody()
    client.sign_in(reader())
    silent: dict[str, set[int]] = {}
    seen = 0
    for rule in chapter.url_map.iter_rules():
        view = chapter.view_functions.get(rule.endpoint)
        if (
            "GET" not in (rule.methods or ())
            or getattr(view, "need", ANYONE) == ANYONE
            or rule.endpoint in NOTED_ALREADY
        ):
            continue
        for path in addresses(rule, given):
            db.session.execute(delete(ReadWhom))
            db.session.execute(delete(ReadEntry))
            answer = client.get(path)
            found = shown(answer.text, people) if answer.status_code == 200 else set()
            seen += bool(found)
            if missing := found - noted():
                silent.setdefault(rule.endpoint, set()).update(missing)

    assert silent == {}
    assert seen > 30
