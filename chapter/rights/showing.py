"""What is stored about somebody, for people to read and for programs: on the page, and in the two files."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from chapter.i18n import LANGUAGES, _, daytime, in_language, language, phone
from chapter.i18n import day as said_day
from chapter.people.claims import WHY, Claim, Withheld
from chapter.rights.queries_own import Own, Part, Told, rows_of, told
from chapter.rights.rules import FORMAT
from chapter.settings.queries import chapter

CHUNK = 16_000
NUMBERS = {"mobile", "phone2", "phone"}
Row = Mapping[str, Any]


class Table(NamedTuple):
    """A part with its rows in words, each a list of labels and what stands there."""

    title: str
    number: int
    rows: Iterable[list[tuple[str, str]]]
    why_not: list[str]


def table(part: Part, own: Own, most: int | None = None) -> Table:
    """A part of what there is about somebody."""
    rows = (in_words(part.claim, row) for row in rows_of(part.claim, own, most))
    return Table(str(part.claim.title), part.number, rows, why_not(part.claim))


def why_not(claim: Claim) -> list[str]:
    """Why something isn't shown, as far as somebody would miss it."""
    kept = set(claim.withheld.values()) & {Withheld.OTHERS, Withheld.SECRET}
    return [str(WHY[why]) for why in Withheld if why in kept]


def in_words(claim: Claim, row: Row) -> list[tuple[str, str]]:
    """A row for people: what is filled in, under its name."""
    said = [(str(label), said_of(claim, name, row)) for name, label in claim.shown.items()]
    return [(label, text) for label, text in said if text]


def said_of(claim: Claim, name: str, row: Row) -> str:
    """A value in words; nothing, if there is nothing to say."""
    value, words = row[name], claim.words.get(name)
    if value is None or value is False or value == "" or value in ([], {}):
        return ""
    if callable(words):
        return str(words(value, row))
    if words is not None:
        return str(words.get(value, value))
    if name == "language":
        return LANGUAGES.get(value) or str(value)
    return phone(value) if name in NUMBERS else _plainly(value)


def _plainly(value: Any) -> str:
    if value is True:
        return _("Yes")
    if isinstance(value, datetime):
        return daytime(value)
    if isinstance(value, date):
        return said_day(value, year=True)
    if isinstance(value, list):
        return ", ".join(_plainly(each) for each in value)
    if isinstance(value, dict):
        is_local = bool(value) and value.keys() <= LANGUAGES.keys()
        return in_language(value) if is_local else "; ".join(f"{key}: {_plainly(each)}" for key, each in value.items())
    return str(value)


def document(own: Own) -> dict[str, Any]:
    """What the file for people is made of; rows are read as they are written."""
    kinds = [(each, [table(part, own) for part in each.parts]) for each in told(own) if each.number]
    return {"kinds": kinds, "name": own.person.name or own.accounts[0].name}


def as_json(own: Own, now: datetime) -> Iterator[str]:
    """The same for programs: kinds, tables and rows under names that stay; moments and days in ISO 8601."""
    head = {"format": FORMAT, "made_at": now.isoformat(), "chapter": chapter().name, "language": language()}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "kinds": ['
    for number, each in enumerate(each for each in told(own) if each.number):
        yield (",\n" if number else "\n") + json.dumps(_about(each), ensure_ascii=False)[:-1] + ', "tables": ['
        for place, part in enumerate(each.parts):
            yield ("," if place else "") + f'\n{{"table": {json.dumps(part.claim.table)}, '
            yield f'"title": {json.dumps(str(part.claim.title), ensure_ascii=False)}, "rows": ['
            for count, row in enumerate(rows_of(part.claim, own)):
                yield (",\n" if count else "\n") + json.dumps(for_programs(part.claim, row), ensure_ascii=False)
            yield "]}"
        yield "]}"
    yield "]}\n"


def _about(each: Told) -> dict[str, Any]:
    kind = each.kind
    return {
        "kind": each.name,
        "title": str(kind.title),
        "what": str(kind.what),
        "why": str(kind.why),
        "by_law": kind.by_law,
        "kept": kind.how_long,
        "seen_by": str(kind.seen_by),
        "did": [{"what": what, "times": times} for what, times in each.did],
    }


def for_programs(claim: Claim, row: Row) -> dict[str, Any]:
    """A row for programs: all that is shown, filled in or not, under the columns' names."""
    return {name.replace("_id.", "."): _value(claim, name, row) for name in claim.shown}


def _value(claim: Claim, name: str, row: Row) -> Any:
    value = row[name]
    if isinstance(value, dict | list) and callable(claim.words.get(name)):
        return said_of(claim, name, row)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def in_chunks(texts: Iterable[str]) -> Iterator[str]:
    """The same in pieces that are worth sending."""
    kept: list[str] = []
    size = 0
    for text in texts:
        kept.append(text)
        size += len(text)
        if size > CHUNK:
            yield "".join(kept)
            kept, size = [], 0
    yield "".join(kept)
