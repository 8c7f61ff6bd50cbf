"""Some who joined in the last ten weeks, each as far in the routine as such people are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.groups.models import Group, GroupPlace
from chapter.groups.rules import Standing
from chapter.i18n import local
from chapter.people.models import Person
from chapter.settings.demo import Plan
from chapter.welcome import actions
from chapter.welcome.demo_figures import fill_figures
from chapter.welcome.models import Referral, WelcomeCase, Welcomer
from chapter.welcome.rules import Closing, Kind

LETTER, CALL, REFERRAL = Kind.LETTER.value, Kind.CALL.value, Kind.REFERRAL.value
HOW = {LETTER: "mail", CALL: "talked", REFERRAL: "group"}
COORDINATOR, BOARD, NOBODY = "coordinator", "board", ""
WAY_BACK = 100
"""How many days before a story begins its person may have joined: a file brings them some time after."""


@dataclass(frozen=True)
class Story:
    """A case that began so many days ago, and on which day of it each step was done."""

    age: int
    responsible: str = COORDINATOR
    letter: int | None = None
    call: int | None = None
    referral: int | None = None
    note: str = ""
    rests: int = 0
    closed: Closing | None = None
    has_mail: bool = True


STORIES = (
    Story(0, NOBODY),
    Story(1),
    Story(2, BOARD, letter=1),
    Story(5, has_mail=False),
    Story(5, BOARD, letter=2),
    Story(6, letter=3),
    Story(9, letter=1, note="tried"),
    Story(10, BOARD, letter=2, note="tried"),
    Story(11, letter=3, call=5, note="market"),
    Story(13, letter=1, call=6, referral=7, note="choir"),
    Story(16, BOARD, letter=2, call=9),
    Story(18, letter=2, rests=12, note="away"),
    Story(22, letter=4, call=6, referral=12),
    Story(31, BOARD, letter=3, call=7, referral=8, note="driver"),
    Story(40, letter=1, call=4, closed=Closing.NOT_NOW, note="later"),
    Story(58, letter=2, call=6, referral=13),
    Story(64, BOARD, letter=3, call=5, referral=10),
    Story(72, letter=1, call=8, referral=14),
)
"""A dozen and a half; some of it is late, some to be done now, some is waited for."""

NOTES = {
    "sv": {
        "tried": "Ringde i tisdags kväll. Inget svar, försöker på lördag förmiddag.",
        "market": "Vill gärna stå på torget. Kan inte på torsdagar.",
        "choir": "Har sjungit i kör i tjugo år. Sa ja direkt till sånggruppen.",
        "away": "Är bortrest. Vill bli uppringd efter resan.",
        "driver": "Har körkort och skåpbil, och hjälper till vid flyttar.",
        "later": "Nytt jobb, orkar inte nu. Hör av sig till våren.",
    },
    "nb": {
        "tried": "Ringte tirsdag kveld. Ikke svar, prøver lørdag formiddag.",
        "market": "Vil gjerne stå på stand. Kan ikke på torsdager.",
        "choir": "Har sunget i kor i tjue år. Sa ja til sanggruppen med en gang.",
        "away": "Er bortreist. Vil bli oppringt etter reisen.",
        "driver": "Har førerkort og varebil, og hjelper til ved flytting.",
        "later": "Ny jobb, orker ikke nå. Tar kontakt til våren.",
    },
}


def fill(plan: Plan) -> None:
    """A case for each story that there is somebody for; new ones are shared out between the two who welcome."""
    accounts = {a.email.partition("@")[0]: a for a in db.session.scalars(select(Account).where(Account.given.any()))}
    for part in (COORDINATOR, BOARD):
        db.session.add(Welcomer(account_id=accounts[part].id, shares=True, title={}))
    groups = db.session.scalars(select(Group).order_by(Group.id)).all()
    people, pick = _newcomers(plan), Random(plan.people)
    for story in STORIES:
        person = _who(people, story, plan.now)
        if person is not None:
            people.remove(person)
            _tell(plan, story, person, accounts, pick.choice(groups) if groups else None)
    fill_figures(plan)


def _newcomers(plan: Plan) -> list[Person]:
    """Those who joined lately, the latest first, without those who want to leave or not to be rung."""
    today, taken = plan.now.date(), select(Account.person_id).where(Account.person_id.is_not(None))
    placed = select(GroupPlace.person_id)
    lately = Person.joined_on >= today - timedelta(days=WAY_BACK), Person.left_on.is_(None)
    well = Person.do_not_call_at.is_(None), Person.leaving_at.is_(None), Person.missing_since.is_(None)
    free = Person.id.not_in(taken), Person.id.not_in(placed), Person.mobile.is_not(None)
    found = select(Person).where(*lately, *well, *free).order_by(Person.joined_on.desc(), Person.id)
    return list(db.session.scalars(found.limit(60 * len(STORIES))))


def _who(people: Sequence[Person], story: Story, now: datetime) -> Person | None:
    """Whoever joined on the day of the story, or soonest before it; with an address or without, if possible."""
    by = now.date() - timedelta(days=story.age)
    joined = [person for person in people if person.joined_on and person.joined_on <= by]
    return next((person for person in joined if bool(person.email) == story.has_mail), next(iter(joined), None))


def _tell(plan: Plan, story: Story, person: Person, accounts: dict[str, Account], group: Group | None) -> None:
    began = plan.now - timedelta(days=story.age, hours=1)
    case = actions.open_case(person, began)
    case.started_on, case.responsible = local(began).date(), accounts.get(story.responsible)
    by = case.responsible or accounts[COORDINATOR]
    for key, number in ((LETTER, story.letter), (CALL, story.call), (REFERRAL, story.referral)):
        if number is not None:
            at = began + timedelta(days=number)
            actions.do(case, key, by.name, at, how=HOW[key], on=local(at).date())
            if key == REFERRAL and group is not None:
                _refer(case, group, by.name, at)
    last = began + timedelta(days=max(story.letter or 0, story.call or 0, story.age - 2))
    if story.note:
        actions.note(case, NOTES[plan.language][story.note], by, last)
    if story.rests:
        actions.pause(case, _day(plan.now) + timedelta(days=story.rests), last)
    if story.closed:
        actions.close(case, story.closed, by, plan.now - timedelta(days=1))


def _refer(case: WelcomeCase, group: Group, by: str, at: datetime) -> None:
    """They came to the group, and are in it now."""
    db.session.add(Referral(case_id=case.id, group=group, at=at, by=by))
    shares = ["email", "mobile"]
    db.session.add(
        GroupPlace(group=group, person=case.person, standing=Standing.MEMBER, shares=shares, by=by, since=at)
    )
    db.session.flush()


def _day(moment: datetime) -> date:
    return local(moment).date()
