"""Reads: all that is stored about somebody, found from the foreign keys and from what the features claim."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, String, Table, and_, false, func, or_, select

from chapter.accounts import queries as accounts
from chapter.accounts.models import Account
from chapter.db import Base, db, rows
from chapter.people import stored
from chapter.people.claims import Claim, Withheld, claim_of, loose, signatures
from chapter.people.models import Person
from chapter.people.stored import Kind
from chapter.people.traces import Somebody
from chapter.privacy import queries as privacy
from chapter.privacy.walking import PERSON, Conditions, others

TABLES = Base.metadata.tables
AT_ONCE = 200
"""So many rows at a time come from the database into a file."""


class Own(NamedTuple):
    """Somebody, their accounts, and where all that is about them stands."""

    person: Person
    accounts: Sequence[Account]
    who: Somebody
    where: Conditions


class Part(NamedTuple):
    """A table with rows about somebody: what is said of it, and how many rows there are."""

    claim: Claim
    number: int


class Told(NamedTuple):
    """A kind of what is stored, by its name, with what there is of it: tables, and how often one did what."""

    name: str
    kind: Kind
    parts: list[Part]
    did: list[tuple[str, int]]

    @property
    def number(self) -> int:
        """How much there is."""
        return sum(part.number for part in self.parts) + sum(number for _what, number in self.did)


def own(account: Account) -> Own:
    """All that is about whoever has ``account``."""
    person = accounts.own_entry(account)
    if person is None:
        return _gathered(Person(first_name="", last_name="", email=account.email), [account])
    return of_person(person)


def of_person(person: Person) -> Own:
    """All that is about ``person``, who may have no account."""
    return _gathered(person, privacy.accounts_of(person))


def is_in_doubt(account: Account) -> bool:
    """Whether the entry in the register isn't shown, as it may be somebody else's."""
    return account.person is not None and accounts.own_entry(account) is None


def _gathered(person: Person, accounts: Sequence[Account]) -> Own:
    who = privacy.somebody(person, accounts, with_sources=False)
    where = {PERSON: PERSON.c.id == person.id} | privacy.hanging(person, accounts)
    return Own(person, accounts, who, where | {TABLES[each.table]: _found(each, who) for each in loose()})


def _found(claim: Claim, who: Somebody) -> ColumnElement[bool]:
    return claim.finds(who) if claim.finds else false()


def told(own: Own) -> list[Told]:
    """Every kind with what there is of it about somebody; one query, however much it is."""
    signed = {TABLES[table]: _signed_by(TABLES[table], own.accounts) for table in signatures()}
    counts = [
        select(func.count()).select_from(t).where(w).scalar_subquery() for t, w in [*own.where.items(), *signed.items()]
    ]
    numbers = iter(db.session.execute(select(*counts)).one())
    about = {table.name: number for table, number in zip(own.where, numbers, strict=False)}
    did = {table.name: number for table, number in zip(signed, numbers, strict=True)}
    return [_told(name, kind, about, did) for name, kind in stored.by_name().items()]


def _told(name: str, kind: Kind, about: Mapping[str, int], did: Mapping[str, int]) -> Told:
    parts = [Part(claim, about[table]) for table in kind.tables if (claim := claim_of(table)) and about.get(table)]
    return Told(name, kind, parts, [(str(signatures()[table]), did[table]) for table in kind.tables if did.get(table)])


def _signed_by(table: Table, accounts: Sequence[Account]) -> ColumnElement[bool]:
    """Whether one of ``accounts`` did it: by its number, or by a name that nobody else has."""
    ids, names = [account.id for account in accounts], {account.name for account in accounts if account.name}
    namesakes = select(func.count()).where(Account.name.in_(names), Account.id.not_in(ids)).scalar_subquery()
    claim = claim_of(table.name)
    theirs = [c for c in table.columns if claim is None or claim.withheld.get(c.name) is Withheld.OTHERS]
    signs = [column.in_(names) for column in theirs if is_signature(column)]
    keys = [column.in_(ids) for column in theirs if points_at_account(column)]
    return or_(false(), *keys, *(and_(sign, namesakes == 0) for sign in signs))


def is_signature(column: Column[Any]) -> bool:
    """Whether a column holds the name of who did something."""
    return isinstance(column.type, String) and f"_{column.name}".endswith("_by")


def points_at_account(column: Column[Any]) -> bool:
    """Whether a column says by its number who did something, in a row that isn't about them."""
    keys = [key for key in column.foreign_keys if key.column.table.name == Account.__tablename__]
    return any(key.ondelete == "SET NULL" or column.table in others() for key in keys)


def rows_of(claim: Claim, own: Own, most: int | None = None) -> Iterator[Mapping[str, Any]]:
    """The rows of a table that are about somebody, the newest first."""
    table = TABLES[claim.table]
    source: Any = table
    columns = {column.name: column for column in table.columns}
    for name in claim.shown:
        if "." in name:
            source, columns[name] = _led_to(source, table, name)
    order = [columns[claim.newest].desc()] if claim.newest else []
    query = (
        select(*(column.label(name) for name, column in columns.items())).select_from(source).where(own.where[table])
    )
    query = query.order_by(*order, *table.primary_key.columns).limit(most).execution_options(yield_per=AT_ONCE)
    for row in rows(query).mappings():
        yield {str(name): value for name, value in row.items()}


def _led_to(source: Any, table: Table, name: str) -> tuple[Any, Any]:
    """“group_id.name”: the name in the row that ``group_id`` leads to, over others if it must."""
    column, _point, wanted = name.partition(".")
    key = next(iter(table.columns[column].foreign_keys)).column
    while wanted not in key.table.columns:
        key = next(iter(key.foreign_keys)).column
    other = key.table.alias()
    return source.outerjoin(other, other.columns[key.name] == table.columns[column]), other.columns[wanted]
