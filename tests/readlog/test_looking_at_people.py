"""Whoever looks at somebody is written down."""

from typing import Any

from sqlalchemy import select

from chapter.db import db
from chapter.people.looks import What
from chapter.readlog import queries
from chapter.readlog.models import ReadEntry, ReadPerson, ReadReader, ReadWhom
from tests import factories
from tests.cast import play
from tests.conftest import Client


def looks() -> list[tuple[Any, ...]]:
    """Who looked how at whom, the first first."""
    found = (
        select(ReadReader.name, ReadEntry.what, ReadPerson.person_id)
        .join(ReadWhom, ReadWhom.entry == ReadEntry.number)
        .join(ReadPerson, ReadPerson.token == ReadWhom.token)
        .outerjoin(ReadReader, ReadReader.token == ReadEntry.reader)
    )
    return [tuple(row) for row in db.session.execute(found.order_by(ReadEntry.number, ReadPerson.person_id))]


def test_whoever_opens_a_person_s_page_is_written_down(client: Client):
    emma, coordinator = factories.person(), play("member_coordinator")

    client.sign_in(coordinator).get(f"/people/{emma.id}/")

    assert looks() == [(coordinator.name, What.PERSON, emma.id)]
    assert queries.verify() == (1, None, 0)
