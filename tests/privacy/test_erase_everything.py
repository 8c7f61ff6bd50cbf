"""Erased, nothing of somebody is left: in no table, whichever feature it belongs to, and in no byte of the database."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from chapter.access import Role
from chapter.db import Base, db
from chapter.privacy import words
from chapter.privacy.queries import hanging
from tests import databases, factories
from tests.conftest import Client
from tests.privacy.filled import MARK, person


@pytest.fixture
def erased(client: Client) -> Client:
    """Somebody of whom everything was known has been erased; gives the coordinator's browser."""
    client.sign_in(factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund"))
    someone, _account = person()
    where = f"/privacy/people/{someone.id}/erase"
    assert len(marked()) > 50
    assert {"message.text", "contact.name", "rights_request.words"} <= marked()
    answer = client.post(where, data={"added_at": someone.added_at.isoformat()})
    assert answer.status_code == 303
    return client


def marked() -> set[str]:
    """The columns of all tables in which the mark stands."""
    return {
        f"{table.name}.{name}"
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table)).mappings()
        for name, value in row.items()
        if MARK.lower() in json.dumps(value, default=str, ensure_ascii=False).lower()
    }


def test_no_table_has_a_word_of_them(erased: Client):
    assert marked() == set()


def test_nothing_points_at_them(erased: Client):
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name in ("person", "account"):
                there = select(key.column).where(key.column == key.parent)
                assert (
                    db.session.scalars(select(key.parent).where(key.parent.is_not(None), ~there.exists())).all() == []
                )


def test_no_byte_of_the_database_and_of_the_files_beside_it_has_a_word_of_them(erased: Client, app: Flask):
    db.session.remove()
    databases.wipe_out()
    db.session.remove()
    files = databases.files_in(app.config["CHAPTER_DATA"])

    assert not any(spelling in content for _name, content in files for spelling in spellings())


def spellings() -> list[bytes]:
    """How the database may write it: as text, and as JSON does."""
    return [MARK.encode(), MARK.lower().encode(), json.dumps(MARK)[1:-1].encode()]


def test_what_is_known_of_somebody_is_said_of_every_table(app: Flask):
    someone = factories.person()

    assert {table.name for table in hanging(someone)} - words.TABLES.keys() == set()
