"""Reads: the chapter's letters, who signs them, whom they can be shown for, and which are due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import selectinload

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import local
from chapter.letters.models import Letter
from chapter.letters.rules import AHEAD, STEPS, Key, day_by_itself
from chapter.messages.models import Message
from chapter.messages.queries import about
from chapter.messages.rules import State
from chapter.people.models import Person
from chapter.people.queries import is_called
from chapter.settings.queries import chapter
from chapter.welcome import queries as cases
from chapter.welcome.models import CaseStep, WelcomeCase, Welcomer

MOST_FOUND = 8


@dataclass(frozen=True)
class Signer:
    """Who signs a letter; nobody's name is empty, and then the chapter signs."""

    name: str
    email: str
    phone: str | None
    title: dict[str, str] = field(default_factory=dict)
    picture_id: int | None = None


def letters() -> dict[str, Letter]:
    """The letters that the chapter has changed, by key."""
    return {letter.key: letter for letter in db.session.scalars(select(Letter))}


def letter(key: Key, for_change: bool = False) -> Letter | None:
    """A letter, if the chapter has changed it."""
    return db.session.get(Letter, key, with_for_update=for_change)


def signer(case: WelcomeCase | None = None) -> Signer:
    """Who signs: the case's responsible if they have said how, else whom the coordinator chose, else the contact."""
    responsible_id, chosen_id = case.responsible_id if case else None, cases.routine().signer_id
    able = {account.id: (account, welcomer) for account, welcomer in _able(responsible_id, chosen_id)}
    if responsible_id in able and (own := able[responsible_id][1]) and any(own.title.values()):
        return signs(*able[responsible_id])
    return signs(*able[chosen_id]) if chosen_id in able else contact()


def signs(account: Account, welcomer: Welcomer | None) -> Signer:
    """How ``account`` signs."""
    title, picture_id = (welcomer.title, welcomer.picture_id) if welcomer else ({}, None)
    return Signer(account.name, account.email, account.mobile, title, picture_id)


def contact() -> Signer:
    """The chapter's contact, who signs when nobody else does."""
    here = chapter()
    return Signer(here.contact_name, here.contact_email, here.contact_phone)


def _able(*account_ids: int | None) -> Iterator[tuple[Account, Welcomer | None]]:
    """Those of the accounts that may welcome people, with how they sign."""
    wanted = [account_id for account_id in account_ids if account_id]
    if wanted:
        found = select(Account, Welcomer).outerjoin(Welcomer, Welcomer.account_id == Account.id)
        of_them = found.where(Account.id.in_(wanted)).options(selectinload(Account.given))
        for account, welcomer in db.session.execute(of_them):
            if account.is_active and Permission.WELCOME_WORK in account.permissions:
                yield account, welcomer


def welcomer(account: Account) -> Welcomer | None:
    """How ``account`` signs, if they have ever said so or share the new members."""
    return db.session.get(Welcomer, account.id)


def person(person_id: int) -> Person:
    """Somebody in the register; raises Missing."""
    found = db.session.get(Person, person_id)
    if found is None:
        raise Missing
    return found


def has_left(person_id: int, for_change: bool = False) -> Person:
    """Somebody who has left; raises Missing."""
    found = select(Person).where(Person.id == person_id, Person.left_on.is_not(None))
    locked = found.with_for_update() if for_change else found
    left = db.session.scalars(locked.execution_options(populate_existing=for_change)).one_or_none()
    if left is None:
        raise Missing
    return left


def newest_case() -> WelcomeCase | None:
    """The open case that began last: whom a letter is shown for until one picks somebody."""
    newest = cases.WHOLE.where(~cases.HAS_ENDED).order_by(WelcomeCase.id.desc())
    return db.session.scalars(newest.limit(1)).one_or_none()


def people_called(words: str) -> Sequence[Person]:
    """The first of those in the register who are called so."""
    found = select(Person).where(Person.left_on.is_(None), *is_called(words))
    return db.session.scalars(found.order_by(Person.sort_name, Person.id).limit(MOST_FOUND)).all()


def sent(case: WelcomeCase, key: Key) -> CaseStep | None:
    """What became of a letter to the person of a case: the step that it did, also if it came back since."""
    return next((step for step in case.done if step.key == STEPS[key]), None)


def mails(case: WelcomeCase) -> dict[int, Message]:
    """The mails about a case, by id and without their words."""
    return {message.id: message for message in about(case.source)}


def written_back(person: Person) -> Message | None:
    """The letter that somebody who has left was sent since, if it didn't fail."""
    since = [m for m in about(f"person:{person.id}") if person.left_on and local(m.written_at).date() >= person.left_on]
    return next((message for message in since if message.state is not State.FAILED), None)


def goes_on(standing: cases.Standing, key: Key) -> date | None:
    """On which day a letter of a case goes by itself, if nobody sends it before; None if it doesn't."""
    routine, person = cases.routine(), standing.case.person
    point = standing.find(STEPS[key])
    is_wanted = routine.is_on and routine.sends_letters and person.left_on is None and person.leaving_at is None
    day = day_by_itself(point, standing.today) if point and is_wanted and person.email else None
    return None if day is None or _came_back_from(standing.case, key) else day


def _came_back_from(case: WelcomeCase, key: Key) -> bool:
    """Whether it came back from the very address that the person still has: sent there again, it would again."""
    step = sent(case, key)
    message = db.session.get(Message, step.message_id) if step and step.came_back else None
    return message is not None and message.to_email == case.person.email


def due(now: datetime) -> list[tuple[int, Key]]:
    """The letters that are to go by themselves today, as case and letter."""
    steps = cases.steps()
    wants_one = or_(false(), *(_is_unsent(step.kind) for step in steps if step.is_on and step.kind in AHEAD))
    waiting = cases.WHOLE.where(~cases.HAS_ENDED, wants_one).order_by(WelcomeCase.id)
    found = db.session.scalars(waiting).all()
    return [(case.id, key) for case in found for key in _due(cases.standing(case, now, steps))]


def _is_unsent(step: str) -> ColumnElement[bool]:
    return ~WelcomeCase.done.any(and_(CaseStep.key == step, ~CaseStep.came_back))


def case_for_letter(case_id: int, key: Key, now: datetime) -> WelcomeCase | None:
    """The case, locked, if the letter still is to go by itself today."""
    locked = cases.WHOLE.where(WelcomeCase.id == case_id).with_for_update(of=WelcomeCase)
    case = db.session.scalars(locked.execution_options(populate_existing=True)).one_or_none()
    return case if case and key in _due(cases.standing(case, now)) else None


def _due(standing: cases.Standing) -> list[Key]:
    return [key for key in STEPS if goes_on(standing, key) == standing.today]
