"""The way round the doctor's page: before it has looked, and with something of every kind to tell."""

from collections.abc import Iterator

from chapter import clock
from chapter.doctor.actions import keep
from chapter.doctor.rules import Finding, State
from tests.browser.world import Stop, World

FOUND = [
    Finding("disk", State.BROKEN, "full", {"free": "12 MB", "data": "3 GB"}),
    Finding("backup_away", State.LOOK, "only here"),
    Finding("dkim", State.UNKNOWN, "look", {"domain": "example.org"}),
    Finding("database", State.WELL),
]


def stops(world: World) -> Iterator[Stop]:
    """Every stop."""
    yield Stop(world.admin, "doctor.overview")
    keep(FOUND, 3_000_000_000, clock.now())
    yield Stop(world.admin, "doctor.overview")
