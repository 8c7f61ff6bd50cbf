"""The way round the welcome routine: every page of it, in the states that it can be in."""

from collections.abc import Iterator
from datetime import timedelta

from chapter import clock
from chapter.access import Role
from chapter.calling import actions as calling
from chapter.calling.rules import Quick
from chapter.db import db
from chapter.groups import queries_answers
from chapter.groups.models import GroupPlace
from chapter.letters import actions as actions_letters
from chapter.letters.rules import Key
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.welcome import actions, actions_call, actions_follow_up, actions_referral
from chapter.welcome.models import WelcomeCase, WelcomeTally
from chapter.welcome.rules import Closing
from chapter.welcome.rules_figures import NO_GROUP, Stage
from tests import factories
from tests.browser.world import LONG, Stop, World
from tests.groups import made
from tests.welcome import cases


def stops(world: World) -> Iterator[Stop]:
    """Every stop of the room, each part with cases of its own."""
    for part in (_board, _routine, _call, _referral, _figures, _letters, _follow_up):
        yield from part(world)


def case(world: World, first_name: str = "Nora", days: int = 9) -> WelcomeCase:
    """A case that began so many days ago, for which the coordinator is responsible."""
    person = factories.person(first_name, "Nyström", email=f"{first_name.lower()}@example.org")
    return actions.open_case(person, clock.now() - timedelta(days=days), world.coordinator)


def _board(world: World) -> Iterator[Stop]:
    cases.switch_on("coffee")
    one, done, rests, closed = (case(world, name) for name in ("Nora", "Dag", "Ro", "Slut"))
    one.responsible, one.person.tags = None, [factories.tag("Kör")]
    actions.note(one, LONG, world.coordinator, clock.now())
    actions.do(done, "coffee", "Bo Ek", clock.now(), words=LONG)
    actions.skip(done, "letter", LONG, "Bo Ek", clock.now())
    actions.pause(rests, None, clock.now())
    actions.close(closed, Closing.NOT_NOW, world.coordinator, clock.now())
    yield Stop(world.admin, "welcome.board")
    for asked in ({}, {"whose": "ended"}, {"q": "finns inte"}):
        yield Stop(world.coordinator, "welcome.board", asked)
    yield Stop(world.coordinator, "welcome.board", {"tick": "all"}, status=422, press="#found .primary")
    for found in (done, rests, closed):
        yield Stop(world.coordinator, "welcome.case", {"case_id": found.id})
    yield Stop(world.coordinator, "welcome.case", {"case_id": one.id}, status=422, press="#notes button")
    yield Stop(world.coordinator, "register.person", {"person_id": one.person_id})
    here = {"case_id": one.id, "key": "coffee"}
    yield Stop(world.coordinator, "welcome.step", {**here, "case_id": done.id})
    yield Stop(world.coordinator, "welcome.step", here, status=422, fill={"#on": ""}, press="main .primary")
    yield Stop(world.coordinator, "welcome.leave_out", here, status=422, press="main .primary")


def _routine(world: World) -> Iterator[Stop]:
    case(world, "Noor")
    yield Stop(world.coordinator, "welcome.routine")
    yield Stop(world.coordinator, "welcome.routine", status=422, fill={"#steps-1-days": "999"}, press="main .primary")
    yield Stop(world.coordinator, "welcome.routine", fill={"#steps-1-days": "12"}, press="main .primary")


def _call(world: World) -> Iterator[Stop]:
    bo, one = factories.account(Role.BOARD, name="Bo Ek", language=world.coordinator.language), case(world, "Saga")
    one.responsible, one.ticks, one.wishes = bo, ["warm", "notes"], {"expectations": LONG, "time": "weekly"}
    for days, what in ((-1, "Soppa"), (1, "Kören")):
        facts = {"what": what, "at": clock.now() + timedelta(days=days), "answer": "yes", "place": "Folkets hus"}
        invitation = actions_call.invite(one, facts, bo, clock.now())
    here, never, tried = {"case_id": one.id}, case(world, "Siv"), case(world, "Stina")
    yield Stop(bo, "welcome.call", here)
    for page in ("case", "wishes", "invite"):
        yield Stop(bo, f"welcome.{page}", here)
    here = {**here, "invitation_id": invitation.id}
    yield Stop(bo, "welcome.invitation", here)
    yield Stop(bo, "welcome.invitation", here, status=422, fill={"#invite-what": ""}, press="main .primary")
    never.person.do_not_call_at = clock.now()
    for _try in range(3):
        calling.quick(actions_call.ring_for(tried, bo, "call", clock.now()), Quick.BUSY, clock.now())
    for found in (never, tried):
        yield Stop(world.coordinator, "welcome.call", {"case_id": found.id})
        yield Stop(world.coordinator, "welcome.case", {"case_id": found.id})
    yield Stop(bo, "calling.call", {"call_id": actions_call.ring_for(one, bo, "call", clock.now()).id})
    yield Stop(bo, "welcome.case", {"case_id": one.id})


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
        yield Stop(office, f"letters.{page}", here)
    yield Stop(office, "letters.letter", {**here, "key": Key.WRITE_INSTEAD})
    yield Stop(office, "letters.letter", here, status=422, fill={"#body": "{förnamn}"}, press="#letter > .primary")
    yield Stop(office, "letters.letter", here, press="#letter > .primary")
    for one in (new, unreached, refused):
        yield Stop(office, "letters.letter", {"case_id": one.id})
    yield Stop(office, "welcome.case", {"case_id": refused.id})
    yield Stop(office, "letters.letters")
    yield Stop(office, "letters.edit_letter", {"key": Key.WELCOME})
    yield Stop(office, "letters.edit_letter", {"key": Key.WELCOME}, fill={"#q": "ny"}, press="[name=show]:visible")
    yield Stop(office, "letters.edit_letter", {"key": Key.WELCOME}, status=422, fill={"#body_nb": ""}, press="#save")
    yield Stop(office, "letters.signature")
    yield Stop(office, "letters.signature", status=422, press="main .primary")
    for page in ("back", "print_back"):
        yield Stop(office, f"letters.{page}", {"person_id": left.id})


def _follow_up(world: World) -> Iterator[Stop]:
    one, done = case(world, "Filippa", days=75), case(world, "Fatima", days=63)
    yield Stop(world.coordinator, "welcome.follow_up", {"case_id": one.id})
    yield Stop(world.coordinator, "welcome.follow_up", {"case_id": one.id}, status=422, press="#follow-up .primary")
    answers = {"came": "not_yet", "help": LONG, "training": "yes", "result": "another_way"}
    actions_follow_up.keep(done, answers, "", world.coordinator, clock.now())
    actions_follow_up.finish(done, world.coordinator, clock.now())
    for page in ("follow_up", "case", "forget"):
        yield Stop(world.coordinator, f"welcome.{page}", {"case_id": done.id})
    late = {"case_id": case(world, "Fritjof", days=175).id}
    for page in ("case", "forget"):
        yield Stop(world.coordinator, f"welcome.{page}", late)
