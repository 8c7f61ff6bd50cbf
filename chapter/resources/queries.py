"""Reads: what is in the bank, for those who may see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Missing
from chapter.handbook.models import Page, Revision, Wording
from chapter.handbook.queries import Line, lines, seen_by, texts
from chapter.handbook.rules import Section
from chapter.i18n import local
from chapter.media.models import Medium
from chapter.people.rules import fold
from chapter.resources.models import Resource, ResourceCategory, ResourceFavourite, ResourceUse
from chapter.resources.rules import CHECKED_EVERY, MOST_USED, SURE_AFTER, Kind, key, parsed

Readers = Collection[Audience]


@dataclass(frozen=True)
class Item:
    """Something in the bank, in a reader's language: ``language`` is what its title is in, another if need be."""

    key: str
    kind: Kind
    title: str
    about: str
    language: str
    said: str
    tags: list[str]
    category_id: int | None = None
    id: int | None = None
    """Its number in the bank; a script that stands on no shelf and was never used has none."""
    page: Line | None = None
    address: str = ""
    medium: Medium | None = None
    is_favourite: bool = False
    used: int = 0

    @property
    def words(self) -> str:
        """All that it can be found by, folded."""
        return fold(self.said)


def in_language(words: dict[str, str], language: str) -> tuple[str, str]:
    """A text in ``language`` and which language that is, another if there is none."""
    found = {code: text for code, text in words.items() if text}
    code = language if language in found else next(iter(found), language)
    return found.get(code, ""), code


def items(readers: Readers, account: Account | None, language: str, now: datetime) -> list[Item]:
    """All that ``readers`` may see in the bank, in no order, in as many queries whatever there is."""
    own = _own(account)
    used = _used(now)
    shelved = db.session.scalars(select(Resource).options(joinedload(Resource.medium))).all()
    by_page = {resource.page_id: resource for resource in shelved if resource.page_id}
    found = [_item(r, language) for r in shelved if r.kind is not Kind.SCRIPT and r.audience in readers]
    found += [_script(line, by_page.get(line.id)) for line in scripts(readers, language)]
    return [replace(item, is_favourite=item.id in own, used=used.get(item.id, 0)) for item in found]


def _own(account: Account | None) -> set[int | None]:
    if account is None:
        return set()
    mine = select(ResourceFavourite.resource_id).where(ResourceFavourite.account_id == account.id)
    return set(db.session.scalars(mine))


def _used(now: datetime) -> dict[int | None, int]:
    since = ResourceUse.day > local(now - MOST_USED).date()
    counted = select(ResourceUse.resource_id, func.sum(ResourceUse.number)).where(since)
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(ResourceUse.resource_id))}


def scripts(readers: Readers, language: str) -> list[Line]:
    """The pages of the bank, with their words."""
    here = select(Page.id).where(Page.section == Section.RESOURCES, Page.audience.in_(readers))
    return list(texts(db.session.scalars(here).all(), language).values())


def _item(resource: Resource, language: str) -> Item:
    title, code = in_language(resource.title, language)
    about = resource.about.get(code) or in_language(resource.about, language)[0]
    said = [*resource.title.values(), *resource.about.values(), *resource.tags, resource.address or ""]
    return Item(
        key("resource", resource.id),
        resource.kind,
        title,
        about,
        code,
        " ".join(said),
        resource.tags,
        resource.category_id,
        resource.id,
        address=resource.address or "",
        medium=resource.medium,
    )


def _script(line: Line, shelved: Resource | None) -> Item:
    tags = shelved.tags if shelved else []
    said = " ".join([line.title, line.text, *tags])
    about: dict[str, Any] = {"page": line, "id": shelved.id if shelved else None}
    about["category_id"] = shelved.category_id if shelved else None
    return Item(key("page", line.id), Kind.SCRIPT, line.title, "", line.language, said, tags, **about)


def resource(resource_id: int, readers: Readers, for_change: bool = False) -> Resource:
    """Something in the bank that is no script."""
    found = select(Resource).where(
        Resource.id == resource_id, Resource.audience.in_(readers), Resource.kind != "script"
    )
    found = found.options(joinedload(Resource.medium), joinedload(Resource.category))
    return _one(found.with_for_update(of=Resource) if for_change else found)


def item(resource: Resource, account: Account | None, language: str) -> Item:
    """The same, as a reader sees it."""
    found = _item(resource, language)
    return replace(found, is_favourite=found.id in _own(account))


def keyed(wanted: str, readers: Readers, drafts: bool = False) -> tuple[Resource | None, Page | None]:
    """What a key names, as far as ``readers`` may see it: what is in the bank, or a script with what is kept of it;
    with ``drafts`` also a script that nobody reads yet."""
    named = parsed(wanted)
    if named is None:
        raise Missing
    kind, number = named
    if kind == "resource":
        return resource(number, readers), None
    allowed = (Page.audience.in_(readers),) if drafts else seen_by(readers)
    page = select(Page).where(Page.id == number, Page.section == Section.RESOURCES, *allowed)
    found = db.session.scalars(page).one_or_none()
    if found is None:
        raise Missing
    return db.session.scalars(select(Resource).where(Resource.page_id == number)).one_or_none(), found


def title_of(resource: Resource | None, page: Page | None, language: str) -> str:
    """What readers know something as, in ``language`` if it can be."""
    if page is not None:
        return lines([page.id], language)[page.id].title
    return in_language(resource.title, language)[0] if resource else ""


def newest_title(page: Page, language: str) -> str:
    """What a script is called in its newest version, which may be a draft; for writers."""
    found = select(Wording.language, Revision.title).join(Revision, Revision.id == Wording.newest_id)
    titles = {row[0]: row[1] for row in db.session.execute(found.where(Wording.page_id == page.id))}
    return in_language(titles, language)[0]


def titles(ids: Collection[int]) -> list[tuple[int, dict[str, str]]]:
    """The titles of these, with their numbers."""
    named = select(Resource.id, Resource.title).where(Resource.id.in_(ids)).order_by(Resource.id)
    return [(row[0], row[1]) for row in db.session.execute(named)]


def public_titles() -> list[tuple[int, dict[str, str]]]:
    """The titles of what anybody may see, but for scripts, with their numbers."""
    open_to_all = Resource.audience == Audience.PUBLIC, Resource.kind != Kind.SCRIPT
    query = select(Resource.id, Resource.title).where(*open_to_all).order_by(Resource.id)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _one(query: Select[Any]) -> Any:
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def categories() -> Sequence[ResourceCategory]:
    """The shelves, in their order."""
    return db.session.scalars(select(ResourceCategory).order_by(ResourceCategory.position, ResourceCategory.id)).all()


def category(category_id: int) -> ResourceCategory:
    """A shelf."""
    return _one(select(ResourceCategory).where(ResourceCategory.id == category_id))


def how_many(category_id: int) -> int:
    """How much stands on a shelf."""
    on_it = select(func.count(Resource.id)).where(Resource.category_id == category_id)
    return db.session.scalar(on_it) or 0


def links() -> Sequence[Resource]:
    """Everything that leads away from here, what leads nowhere first."""
    led = select(Resource).where(Resource.address.is_not(None))
    return db.session.scalars(led.order_by((Resource.failures >= SURE_AFTER).desc(), Resource.id.desc())).all()


def dead_links() -> Sequence[Resource]:
    """What has led nowhere for so long that it's sure."""
    return db.session.scalars(select(Resource).where(Resource.failures >= SURE_AFTER).order_by(Resource.id)).all()


def to_check(now: datetime) -> list[tuple[int, str]]:
    """The links to look at today, with their addresses: each once a month, and those that failed anew."""
    due = or_(Resource.checked_at.is_(None), Resource.checked_at <= now - CHECKED_EVERY, Resource.failures > 0)
    led = select(Resource.id, Resource.address).where(Resource.address.is_not(None), due).order_by(Resource.id)
    return [(row[0], row[1] or "") for row in db.session.execute(led)]
