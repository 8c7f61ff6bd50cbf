"""The way round one's own data and the queue of requests, in the states that the pages can be in."""

from collections.abc import Iterator
from datetime import date, timedelta

from chapter import clock, signing
from chapter.accounts.models import Account
from chapter.db import db
from chapter.rights import actions
from chapter.rights.models import Request
from chapter.rights.rules import Kind, Result, Way, last_day
from tests import factories
from tests.browser.world import LONG, Stop, World


def stops(world: World) -> Iterator[Stop]:
    """Every stop."""
    for part in (_own, _outside, _queue):
        yield from part(world)


def _member(world: World) -> Account:
    person = factories.person(
        "Alva", "Lagerqvist", email="alva@example.org", joined_on=date(2019, 2, 1), interests=LONG
    )
    return factories.account(name=person.name, email="alva@example.org", person=person, language=world.caller.language)


def _own(world: World) -> Iterator[Stop]:
    alva = _member(world)
    actions.answer(actions.ask(alva, Kind.CORRECT, LONG, clock.now()), Result.DECLINED, LONG, alva, clock.now())
    actions.ask(alva, Kind.SEE, LONG, clock.now())
    yield Stop(alva, "rights.mine")
    for name in ("register", "account", "did", "calls"):
        yield Stop(alva, "rights.kind", {"name": name})
    for endpoint in ("rights.ask", "rights.stop"):
        yield Stop(alva, endpoint)
        yield Stop(alva, endpoint, status=422, press="main .primary")
    yield Stop(alva, "rights.erase")
    yield Stop(alva, "rights.erase", press="main .primary")
    yield Stop(world.idle, "rights.mine")


def _outside(_world: World) -> Iterator[Stop]:
    yield Stop(None, "rights.ask_outside")
    yield Stop(None, "rights.ask_outside", status=422, press="main .primary")
    filled = {"#name": "Stina Ek", "#email": "stina@example.org"}
    yield Stop(None, "rights.ask_outside", fill=filled, press="main .primary")
    yield Stop(None, "rights.sent_outside")
    made = _asked(3, way=Way.MAIL, confirmed_at=None)
    yield Stop(None, "rights.confirm", {"token": signing.sign(actions.CONFIRM, [made.id, made.email])})


def _asked(days: int, kind: Kind = Kind.SEE, **facts: object) -> Request:
    received_on = clock.now().date() - timedelta(days=days)
    given = {"way": Way.PHONE, "name": "Stina Lagerqvist", "email": "stina@example.org", "words": LONG}
    when = {"asked_at": clock.now(), "confirmed_at": clock.now(), "received_on": received_on}
    made = Request(kind=kind, due_on=last_day(received_on), **given | when | facts)
    db.session.add(made)
    db.session.flush()
    return made


def _queue(world: World) -> Iterator[Stop]:
    person = factories.person("Sixten", "Lagerqvist")
    new, late = _asked(2), _asked(50, Kind.ERASE, person_id=person.id, phone="+46701740605")
    yield Stop(world.coordinator, "rights.queue")
    for made in (new, late):
        yield Stop(world.coordinator, "rights.request_page", {"request_id": made.id})
    yield Stop(world.coordinator, "rights.request_page", {"request_id": new.id}, status=422, press="#answer .primary")
    yield Stop(world.coordinator, "rights.enter")
    yield Stop(world.coordinator, "rights.enter", {"q": "Lagerqvist"})
    yield Stop(world.coordinator, "rights.enter", {"person": person.id}, status=422, press="main .primary")
