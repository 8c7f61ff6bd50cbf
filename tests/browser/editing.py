"""The way round writing pages, in the states that they can be in."""

from collections.abc import Iterator
from datetime import timedelta

from chapter import clock
from chapter.db import db
from chapter.handbook.models import Page, Shipped
from tests.browser.world import LONG, MARKDOWN, Stop, World
from tests.editing import made


def stops(world: World) -> Iterator[Stop]:
    """Every stop."""
    yield Stop(world.leader, "editing.to_look_after")
    page = _page(world)
    for part in (_write, _versions, _place, _care):
        yield from part(world, page)


def _page(world: World) -> Page:
    """A page in three versions, the last a draft, which isn't translated since; the program has a newer text."""
    above = made.page("Ringkväll", MARKDOWN, owner_id=world.leader.id)
    page = made.page("Att ringa", MARKDOWN, shipped="caller/report", parent=above, check_by=clock.now().date())
    with clock.frozen(clock.now() - timedelta(days=9)):
        made.write(page, MARKDOWN, "Å ringe", "nb")
    made.write(page, f"{MARKDOWN}\n\n{LONG}\n\n[Se](page:{above.id})")
    made.write(page, LONG, by="Eva Öst", published=False)
    db.session.add(Shipped(key="caller/report", language="sv", digest="x", is_newer=True))
    db.session.flush()
    return page


def _write(world: World, page: Page) -> Iterator[Stop]:
    here = {"page_id": page.id, "language": "sv"}
    yield Stop(world.leader, "editing.edit", here)
    yield Stop(world.leader, "editing.edit", {**here, "language": "nb"})
    yield Stop(
        world.leader, "editing.edit", here, status=422, fill={"#text": "{ett}\n\n{två}"}, press=".writing .primary"
    )
    for asked in ({}, {"section": "standpoints"}, {"section": "handbook", "under": page.id}):
        yield Stop(world.leader, "editing.new", asked)
    yield Stop(world.leader, "editing.new", status=422, press=".writing .primary")
    for asked in ({"link": "ring"}, {"link": "finns inte"}):
        yield Stop(world.leader, "editing.targets", asked)


def _versions(world: World, page: Page) -> Iterator[Stop]:
    here = {"page_id": page.id, "language": "sv"}
    wording = page.wording("sv")
    for asked in ({}, {"new": wording.newest_id if wording else 0}):
        yield Stop(world.leader, "editing.versions", {**here, **asked})
    for code in ("sv", "nb"):
        yield Stop(world.leader, "editing.newer", {**here, "language": code})


def _place(world: World, page: Page) -> Iterator[Stop]:
    here = {"page_id": page.id}
    for view in ("place", "address", "readers", "ask_remove"):
        yield Stop(world.leader, f"editing.{view}", here)
    yield Stop(world.leader, "editing.ask_remove", {"page_id": page.parent_id})
    yield Stop(world.leader, "editing.place", {**here, "q": "ringkväll"})
    yield Stop(world.leader, "editing.under", {"section": "handbook", "q": "ring"})
    yield Stop(world.leader, "editing.address", here, status=422, fill={"#slug": ""}, press="main .primary")
    for audience in ("public", "officers"):
        yield Stop(world.leader, "editing.readers", {**here, "audience": audience})
    for section in ("handbook", "standpoints"):
        yield Stop(world.leader, "editing.tree", {"section": section, "page": page.id})


def _care(world: World, page: Page) -> Iterator[Stop]:
    yield Stop(world.leader, "editing.owners")
    yield Stop(world.leader, "editing.owners", status=422, press="main .primary")
    yield Stop(world.leader, "editing.page", {"page_id": page.id})
    yield Stop(world.leader, "editing.page", {"page_id": page.parent_id})
    for asked in ({}, {"whose": "mine"}, {"kind": "ownerless"}):
        yield Stop(world.leader, "editing.to_look_after", asked)
