"""Writes: what is in the bank, on which shelf it stands, what people keep near, how often it's used."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from chapter import expiry
from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.handbook.models import Page
from chapter.i18n import lazy, local
from chapter.lookup import actions as lookup
from chapter.media import actions as media
from chapter.resources.models import Resource, ResourceCategory, ResourceFavourite, ResourceUse
from chapter.resources.rules import Kind, Trouble

TWICE = timedelta(minutes=1)


class Stale(Refused):
    """Somebody else has changed it since the writer opened it."""

    words = lazy("Somebody else has changed it since you opened it.")


def add(kind: Kind, facts: Mapping[str, Any], by: Account, now: datetime) -> Resource:
    """Put something into the bank; ``facts`` are by the columns' names. Pressed twice, it is one."""
    same = select(Resource).where(Resource.kind == kind, Resource.added_by == by.name)
    for known in db.session.scalars(same.where(Resource.added_at > now - TWICE)):
        if _says(known, facts):
            return known
    found = Resource(kind=kind, added_at=now, added_by=by.name, changed_by=by.name, **facts)
    db.session.add(found)
    db.session.flush()
    _tell(found)
    return found


def _says(resource: Resource, facts: Mapping[str, Any]) -> bool:
    """Whether it is so already, as when a button is pressed twice."""
    return all(getattr(resource, name) == value for name, value in facts.items())


def change(resource: Resource, facts: Mapping[str, Any], seen: int, by: Account) -> None:
    """Change it; raises Stale if that isn't what the writer saw. Another address is a link that nobody has tried."""
    if _says(resource, facts):
        return
    if seen != resource.version:
        raise Stale
    if facts.get("address") != resource.address:
        resource.checked_at, resource.failures, resource.trouble = None, 0, None
    for name, value in facts.items():
        setattr(resource, name, value)
    resource.version, resource.changed_by = resource.version + 1, by.name
    db.session.flush()
    _tell(resource)


def remove(resource: Resource) -> None:
    """Take it out of the bank, and out of what can be found; the file goes by itself if nothing else shows it."""
    source = f"resource:{resource.id}"
    lookup.drop(source)
    media.use(source, resource.audience, ())
    db.session.delete(resource)
    db.session.flush()


def _tell(resource: Resource) -> None:
    """Tell the search and the uploads who may see it."""
    source = f"resource:{resource.id}"
    lookup.drop(source)
    for code, title in resource.title.items():
        if title:
            words = " ".join([resource.about.get(code, ""), *resource.tags]).strip()
            address = f"/resources/{resource.id}"
            lookup.put(source, code, resource.kind, resource.audience, title, words, address)
    media.use(source, resource.audience, [resource.medium_id] if resource.medium_id else [])


def of_page(page: Page, now: datetime) -> Resource:
    """What is kept of a script besides its page; made when there is something to keep."""
    found = db.session.scalars(select(Resource).where(Resource.page_id == page.id)).one_or_none()
    if found is None:
        found = Resource(
            kind=Kind.SCRIPT, title={}, about={}, page_id=page.id, audience=Audience.OFFICERS, added_at=now
        )
        db.session.add(found)
        db.session.flush()
    return found


def shelve(resource: Resource, category_id: int | None, tags: list[str]) -> None:
    """Put a script on a shelf."""
    resource.category_id, resource.tags = category_id, tags
    db.session.flush()


def keep_near(resource: Resource, account: Account) -> None:
    """It's one of the account's favourites."""
    db.session.merge(ResourceFavourite(account_id=account.id, resource_id=resource.id))
    db.session.flush()


def let_go(resource: Resource, account: Account) -> None:
    """It's a favourite no more."""
    theirs = ResourceFavourite.account_id == account.id, ResourceFavourite.resource_id == resource.id
    db.session.execute(delete(ResourceFavourite).where(*theirs))


def count(resource: Resource, now: datetime) -> None:
    """It was opened once more today, by whomever."""
    today = {"resource_id": resource.id, "day": local(now).date()}
    found = db.session.get(ResourceUse, (today["resource_id"], today["day"]), with_for_update=True)
    if found is None:
        found = ResourceUse(number=0, **today)
        db.session.add(found)
    found.number += 1
    db.session.flush()


def forget_old_counts(now: datetime) -> int:
    """Forget how often things were used long ago."""
    return expiry.enforce("resources.counts", now)


def note_link(resource_id: int, address: str, trouble: Trouble | None, now: datetime) -> None:
    """Note whether a link led somewhere, unless it has been changed meanwhile."""
    this = update(Resource).where(Resource.id == resource_id, Resource.address == address)
    failures = Resource.failures + 1 if trouble else 0
    db.session.execute(this.values(checked_at=now, trouble=trouble, failures=failures))


def trust(resource: Resource, now: datetime) -> None:
    """Somebody has seen that the link works; it's tried again in a month."""
    resource.checked_at, resource.failures, resource.trouble = now, 0, None
    db.session.flush()


def add_category(name: dict[str, str]) -> ResourceCategory:
    """A new shelf, after the others; one with the same name is the same."""
    for known in db.session.scalars(select(ResourceCategory)):
        if known.name == name:
            return known
    last = db.session.scalar(select(func.max(ResourceCategory.position)))
    found = ResourceCategory(name=name, position=0 if last is None else last + 1)
    db.session.add(found)
    db.session.flush()
    return found


def rename_category(category: ResourceCategory, name: dict[str, str]) -> None:
    """Call a shelf something else."""
    category.name = name
    db.session.flush()


def move_category(category: ResourceCategory, step: int) -> None:
    """Put a shelf one place up (-1) or down (1)."""
    ordered = select(ResourceCategory).order_by(ResourceCategory.position, ResourceCategory.id).with_for_update()
    shelves = list(db.session.scalars(ordered))
    place = shelves.index(category)
    shelves.insert(min(max(place + step, 0), len(shelves) - 1), shelves.pop(place))
    for position, shelf in enumerate(shelves):
        shelf.position = position
    db.session.flush()


def remove_category(category: ResourceCategory) -> None:
    """Take a shelf away; what stood on it stands on none."""
    db.session.execute(update(Resource).where(Resource.category_id == category.id).values(category_id=None))
    db.session.delete(category)
    db.session.flush()
