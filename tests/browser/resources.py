"""The way round the resource bank, and round pictures and files, in the states that the pages can be in."""

from collections.abc import Iterator
from datetime import timedelta

from chapter import clock
from chapter.access import Audience
from chapter.media.models import Medium
from chapter.resources import actions
from chapter.resources.models import Resource
from chapter.resources.rules import Kind, Trouble
from tests.browser.world import LONG, Stop, World
from tests.media.made import MP3, film, kept, picture
from tests.resources.made import category, resource, script


def stops(world: World) -> Iterator[Stop]:
    """Every stop."""
    shelf, shown = category(), kept("Torget.jpg", picture(size=(1200, 700), color="teal"))
    things = _things(shelf.id, shown)
    for part in (_bank(world, things), _looked_after(world, things, shelf.id), _uploads(world, shown)):
        yield from part


def _things(shelf_id: int, still: Medium) -> dict[Kind, Resource]:
    """One of each kind, with everything that can be said of it."""
    facts = {"about": {"sv": LONG, "nb": LONG}, "tags": ["buss", "bostäder"], "category_id": shelf_id}
    film = resource(Kind.FILM, title={"sv": "", "nb": "Slik går en samtale"}, medium_id=still.id, **facts)
    link = resource(Kind.LINK, audience=Audience.PUBLIC, **facts)
    link.checked_at, link.failures, link.trouble = clock.now() - timedelta(hours=9), 2, Trouble.GONE
    once = resource(title={"sv": "En gång"})
    once.failures, once.trouble = 1, Trouble.SILENT
    found = {Kind.FILE: resource(Kind.FILE, **facts), Kind.FILM: film, Kind.LINK: link}
    for number, thing in enumerate(found.values(), 1):
        for _ in range(number):
            actions.count(thing, clock.now())
    return found


def _bank(world: World, things: dict[Kind, Resource]) -> Iterator[Stop]:
    actions.keep_near(things[Kind.FILE], world.caller)
    script()
    yield Stop(None, "resources.resources")
    yield Stop(world.caller, "resources.resources")
    yield Stop(world.caller, "resources.resources", {"favourites": 1})
    yield Stop(world.caller, "resources.resources", {"q": "finns inte"})
    for thing in things.values():
        yield Stop(world.caller, "resources.resource", {"resource_id": thing.id})
    yield Stop(world.caller, "resources.resource", {"resource_id": 99}, status=404)


def _looked_after(world: World, things: dict[Kind, Resource], shelf_id: int) -> Iterator[Stop]:
    yield Stop(world.leader, "resources.resources")
    yield Stop(world.leader, "resources.new")
    for kind in things:
        yield Stop(world.leader, "resources.new_one", {"kind": kind}, status=422, press="main .primary")
    here = {"resource_id": things[Kind.FILM].id}
    yield Stop(world.leader, "resources.edit", here)
    yield Stop(world.leader, "resources.remove", here)
    yield Stop(world.leader, "resources.place", {"page_id": script("Två").id})
    yield Stop(world.leader, "resources.categories", status=422, press="main .primary")
    yield Stop(world.leader, "resources.category", {"category_id": shelf_id})
    yield Stop(world.leader, "resources.links")


def _uploads(world: World, shown: Medium) -> Iterator[Stop]:
    unused = [kept(name, data) for name, data in (("Tal.mp3", MP3), ("Film.mp4", film()))]
    yield Stop(world.leader, "media.media")
    yield Stop(world.leader, "media.media", {"q": "finns inte"})
    yield Stop(world.leader, "media.media", status=422, press="main .primary")
    for medium in (shown, *unused):
        yield Stop(world.leader, "media.medium", {"medium_id": medium.id})
        yield Stop(world.leader, "media.remove", {"medium_id": medium.id})
    yield Stop(world.leader, "media.choose")
    yield Stop(world.leader, "media.choose", {"picked": shown.id})
