"""Who was erased stays erased: a backup from before has them still, so whoever restores it erases them again.

What is remembered is a mark that nobody can read anything from, in the database and in the file ``erased`` beside the
backups, which goes elsewhere with them. It is no longer kept than backups are, and some days.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from chapter import ledger
from chapter.backups import streams
from chapter.backups.models import ErasedMark
from chapter.backups.rules import MARGIN
from chapter.config import keyed
from chapter.db import db, rows
from chapter.duplicates import moving
from chapter.duplicates.models import Merge
from chapter.people.models import Person
from chapter.privacy import actions, hooks

FILE, JOB = "erased", "backups.list_erased"
LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00) ([0-9a-f]{64})")
Marks = dict[str, datetime]


def mark_of(person_id: int, added_at: datetime | str) -> str:
    """The mark of somebody in the register; their number alone may have been given to another since."""
    moment = datetime.fromisoformat(str(added_at)).replace(tzinfo=None)
    return keyed(f"erased:{person_id}:{moment.isoformat()}")


def remember(person: Person, now: datetime) -> None:
    """Remember that ``person`` is being erased, and whoever was found to be the same: a backup may have both."""
    marks = {mark_of(person.id, person.added_at)}
    for merge in db.session.scalars(select(Merge).where(Merge.kept_id == person.id)):
        marks |= {mark_of(each["id"], each["added_at"]) for each in _merged(merge.before)}
    for mark in marks:
        db.session.merge(ErasedMark(mark=mark, at=now))
    ledger.want(JOB, now)
    db.session.flush()


hooks.on_erase.append(remember)


def _merged(before: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (moving.unpacked(before[who]) for who in ("gone", "kept") if who in before)


def known() -> Marks:
    """All that the database remembers."""
    return {each.mark: each.at for each in db.session.scalars(select(ErasedMark))}


def listed(file: Path) -> Marks:
    """What a file remembers; nothing, if there is none. A line that isn't whole is none."""
    if not file.exists():
        return {}
    whole = filter(None, map(LINE.fullmatch, file.read_text(errors="replace").splitlines()))
    return {line[2]: datetime.fromisoformat(line[1]) for line in whole}


def write_list(folder: Path, now: datetime, days: int) -> int:
    """Write the file anew: what the database and the file know, without what no backup can bring back any more.

    Gives how many marks there are.
    """
    oldest = now - timedelta(days=days) - MARGIN
    file = folder / FILE
    marks = {mark: at for mark, at in (listed(file) | known()).items() if at > oldest}
    lines = (f"{at.isoformat()} {mark}\n".encode() for mark, at in sorted(marks.items()))
    streams.save(lines, file, [])
    return len(marks)


def forget_old(now: datetime, days: int) -> None:
    """Forget what no backup can bring back any more."""
    db.session.execute(delete(ErasedMark).where(ErasedMark.at <= now - timedelta(days=days) - MARGIN))


def erase_again(marks: Marks, now: datetime) -> int:
    """Erase whoever is here and was erased before; gives how many. The marks stay with this database."""
    found = rows(select(Person.id, Person.added_at)).all()
    ids = [each.id for each in found if mark_of(each.id, each.added_at) in marks]
    for person in _people(ids):
        actions.erase_anyway(person, "", now)
    for mark, at in (marks | known()).items():
        db.session.merge(ErasedMark(mark=mark, at=max(at, marks.get(mark, at))))
    db.session.flush()
    return len(ids)


def _people(ids: Iterable[int]) -> Iterator[Person]:
    for one in ids:
        if (person := db.session.get(Person, one)) is not None:
            yield person
