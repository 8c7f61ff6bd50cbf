"""The way round the welcome routine: every page of it, in the states that it can be in."""

from collections.abc import Iterator
from datetime import timedelta

from chapter import clock
from chapter.db import db
from chapter.groups import queries_answers
from chapter.groups.models import GroupPlace
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.welcome import actions, actions_follow_up, actions_letters, actions_referral
from chapter.welcome.models import WelcomeCase, WelcomeTally
from chapter.welcome.rules_figures import NO_GROUP, Stage
from chapter.welcome.rules_letters import Key
from tests import factories
from tests.browser.world import Stop, World
from tests.groups import made


def stops(world: World) -> Iterator[Stop]:
    """Every stop of the room, each part with cases of its own."""
    for part in (_board, _routine, _referral, _figures, _letters, _follow_up):
        yield from part(world)


def case(world: World, first_name: str = "Nora", days: int = 9) -> WelcomeCase:
    """A case that began so many days ago, for which the coordinator is responsible."""
    person = factories.person(first_name, "Nyström", email=f"{first_name.lower()}@example.org")
    return actions.open_case(person, clock.now() - timedelta(days=days), world.coordinator)


def _board(world: World) -> Iterator[Stop]:
    yield Stop(world.coordinator, "welcome.board")
    yield Stop(world.coordinator, "welcome.case", {"case_id": case(world).id})
    yield Stop(world.coordinator, "welcome.board")


def _routine(world: World) -> Iterator[Stop]:
    case(world, "Noor")
    yield Stop(world.coordinator, "welcome.routine")
    yield Stop(world.coordinator, "welcome.routine", status=422, fill={"#steps-1-days": "x"}, press="main .primary")
    yield Stop(world.coordinator, "welcome.routine", fill={"#steps-1-days": "12"}, press="main .primary")


def _referral(world: World) -> Iterator[Stop]:
    one, contact = case(world, "Lova"), made.contact(name="Kim Kontakt")
    yield Stop(world.coordinator, "welcome.refer", {"case_id": one.id})
    group = made.group(contact)
    yield Stop(world.coordinator, "welcome.refer", {"case_id": one.id})
    yield Stop(world.coordinator, "welcome.refer", {"case_id": one.id}, status=422, press="main .primary")
    actions_referral.refer(one, group, ["email"], "Ja", world.coordinator, clock.now())
    yield Stop(world.coordinator, "welcome.case", {"case_id": one.id})
    place = db.session.get_one(GroupPlace, (group.id, one.person_id))
    token = {"token": queries_answers.token(place, contact)}
    yield Stop(None, "groups.answer", token)
    yield Stop(None, "groups.answer", token, press="main .primary")


def _figures(world: World) -> Iterator[Stop]:
    yield Stop(world.coordinator, "welcome.figures")
    for stage, number in ((Stage.ACTIVE, 3), (Stage.NOT_NOW, 4), (Stage.LETTER, 9)):
        group_id = 1 if stage is not Stage.LETTER else NO_GROUP
        db.session.add(WelcomeTally(year=2025, group_id=group_id, how_came="", stage=stage, number=number))
    yield Stop(world.coordinator, "welcome.figures")
    yield Stop(world.coordinator, "welcome.figures", {"year": 2025})


def _letters(world: World) -> Iterator[Stop]:
    new, unreached, refused = case(world, "Lea", 2), case(world, "Lilo"), case(world, "Liv")
    here, unreached.person.email = {"case_id": new.id}, None
    actions_letters.send(refused, Key.WELCOME, "", clock.now())
    for mail in db.session.scalars(db.select(Message).where(Message.source == refused.source)):
        mail.state, mail.last_error = State.FAILED, "550 5.1.1 No such user here"
    left = factories.person("Lo", "Fri", email="lo@example.org", left_on=clock.now().date())
    office = world.coordinator
    for page in ("letter", "print_letter"):
        yield Stop(office, f"welcome.{page}", here)
    yield Stop(office, "welcome.letter", {**here, "key": Key.WRITE_INSTEAD})
    yield Stop(office, "welcome.letter", here, status=422, fill={"#body": "{förnamn}"}, press="#letter > .primary")
    yield Stop(office, "welcome.letter", here, press="#letter > .primary")
    for one in (new, unreached, refused):
        yield Stop(office, "welcome.letter", {"case_id": one.id})
    yield Stop(office, "welcome.case", {"case_id": refused.id})
    yield Stop(office, "welcome.letters")
    yield Stop(office, "welcome.edit_letter", {"key": Key.WELCOME})
    yield Stop(office, "welcome.edit_letter", {"key": Key.WELCOME}, fill={"#q": "ny"}, press="[name=show]:visible")
    yield Stop(office, "welcome.edit_letter", {"key": Key.WELCOME}, status=422, fill={"#body_nb": ""}, press="#save")
    yield Stop(office, "welcome.signature")
    yield Stop(office, "welcome.signature", status=422, press="main .primary")
    for page in ("back", "print_back"):
        yield Stop(office, f"welcome.{page}", {"person_id": left.id})


def _follow_up(world: World) -> Iterator[Stop]:
    one = case(world, "Filippa", days=63)
    here = {"case_id": one.id}
    yield Stop(world.coordinator, "welcome.follow_up", here)
    yield Stop(world.coordinator, "welcome.follow_up", here, status=422, press="#follow-up .primary")
    answers = {"came": "not_yet", "help": LONG, "training": "yes", "result": "another_way"}
    actions_follow_up.keep(one, answers, "", world.coordinator, clock.now())
    actions_follow_up.finish(one, world.coordinator, clock.now())
    for page in ("follow_up", "case", "forget"):
        yield Stop(world.coordinator, f"welcome.{page}", here)
    yield Stop(world.coordinator, "welcome.forget", {"case_id": case(world, "Fritjof", days=175).id})
