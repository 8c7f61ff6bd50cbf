"""The way round the log of who looked at whom, in the states that its pages can be in."""

from collections.abc import Iterator
from datetime import timedelta

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.people.rules_looks import What
from chapter.readlog import actions
from chapter.readlog.models import ReadOddity
from chapter.readlog.rules_oddities import Odd
from tests import factories
from tests.browser.world import LONG, Stop, World


def stops(world: World) -> Iterator[Stop]:
    """Every stop."""
    speaks = world.coordinator.language
    admin = factories.account(Role.ADMINISTRATOR, name="Ada Lagerqvist", email="ada@example.org", language=speaks)
    person = factories.person("Alma", "Lagerqvist", email="alma@example.org")
    alma = factories.account(name=person.name, email="alma@example.org", person=person, language=speaks)
    yield Stop(alma, "readlog.mine")
    yield Stop(factories.account(name="Ingen", email="ingen@example.org", language=speaks), "readlog.mine")
    snoop = factories.account(Role.BOARD, name=LONG[:80], email="snoop@example.org")
    for hours, what in enumerate(What):
        by = (world.coordinator, snoop, world.caller, None)[hours % 4]
        actions.write(what, [person.id], by, "register.read", clock.now() - timedelta(hours=9 * hours))
    for kind in Odd:
        facts = {"day": clock.now().date(), "found_at": clock.now(), "number": 212}
        db.session.add(ReadOddity(account_id=snoop.id, kind=kind, **facts))
    db.session.flush()
    yield Stop(alma, "readlog.mine")
    yield Stop(admin, "readlog.log")
    yield Stop(admin, "readlog.log", {"person": person.id, "what": What.PERSON})
    yield Stop(admin, "readlog.log", {"person": 0}, status=422)
    yield Stop(admin, "readlog.log", {"day": "1999-01-01"})
