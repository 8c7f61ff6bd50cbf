"""A small chapter mid-evening in which every page has something on it, and the way round all of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import current_app
from PIL import Image

from chapter import clock
from chapter.access import Role
from chapter.accounts import actions as accounts
from chapter.accounts.models import Account
from chapter.calling.models import AssignmentCaller, Call, CallAssignment, CallerTag, Flag, QueuePlace
from chapter.calling.rules import Step
from chapter.db import db
from chapter.media.pictures import Small
from chapter.messages.actions import keep_picture
from chapter.messages.models import Message
from chapter.messages.rules import State, Trouble
from chapter.searches.actions import keep
from chapter.searches.models import SavedSearch
from chapter.searches.rules import condition, every
from chapter.settings.queries import chapter
from chapter.signup.models import Signup, SignupLink
from chapter.signup.rules import Purpose
from tests import factories
from tests.calling.steps import PATHS, TEXT, pairs
from tests.leading import reports
from tests.signup import links

HOUR = timedelta(hours=1)
LONG = "Vill gärna hjälpa till på torgdagen men kan bara efter arbetet. Ring på kvällen, helst före klockan åtta."
MARKDOWN = "Vi ringer runt **till alla**.\n\n## Innan du ringer\n\n- Läs vad som sades sist.\n- Lyssna."


@dataclass
class Stop:
    """A page to look at: as whom, where, what to fill in and press there, and how it answers."""

    account: Account | None
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    fill: dict[str, str] = field(default_factory=dict)
    press: str = ""
    step: str = ""


@dataclass
class World:
    """Those who are in it, and what they work with."""

    leader: Account
    coordinator: Account
    admin: Account
    caller: Account
    rested: Account
    idle: Account
    assignment: CallAssignment
    flag: Flag
    report: Call
    link: SignupLink
    shut: SignupLink
    mails: list[Message]
    held: dict[Step, Call]
    search: SavedSearch


def make(language: str) -> World:
    """The chapter, with everybody speaking ``language``."""
    here = chapter()
    here.contact_name, here.contact_email, here.contact_phone = "Malin Åkerlund", "malin@example.org", "+46701740606"
    here.about = {"sv": "Vi är grannar.", "nb": "Vi er naboer."}

    def account(part: str, name: str, *roles: Role) -> Account:
        return factories.account(*roles, name=name, email=f"{part}@example.org", language=language)

    leader = account("leader", "Rami Hamdan", Role.CALL_LEADER)
    caller, rested, idle = account("caller", "Bo Ek"), account("caller2", "Ida Lind"), account("volunteer", "Eva Öst")
    factories.account(name="Obekräftad", confirmed_at=None)
    tag = factories.tag("Nattarbete")
    texts = {"sv": MARKDOWN, "nb": MARKDOWN}
    assignment = factories.assignment(callers=(caller, rested), leader=leader, instructions=texts, script=texts)
    assignment.instructions_changed_at = clock.now() + HOUR
    factories.assignment(starts_at=clock.now() + 24 * HOUR, callers=(idle,))
    factories.assignment(starts_at=clock.now() - 48 * HOUR, ends_at=clock.now() - 24 * HOUR, callers=(caller,))
    _prefer(assignment.callers[0], tag.id)
    flag, report = _history(assignment, caller, tag)
    link, shut = _links(assignment, idle)
    return World(
        leader=leader,
        coordinator=account("coordinator", "Mona Medlem", Role.MEMBER_COORDINATOR),
        admin=account("admin", "Alma Admin", Role.ADMINISTRATOR, Role.BOARD),
        caller=caller,
        rested=rested,
        idle=idle,
        assignment=assignment,
        flag=flag,
        report=report,
        link=link,
        shut=shut,
        mails=_mails(),
        held=dict(_held(assignment, language)),
        search=_search(assignment, leader),
    )


def _search(assignment: CallAssignment, owner: Account) -> SavedSearch:
    """A search that the assignment uses."""
    search = keep("Nya som inte ringts", LONG, every(condition("never_called", True)), owner, clock.now())
    assignment.search = search
    db.session.flush()
    return search


def _prefer(caller: AssignmentCaller, tag_id: int) -> None:
    caller.caller_tags = [CallerTag(tag_id=tag_id)]
    db.session.flush()


def _queued(assignment: CallAssignment, name: str, **facts: Any) -> Any:
    person = factories.person(name, phone2="+46701740698", joined_on=clock.now().date(), **facts)
    db.session.add(QueuePlace(assignment_id=assignment.id, person_id=person.id))
    db.session.flush()
    return person


def _history(assignment: CallAssignment, caller: Account, tag: Any) -> tuple[Flag, Call]:
    """Calls of every kind; gives an open flag and a report with a note."""
    later = {"answer": "date", "until": (clock.now() + 24 * HOUR).isoformat()}
    promise = {"reached": {"answer": "yes"}, "could_talk": {"answer": "call_back"}, "call_back": later}
    flagged = reports.reported(assignment, _queued(assignment, "Stig", tags=[tag]), caller, message=LONG, note=LONG)
    handled = reports.reported(assignment, _queued(assignment, "Alva"), caller, message=LONG)
    handled.flag.handled_at, handled.flag.handled_by, handled.flag.reply = clock.now(), caller, LONG
    reports.reported(assignment, _queued(assignment, "Åke"), caller, said=reports.LEAVING, message=LONG)
    reports.reported(assignment, _queued(assignment, "Siri"), caller, said=reports.NO_ANSWER)
    reports.reported(assignment, _queued(assignment, "Nils"), caller, said=promise)
    told = reports.reported(assignment, _queued(assignment, "Vera"), caller, note=LONG)
    asked = {"reached": {"answer": "yes"}, "could_talk": {"answer": "do_not_call"}}
    reports.reported(assignment, _queued(assignment, "Tor"), caller, said=asked)
    for name in ("Emma", "Viktor", "Rim"):
        _queued(assignment, name, tags=[tag])
    return flagged.flag, told


def _links(assignment: CallAssignment, account: Account) -> tuple[SignupLink, SignupLink]:
    """An open link that somebody has signed up through, and a closed one."""
    open_link = links.link(slug="ring-med-oss", tasks=links.TASKS, places=20, closes_at=clock.now() + 24 * HOUR)
    open_link.purpose, open_link.assignment = Purpose.JOIN_ASSIGNMENT, assignment
    link = links.link(tasks=links.TASKS, places=20, visits=77)
    given = {"link": link, "account": account, "tasks": links.TASKS, "consent_id": 1, "held_until": clock.now()}
    given |= {"consented_at": clock.now(), "created_at": clock.now(), "confirmed_at": clock.now()}
    db.session.add(Signup(**given))
    return link, links.link(slug="torgdagen", closes_at=clock.now() - HOUR)


def _mails() -> list[Message]:
    """A mail that waits, one that was sent with its signer's picture, one that failed and one that came back."""
    now, picture = clock.now(), BytesIO()
    Image.new("RGB", (240, 320), "#7a8b99").save(picture, "JPEG")
    signed = {"from_name": "Malin Åkerlund", "picture_id": keep_picture(Small(picture.getvalue(), 240, 320), now).id}
    made = []
    failed = [(State.FAILED, "550 No such user"), (State.FAILED, Trouble.CAME_BACK)]
    for state, trouble in ((State.WAITING, None), (State.SENT, None), *failed):
        given = {"to_name": "Bo Ek", "to_email": "bo@example.org", "language": "sv", "subject": "Hej Bo"}
        given |= {"text": "Hej!\n\nhttps://example.org/x", "html": "<p>Hej!</p>", "written_at": now, "try_at": now}
        given |= {"came_back_at": now} if trouble is Trouble.CAME_BACK else {}
        given |= {"sent_at": now, **signed} if state is State.SENT else {}
        made.append(Message(**given, state=state, last_error=trouble))
    db.session.add_all(made)
    db.session.flush()
    return made


def _held(assignment: CallAssignment, language: str) -> Iterator[tuple[Step, Call]]:
    """A call for each step of the report, answered as far as that."""
    longest = ("talked, flagged", "ring back tomorrow", "left a message", "both numbers wrong")
    for name in longest:
        said: dict[str, Any] = {}
        for step, value in [*pairs(PATHS[name]), ("summary", "")]:
            caller = factories.account(name="Ulla Ek", language=language)
            assignment.callers.append(AssignmentCaller(account=caller, added_at=clock.now()))
            kim = _queued(assignment, "Kim")
            yield Step(step), reports.going_on(assignment, kim, caller, numbers=kim.numbers, answers=dict(said))
            said[step] = {"answer": value, "text": TEXT} if value == "send" else {"answer": value}
            if step == Step.CALL_BACK:
                said[step]["until"] = (clock.now() + 24 * HOUR).isoformat()


def enter_token(account: Account) -> str:
    """The end of a link that signs ``account`` in."""
    with current_app.test_request_context():
        return accounts.make_link(account, clock.now()).rsplit("/", 1)[1]
