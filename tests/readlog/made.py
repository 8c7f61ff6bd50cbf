"""A log with a few entries, and ways to tamper with it past the program."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import text

from chapter.access import Role
from chapter.db import db
from chapter.people.rules_looks import What
from chapter.readlog import actions
from tests import factories
from tests.conftest import NOW


def log() -> None:
    """Two readers, three people, seven entries; one of the people is erased since, and two are one."""
    people = [factories.person(name) for name in ("Emma", "Nils", "Åsa")]
    readers = [factories.account(Role.MEMBER_COORDINATOR, name=f"Läsare {n}", email=f"l{n}@example.org") for n in "ab"]
    for number, what in enumerate((What.PERSON, What.LIST, What.EXPORTED, What.CHANGED)):
        some = people[: 1 + number % 3]
        actions.write(what, [person.id for person in some], readers[number % 2], "register.read", NOW)
    actions.write(What.MERGED, [people[0].id, people[1].id], readers[0], "register.change", NOW)
    _run("UPDATE read_person SET person_id = :kept WHERE person_id = :gone", kept=people[0].id, gone=people[1].id)
    actions.let_go([people[2].id], readers[1], NOW)
    _run("DELETE FROM person WHERE id = :id", id=people[2].id)
    actions.write(What.PERSON, [people[0].id], readers[1], "register.read", NOW)
    db.session.commit()


def _run(sql: str, **values: Any) -> None:
    db.session.execute(text(sql), values)


def rows(table: str, key: str) -> list[Any]:
    """The keys of a table's rows."""
    return list(db.session.scalars(text(f"SELECT {key} FROM {table} ORDER BY {key}")))


Tampering = Callable[[int], Iterable[str]]
"""With a number that chooses which row, the statements it takes."""


def _nth(table: str, key: str, number: int) -> Any:
    there = rows(table, key)
    return there[number % len(there)]


def _in(table: str, key: str, change: str) -> Tampering:
    return lambda n: [f"UPDATE {table} SET {change} WHERE {key} = {_nth(table, key, n)}"]


def _out_of(table: str, key: str, *children: str) -> Tampering:
    def remove(n: int) -> list[str]:
        which = _nth(table, key, n)
        return [
            *(f"DELETE FROM {child} WHERE entry = {which}" for child in children),
            f"DELETE FROM {table} WHERE {key} = {which}",
        ]

    return remove


def _renumbered(which: int) -> list[str]:
    rest = "at, reader, roles, what, about, many, hash"
    return [
        f"INSERT INTO read_entry (number, {rest}) SELECT number + 1000, {rest} FROM read_entry WHERE number = {which}",
        f"UPDATE read_whom SET entry = entry + 1000 WHERE entry = {which}",
        f"DELETE FROM read_entry WHERE number = {which}",
    ]


TAMPERINGS: dict[str, Tampering] = {
    "when it was": _in("read_entry", "number", "at = '2026-01-02 03:04:05.000000'"),
    "who it was": _in("read_entry", "number", "reader = 4711"),
    "that somebody it was": _in("read_entry", "number", "reader = NULL"),
    "in which office": _in("read_entry", "number", "roles = '[]'"),
    "what it was": _in("read_entry", "number", "what = 'search'"),
    "what is said of it": _in("read_entry", "number", "about = '3 x'"),
    "how many": _in("read_entry", "number", "many = many + 1"),
    "the hash": _in("read_entry", "number", f"hash = '{'a' * 64}'"),
    "the number": lambda n: _renumbered(_nth("read_entry", "number", n)),
    "an entry": _out_of("read_entry", "number", "read_whom"),
    "whom": _in("read_whom", "token", "token = token + 1"),
    "one of whom": _out_of("read_whom", "token"),
    "whose number": _in("read_person", "token", "person_id = (SELECT max(id) FROM person), was_id = 77"),
    "whose number's secret": _in("read_person", "token", "salt = 'x'"),
    "whose number at all": _out_of("read_person", "token"),
    "the reader's name": _in("read_reader", "token", "name = 'Bo Ek'"),
    "the reader": _out_of("read_reader", "token"),
    "one more of whom": lambda n: [
        f"INSERT INTO read_whom (entry, token) VALUES ({_nth('read_entry', 'number', n)}, {123_456 + n})"
    ],
    "one more entry": lambda n: [
        "INSERT INTO read_entry (number, at, reader, roles, what, about, many, hash) SELECT max(number) + 1, max(at), "
        f"max(reader), '[]', 'list', '', 0, '{'b' * 64}' FROM read_entry"
    ],
}
