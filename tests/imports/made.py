"""Imports at any stage, made by hand for tests of their pages."""

from itertools import count
from typing import Any

from chapter import clock
from chapter.db import db
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.rules import Doubt, Kind, Stage
from chapter.people.models import Person
from tests import factories

_numbers = count(2)


def run(stage: Stage = Stage.READY, **facts: Any) -> ImportRun:
    """An import of a file called medlemmar.csv."""
    given: dict[str, Any] = {"by": "Mona Medlem", "file_name": "medlemmar.csv", "sheets": ["1"], "headings": ["Namn"]}
    given |= {"mapping": {"0": "name"}, "counts": {}, "figures": {"sheets": {"0": [9, 0]}}, "started_at": clock.now()}
    made = ImportRun(stage=stage, **given | facts)
    db.session.add(made)
    db.session.flush()
    return made


def row(run: ImportRun, kind: Kind, said: dict[str, Any] | None = None, **facts: Any) -> ImportRow:
    """A row of ``run``, counted there."""
    given: dict[str, Any] = {"said": {"first_name": "Siri", "last_name": "Berg"} | (said or {}), "changes": {}}
    given |= {"conflicts": [], "problems": {}, "candidates": [], "cells": [], "decision": {}, "done": {}}
    made = ImportRow(run=run, kind=kind, **{"number": next(_numbers)} | given | facts)
    run.counts = run.counts | {kind: run.counts.get(kind, 0) + 1}
    db.session.add(made)
    db.session.flush()
    return made


def doubtful(run: ImportRun, *people: Person, **facts: Any) -> ImportRow:
    """A row that may be about ``people``, undecided."""
    who = [person.id for person in people]
    return row(run, Kind.DOUBTFUL, candidates=who, is_undecided=True, **facts)


def conflict(run: ImportRun, person: Person, **changes: list[Any]) -> ImportRow:
    """A row that differs from what was edited here: ``town=["ours", "the file's"]``."""
    facts = {"changes": changes, "conflicts": list(changes), "is_contested": True}
    return row(run, Kind.CHANGED, {"first_name": person.first_name}, person=person, **facts)


def rich(stage: Stage, **facts: Any) -> ImportRun:
    """An import with rows of every kind."""
    made = run(stage, id_numbers=2, is_complete=True, **facts)
    changes = {"town": ["Kvarnbyn", "Lövåsen"], "email": [None, "stig@example.org"], "joined_on": [None, "2026-03-01"]}
    row(made, Kind.NEW, {"email": "siri@example.org", "mobile": "+46701740611", "town": "Kvarnbyn"})
    row(made, Kind.CHANGED, changes=changes, person=factories.person("Stig", "Ek"))
    conflict(made, factories.person("Alva", "Öst"), town=["Kvarnbyn", "Lövåsen"], mobile=[None, "+46701740612"])
    conflict(made, factories.person("Nils", "Falk"), town=["Kvarnbyn", "Lövåsen"])
    doubtful(made, factories.person("Siri", "Ek"), factories.person("Siri", "Lind"), why=Doubt.SEVERAL)
    doubtful(made, factories.person("Siri", "Ny"), why=Doubt.ADDRESS, said={"town": "Lövåsen", "tags": ["Nattarbete"]})
    row(made, Kind.UNUSABLE, problems={"email": "not_an_address"}, cells=["Siri Berg", "siri.example.org"])
    row(made, Kind.MISSING, {}, person=factories.person("Åke", "Lind"), number=0)
    row(made, Kind.SAME, {}, person=factories.person("Vera", "Sol"))
    return made
