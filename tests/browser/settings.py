"""The way round the settings and the first evening: every page, also with what was filled in wrongly."""

from collections.abc import Iterator

from chapter import clock
from chapter.settings import actions
from chapter.settings.rooms import THINGS
from chapter.setup import actions as setup
from chapter.setup.rules import Step
from chapter.setup.rules_mail import Reason
from tests.browser.world import Stop, World

WRONG = {
    "chapter": {"#name": ""},
    "languages": {},
    "look": {},
    "contacts": {"#chair_phone": "12"},
    "hours": {"#weekday_to": ""},
    "membership": {"#fee_due_day": "32"},
    "consent": {"#consent_sv": "", "#consent_nb": ""},
    "sessions": {"#session_days": "0"},
}


def stops(world: World) -> Iterator[Stop]:
    """Every stop."""
    for days in (7, 14):
        actions.change("sessions", {"session_days": days}, "Ada Min", clock.now())
    actions.change("contacts", {"chair.name": "Siri Dal", "chair.phone": "+46701740610"}, "", clock.now())
    actions.change("consent", {"consent": {"sv": "Ja tack.", "nb": "Ja takk."}}, "Ada Min", clock.now())
    yield Stop(world.admin, "settings.settings")
    yield Stop(world.admin, "settings.changes")
    yield Stop(world.leader, "settings.contacts")
    for room in THINGS:
        yield Stop(world.admin, f"settings.{room}")
        if WRONG[room]:
            yield Stop(world.admin, f"settings.{room}", status=422, fill=WRONG[room], press="main .primary")
    yield from _first_evening(world)
    test = setup.send_test(world.admin, clock.now())
    test.last_error = Reason.NO_ANSWER.value
    yield Stop(world.admin, "setup.mail")


def _first_evening(world: World) -> Iterator[Stop]:
    setup.begin()
    setup.done(Step.LOOK)
    yield Stop(world.admin, "setup.steps")
    yield Stop(world.admin, "home.my_page")
    for step in Step:
        yield Stop(world.admin, "setup.step", {"name": step})
    yield Stop(
        world.admin, "setup.step", {"name": "chapter"}, status=422, fill={"#chapter-name": ""}, press="main .primary"
    )
