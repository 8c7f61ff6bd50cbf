"""Reads: what the routine has come to, of cases that are forgotten and of those that are there, alike."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from chapter.db import db
from chapter.groups.models import Group
from chapter.i18n import in_language
from chapter.welcome import queries_forget
from chapter.welcome.models import PromiseTally, WelcomeTally
from chapter.welcome.rules_figures import Stage
from chapter.welcome.rules_summary import Count, Kept


class Figures(NamedTuple):
    """What is counted: cases by how far they came, and promises by how they were kept."""

    counts: Sequence[Count]
    kept: Sequence[Kept]

    def of(self, year: int | None) -> "Figures":
        """Those of the cases that began in ``year``; of all without one."""
        if year is None:
            return self
        return Figures([c for c in self.counts if c.year == year], [k for k in self.kept if k.year == year])

    @property
    def years(self) -> list[int]:
        """The years in which cases began, the latest first."""
        return sorted({count.year for count in self.counts}, reverse=True)

    @property
    def begun(self) -> int:
        """How many were welcomed, or are."""
        return sum(count.number for count in self.counts)

    @property
    def running(self) -> int:
        """How many of them are being welcomed now."""
        return sum(count.number for count in self.counts if not count.is_over)


def figures(now: datetime) -> Figures:
    """All there is to count."""
    counts = [
        Count(tally.year, tally.group_id, tally.how_came, Stage(tally.stage), tally.number)
        for tally in db.session.scalars(select(WelcomeTally))
    ]
    kept = [
        Kept(tally.year, tally.key, tally.days, tally.is_kept, tally.number)
        for tally in db.session.scalars(select(PromiseTally))
    ]
    for here in queries_forget.counted_now(now):
        if here.stage is not None:
            counts.append(Count(here.year, here.group_id, here.how_came, here.stage, is_over=here.is_over))
        kept += [Kept(here.year, *promise) for promise in here.promises]
    return Figures(counts, kept)


def group_names(ids: Iterable[int]) -> dict[int, str]:
    """What groups are called; also of those that have closed."""
    found = db.session.execute(select(Group.id, Group.name).where(Group.id.in_(list(ids))))
    return {group_id: in_language(name) for group_id, name in found}
