"""Invented people, made in chunks, so that a hundred thousand need no more memory than a thousand."""

import json
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Table, insert, select

from chapter.db import db
from chapter.people.models import HistoryEntry, Person, Tag, person_tag
from chapter.people.rules import derived
from chapter.settings.demo import MOBILES, Plan
from chapter.settings.queries import consent_text

CHUNK = 5_000
LANDLINES = (
    *(f"+4631390{n:04}" for n in range(600, 700)),
    *(f"+4640628{n:04}" for n in range(400, 500)),
    *(f"+46846500{n}" for n in range(400, 500)),
    *(f"+46980319{n}" for n in range(200, 300)),
)
"""What the Swedish regulator PTS sets aside for fiction, besides :data:`chapter.settings.demo.MOBILES`."""
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "ı": "i", "đ": "d", "-": "", " ": ""})
BORN = (1940, 2008)


@cache
def _words() -> dict[str, Any]:
    """Names by origin (first names of the old, the middle-aged, the young), and each country's other words."""
    return json.loads((Path(__file__).parent / "demo_words.json").read_text())


def words(plan: Plan) -> dict[str, Any]:
    """The words of the plan's country."""
    return _words()[plan.country]


@cache
def _origin(name: str) -> dict[str, list[list[str]]]:
    origin = {kind: [said] if isinstance(said, str) else said for kind, said in _words()["origins"][name].items()}
    return {"last": [" ".join(origin["last"]).split()]} | {
        gender: [(origin[gender] * 3)[age].split() for age in range(3)] for gender in ("women", "men")
    }


@cache
def _known() -> frozenset[str]:
    """Names of people whom many know: nobody here is called that."""
    return frozenset("; ".join(_words()["known"]).split("; "))


def one_of(plan: Plan, kind: str) -> str:
    """One of the plan's words for ``kind``: unions, skills, interests, sources."""
    return plan.random.choice(words(plan)[kind].split("; "))


def fill(plan: Plan) -> None:
    """The register: people, their tags, and how they came."""
    tags = _add_tags(plan)
    consent = consent_text().id
    with click.progressbar(length=plan.people, label="People", hidden=plan.people < CHUNK) as bar:
        for people in chunks(_people(plan, consent)):
            insert_all(table(Person), people)
            insert_all(person_tag, [row for person in people for row in _tagged(plan, person, tags)])
            insert_all(table(HistoryEntry), [_added(person) for person in people])
            bar.update(len(people))


def name(plan: Plan, birth_year: int) -> tuple[str, str, str]:
    """An invented first name, last name and gender, such as somebody born then may have."""
    pick, origins = plan.random, words(plan)["origins"]
    age = 0 if birth_year < 1963 else 1 if birth_year < 1988 else 2
    while True:
        origin = _origin(pick.choices(list(origins), list(origins.values()))[0])
        gender = pick.choice(("woman", "man"))
        first = pick.choice(origin["women" if gender == "woman" else "men"][age])
        last = pick.choice(origin["last"][0])
        if f"{first} {last}" not in _known():
            return first, last, gender


def address(first: str, last: str, number: int) -> str:
    """``first.last.number@example.org``, in plain letters."""
    plain = unicodedata.normalize("NFKD", f"{first}.{last}".lower().translate(LETTERS))
    return f"{plain.encode('ascii', 'ignore').decode()}.{number}@example.org"


def chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """``rows``, so many at a time that the database is kept busy and memory small."""
    while part := list(islice(rows, CHUNK)):
        yield part


def table(model: Any) -> Table:
    """The table of ``model``, for statements that know nothing of objects."""
    return model.__table__


def insert_all(table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert ``rows`` with one statement, if there are any."""
    if rows:
        db.session.execute(insert(table), rows)


def _add_tags(plan: Plan) -> dict[str, int]:
    of_country = words(plan)
    shown = {of_country["new_tag"]: True, **of_country["tags"]}
    insert_all(table(Tag), [{"name": name, "shown_to_callers": is_shown} for name, is_shown in shown.items()])
    return {name: id for id, name in db.session.execute(select(Tag.id, Tag.name))}


def _people(plan: Plan, consent: int) -> Iterator[dict[str, Any]]:
    return (_person(plan, number, consent) for number in range(1, plan.people + 1))


def _person(plan: Plan, number: int, consent: int) -> dict[str, Any]:
    pick, towns = plan.random, words(plan)["towns"]
    born = min(BORN[0] + int(pick.betavariate(1.6, 1.3) * (BORN[1] - BORN[0] + 1)), BORN[1])
    first, last, gender = name(plan, born)
    town = pick.choices(list(towns), range(len(towns) * 2, 0, -2))[0]
    mobile, phone2 = _numbers(plan, born)
    joined = _joined_on(plan, born)
    day = joined or plan.now.date() - timedelta(days=pick.randint(1, 700))
    added = min(datetime.combine(day, time(17), plan.now.tzinfo), plan.now)
    this_year = plan.now.year
    facts = {
        "id": number,
        "member_number": str(410_000 + number) if joined else None,
        "from_file": bool(joined),
        "first_name": first,
        "last_name": last,
        "email": address(first, last, number) if pick.random() < 0.93 else None,
        "mobile": mobile,
        "phone2": phone2,
        "postcode": towns[town],
        "town": town,
        "birth_year": born,
        "gender": words(plan)["genders"][gender if pick.random() < 0.98 else "other"],
        "language": plan.language,
        "joined_on": joined,
        "fee_paid_for": pick.choices((this_year, this_year - 1, None), (78, 18, 4))[0] if joined else None,
        "union": one_of(plan, "unions") if pick.random() < 0.45 else None,
        "skills": _some(plan, "skills", 0.35),
        "interests": _some(plan, "interests", 0.6),
        "source": one_of(plan, "sources"),
        "consent_id": consent,
        "consented_at": added,
        "added_at": added,
        "is_new": False,
    }
    return facts | derived(facts, plan.country)


def _numbers(plan: Plan, born: int) -> tuple[str | None, str | None]:
    """A mobile for most, a second number for many of the old; none at all for a few."""
    pick = plan.random
    mobile = pick.choice(MOBILES) if pick.random() < 0.96 else None
    likely = 0.6 if mobile is None else 0.35 if born < 1965 else 0.06
    return mobile, pick.choice(LANDLINES) if pick.random() < likely else None


def _joined_on(plan: Plan, born: int) -> date | None:
    """When they joined: many this year, others over fifteen years; a tenth are supporters who haven't."""
    pick, today = plan.random, plan.now.date()
    if pick.random() < 0.1:
        return None
    if pick.random() < 0.28:
        return today - timedelta(days=pick.randrange(max(today.timetuple().tm_yday, 30)))
    earliest = max(date(today.year - 15, 1, 1), date(born + 15, 6, 1))
    return min(earliest, today) + timedelta(days=pick.randrange(max((today - earliest).days, 1)))


def _some(plan: Plan, kind: str, chance: float) -> str | None:
    """One or two of the words for ``kind``, or nothing."""
    if plan.random.random() > chance:
        return None
    return ", ".join(dict.fromkeys(one_of(plan, kind) for _ in range(plan.random.choice((1, 1, 2)))))


def _tagged(plan: Plan, person: dict[str, Any], tags: dict[str, int]) -> list[dict[str, int]]:
    night, union, student, children, pensioner, *rest = words(plan)["tags"]
    age, chance = plan.now.year - person["birth_year"], plan.random.random
    likely = {
        words(plan)["new_tag"]: float(bool(person["joined_on"] and person["joined_on"].year == plan.now.year)),
        night: 0.12 if 20 < age < 66 else 0,
        union: 0.3 if person["union"] else 0,
        student: 0.55 if age < 27 else 0.03,
        children: 0.4 if 26 < age < 45 else 0,
        pensioner: 0.95 if age > 66 else 0,
        **dict.fromkeys(rest, 0.06),
    }
    return [{"person_id": person["id"], "tag_id": tags[tag]} for tag, share in likely.items() if chance() < share]


def _added(person: dict[str, Any]) -> dict[str, Any]:
    facts = {"how": person["source"]}
    return {"person_id": person["id"], "at": person["added_at"], "kind": "added", "facts": facts, "source": None}
