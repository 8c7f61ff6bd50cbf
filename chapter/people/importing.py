"""A file becomes people: found again by e-mail, then by mobile and name, and never doubled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chapter import i18n
from chapter.db import db
from chapter.people import actions
from chapter.people.models import Person
from chapter.people.rules import Facts, Reason, Sheet, Unusable, facts


@dataclass
class Report:
    """What an import did with the rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    unusable: list[Unusable] = field(default_factory=list)


@dataclass
class Found:
    """Whom the register has, by what a row can be recognised on."""

    by_email: dict[str, int]
    by_mobile: dict[tuple[str, str], int]

    def look_up(self, row: Facts) -> int | None:
        """The person a row is about."""
        return self.by_email.get(row.get("email", "")) or self.by_mobile.get(_key(row.get("mobile"), row))

    def keep(self, person: Person) -> None:
        """Recognise ``person`` in the rows that follow."""
        if person.email:
            self.by_email.setdefault(person.email, person.id)
        if person.mobile:
            self.by_mobile.setdefault((person.mobile, person.name.casefold()), person.id)


def bring_in(sheet: Sheet, now: datetime, told: Callable[[], object] = lambda: None) -> Report:
    """Add and update people from ``sheet``; ``told`` is called after every row."""
    report, found = Report(), _register()
    names: dict[str, str] = {}
    today = i18n.local(now).date()
    for number, row in sheet.rows:
        try:
            said = facts(sheet, row, today, i18n.parse_phone)
            _one_name_per_address(names, said)
        except Unusable as error:
            report.unusable.append(Unusable(error.column, error.reason, number))
        else:
            _bring_in_one(said, found, report, now)
        told()
    db.session.flush()
    return report


def _one_name_per_address(names: dict[str, str], said: Facts) -> None:
    """A family may share an address: the second name in a file is not the first person renamed."""
    name = f"{said['first_name']} {said['last_name']}".casefold()
    if said.get("email") and names.setdefault(said["email"], name) != name:
        raise Unusable("email", Reason.SAME_ADDRESS)


def _bring_in_one(said: Facts, found: Found, report: Report, now: datetime) -> None:
    known = found.look_up(said)
    if known is None:
        person = actions.add(**said, source="file", now=now)
        report.new += 1
    else:
        person = db.session.get_one(Person, known, with_for_update=True)
        if actions.update(person, now, **{column: value for column, value in said.items() if value}):
            report.changed += 1
        else:
            report.same += 1
    found.keep(person)


def _register() -> Found:
    found = Found({}, {})
    columns = db.select(Person.id, Person.email, Person.mobile, Person.first_name, Person.last_name)
    for id, email, mobile, first, last in db.session.execute(columns.order_by(Person.id)):
        if email:
            found.by_email.setdefault(email, id)
        if mobile:
            found.by_mobile.setdefault(_key(mobile, {"first_name": first, "last_name": last}), id)
    return found


def _key(mobile: str | None, row: Facts) -> tuple[str, str]:
    return mobile or "", f"{row['first_name']} {row['last_name']}".strip().casefold()
