"""What there is to look after in a page, told from what is known of it without its words."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from chapter.editing.rules import is_soon
from chapter.handbook.rules import Section


class Duty(StrEnum):
    """Why somebody should look at a page."""

    CHECK = "check"
    """The day has come, or comes soon, on which its owner sees that it is still right."""
    DRAFT = "draft"
    """Somebody has written what readers don't see yet."""
    HIDDEN = "hidden"
    """No reader sees the page in any language."""
    SHIPPED = "shipped"
    """Its text came with the program, which has a newer one."""
    TRANSLATE = "translate"
    """It lacks in one language, or has changed in the other since."""
    OWNERLESS = "ownerless"


class Written(NamedTuple):
    """A page in one language: its newest version, the one that readers see, and when somebody last saw
    that it says the same as the other (``same_at``)."""

    title: str
    newest_id: int
    published_id: int | None
    written_at: datetime
    by: str
    published_at: datetime | None = None
    """When that version was written."""
    same_at: datetime | None = None
    is_newer: bool | None = False
    """Whether the program has brought a newer text than the chapter's."""

    @property
    def is_changed(self) -> bool:
        """Whether there is a draft that readers don't see yet."""
        return self.newest_id != self.published_id


class Sheet(NamedTuple):
    """A page without its words."""

    id: int
    section: Section
    slug: str
    parent_id: int | None
    position: int
    audience: str
    shipped: str | None
    owner_id: int | None
    check_by: date | None
    wordings: Mapping[str, Written]

    @property
    def is_published(self) -> bool:
        """Whether readers see it in some language."""
        return any(written.published_id for written in self.wordings.values())

    @property
    def name(self) -> str:
        """What links call it: ``[…](page:caller/report)``, ``[…](page:12)``."""
        return self.shipped or str(self.id)

    def title(self, language: str) -> str:
        """What it is called in ``language``, else in another."""
        there = self.wordings.get(language) or next(iter(self.wordings.values()), None)
        return there.title if there else self.slug


class Due(NamedTuple):
    """Something to look after; ``since`` when, where that is known."""

    duty: Duty
    language: str = ""
    since: date | datetime | None = None
    by: str = ""


def duties(sheet: Sheet, languages: Collection[str], today: date, owners: Collection[int]) -> Iterator[Due]:
    """What there is to look after in ``sheet``; ``owners`` are the accounts that can."""
    if is_soon(sheet.check_by, today):
        yield Due(Duty.CHECK, since=sheet.check_by)
    if not sheet.is_published:
        yield Due(Duty.HIDDEN)
    for language in languages:
        written = sheet.wordings.get(language)
        if written and written.is_changed and sheet.is_published:
            yield Due(Duty.DRAFT, language, written.written_at, written.by)
        if written and written.is_newer:
            yield Due(Duty.SHIPPED, language)
        if is_behind(sheet.wordings, language):
            yield Due(Duty.TRANSLATE, language, changed_at(sheet.wordings, language) if written else None)
    if sheet.owner_id not in owners:
        yield Due(Duty.OWNERLESS)


def is_behind(wordings: Mapping[str, Written], language: str) -> bool:
    """Whether a page lacks in ``language``, or another language that readers see has changed since."""
    changed, written = changed_at(wordings, language), wordings.get(language)
    if changed is None or written is None:
        return changed is not None
    return changed > max(written.written_at, written.same_at or written.written_at)


def changed_at(wordings: Mapping[str, Written], language: str) -> datetime | None:
    """When what readers see in another language than ``language`` was written."""
    others = (written.published_at for code, written in wordings.items() if code != language)
    return max((moment for moment in others if moment), default=None)
