"""The rows of a file in words, and what is known of somebody beside what a row says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from chapter.files.words import REASONS
from chapter.i18n import _, lazy
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.rules import Doubt, Kind, Stage
from chapter.people.models import Person
from chapter.people.rules import FIELDS, REGISTER_FIELDS
from chapter.people.words import FIELD_NAMES, written

DOUBTS = {
    Doubt.SEVERAL: lazy("What the row says fits different people in the register."),
    Doubt.NUMBER: lazy("The member number belongs to somebody with another name."),
    Doubt.OTHER_NUMBER: lazy("Somebody with this name has another member number."),
    Doubt.ADDRESS: lazy("Somebody with another name has this e-mail address; a family may share it."),
    Doubt.NAME: lazy("Somebody is called the same, and nothing else tells whether it’s them."),
    Doubt.LEFT: lazy("They have left the chapter, and are in the file again."),
    Doubt.CONTRADICTS: lazy("Another row of the file says otherwise of the same person."),
}
SHOWN = *REGISTER_FIELDS, "tags"
"""What is compared side by side."""
NAMES = {
    "name": lazy("Name (first and last)"),
    "id_number": lazy("National ID number (only the birth year is taken)"),
    **FIELD_NAMES,
}
"""What columns are called; those of a file besides our own."""
ABOUT = "email", "mobile", "town", "birth_year"
"""What is said of somebody beside the name."""
SHOWN_OF_CELL = 60
"""Characters of a cell that can't be used."""


@dataclass(frozen=True)
class Change:
    """A field, what it was and what it becomes; ``name`` and ``chosen`` are of the radio buttons of a conflict."""

    label: Any
    old: str
    new: str
    name: str
    chosen: str


@dataclass
class Told:
    """A row as an entry of a list; ``url`` leads to the person, ``act`` to where it is decided."""

    name: str
    about: list[str]
    changes: list[Change] = field(default_factory=list)
    url: str = ""
    act: str = ""


def name_of(said: Mapping[str, Any]) -> str:
    """First and last name, or words for there being none."""
    return f"{said.get('first_name') or ''} {said.get('last_name') or ''}".strip() or _("(no name)")


def told(run: ImportRun) -> Callable[[ImportRow], Told]:
    """How each row of ``run`` reads in a list."""

    def tell(row: ImportRow) -> Told:
        person = row.person if row.kind is not Kind.DOUBTFUL else None
        one = Told(person.name if person else name_of(row.said), [text for text in _about(row) if text])
        one.changes = [_change(row, name) for name in row.changes] if row.kind is Kind.CHANGED else []
        if person:
            one.url = url_for("register.person", person_id=person.id)
        if row.kind is Kind.DOUBTFUL and run.stage is Stage.READY:
            one.act = url_for("imports.row", run_id=run.id, row_id=row.id)
        return one

    return tell


def _about(row: ImportRow) -> Iterator[str]:
    """Where a row stands in the file, and what there is to know of it."""
    if row.number:
        yield _("row %(row)s", row=row.number)
    if row.kind is Kind.UNUSABLE:
        yield from problems(row)
    elif row.kind is Kind.DOUBTFUL:
        yield decided(row) or (str(DOUBTS[row.why]) if row.why else "")
    elif row.kind is Kind.MISSING and row.person:
        yield from (written(name, getattr(row.person, name)) for name in ABOUT)
    elif row.kind is Kind.NEW:
        yield from (written(name, row.said.get(name)) for name in ABOUT)


def problems(row: ImportRow) -> list[str]:
    """What keeps a row out: column, what stands there, and why that can't be."""
    return [
        f"{NAMES.get(name, name)}{_quoted(row, name)}: {REASONS.get(why, why)}" for name, why in row.problems.items()
    ]


def _quoted(row: ImportRow, name: str) -> str:
    place = next((int(place) for place, field in row.run.mapping.items() if field == name), len(row.cells))
    cell = " ".join(row.cells[place].split())[:SHOWN_OF_CELL] if place < len(row.cells) else ""
    return f" ({cell})" if cell else ""


def _change(row: ImportRow, name: str) -> Change:
    old, new = row.changes[name]
    chosen = row.decision.get("fields", {}).get(name, "")
    return Change(FIELD_NAMES.get(name, name), written(name, old), written(name, new), f"keep-{row.id}-{name}", chosen)


def decided(row: ImportRow) -> str:
    """What somebody has decided of a doubtful row, if anything."""
    if "same" in row.decision:
        if "left_on" in row.changes:
            return _("You have said that they’re back.")
        return _("You have said that it’s the same person.")
    if row.decision.get("new"):
        return _("You have said that it’s somebody new.")
    return _("You have left the row out.") if row.decision.get("out") else ""


def in_file(row: ImportRow) -> list[tuple[Any, str, bool]]:
    """What the file says of somebody: label, value, and that nothing of it is marked."""
    return [(FIELD_NAMES[name], written(name, row.said[name]), False) for name in _said(row)]


def in_register(person: Person, row: ImportRow) -> tuple[list[tuple[Any, str, bool]], list[str]]:
    """What the register knows of ``person`` where the file says something, marked where it differs; and what else."""
    known = {name: written(name, _plain(getattr(person, name))) for name in REGISTER_FIELDS}
    known["tags"] = ", ".join(tag.name for tag in person.tags)
    both = [(name, known[name], written(name, row.said[name])) for name in _said(row)]
    besides = [f"{FIELD_NAMES[name]}: {value}" for name, value in known.items() if value and name not in _said(row)]
    return [
        (FIELD_NAMES[name], ours, bool(ours) and _alike(ours) != _alike(theirs)) for name, ours, theirs in both
    ], besides


def _said(row: ImportRow) -> list[str]:
    return [name for name in SHOWN if row.said.get(name)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _alike(text: str) -> str:
    return " ".join(text.casefold().split())


def told_conflicts(row: ImportRow) -> Told:
    """A row with what was edited here since the last import, to choose in."""
    name = row.person.name if row.person else name_of(row.said)
    url = url_for("register.person", person_id=row.person_id)
    return Told(name, [], [_change(row, field) for field in row.conflicts], url)


def fields() -> list[tuple[str, Any]]:
    """What a column of a file can be."""
    return [(name, NAMES[name]) for name in ("name", *FIELDS, "tags", "do_not_call", "id_number")]
