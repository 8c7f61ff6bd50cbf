"""Reads: the calls of a case, and what they have come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from chapter.accounts.models import Account
from chapter.calling import queries as calling
from chapter.calling.models import Call, CallAssignment
from chapter.calling.rules import CORRECTABLE, Outcome, Purpose
from chapter.db import db, rows
from chapter.errors import Missing
from chapter.i18n import local
from chapter.people.models import Person
from chapter.welcome import queries, rules_call
from chapter.welcome.models import CaseStep, Invitation, WelcomeCase
from chapter.welcome.rules_call import REGISTER, Answer, Wish, is_to_remind

PURPOSES = {"call": Purpose.WELCOME, "follow_up": Purpose.FOLLOW_UP}
"""The steps that are calls, and the calls they are."""


@dataclass(frozen=True)
class Rung:
    """The welcome calls of a case: the one that somebody is in, and those that were reported, the latest first."""

    open: Call | None
    reported: Sequence[Call]

    @cached_property
    def tries(self) -> int:
        """How many times in a row nobody was reached, up to now."""
        return rules_call.tries(call.outcome for call in self.reported if call.outcome)

    @property
    def is_enough(self) -> bool:
        """Whether it was tried often enough, and it is time to write instead."""
        return self.tries >= queries.routine().tries

    @property
    def again_at(self) -> datetime | None:
        """When they asked to be rung again."""
        latest = self.reported[0] if self.reported else None
        return latest.call_back_after if latest else None

    @property
    def outcome(self) -> Outcome | None:
        """How the latest call ended."""
        return self.reported[0].outcome if self.reported else None

    def correctable(self, account: Account, now: datetime) -> bool:
        """Whether the latest report is ``account``'s own to correct."""
        latest = self.reported[0] if self.reported else None
        is_late = latest is None or latest.reported_at is None or now >= latest.reported_at + CORRECTABLE
        return latest is not None and latest.caller_id == account.id and not is_late


def calls_of(case: WelcomeCase, *steps: str) -> Sequence[Call]:
    """The calls that were made for a case, by its steps (“call”, “follow_up”; else both), the latest first.

    Reported, open and let go: all that is to be forgotten with the case.
    """
    purposes = [PURPOSES[step] for step in steps or PURPOSES]
    query = select(Call).join(Call.assignment).options(contains_eager(Call.assignment))
    query = query.options(joinedload(Call.caller), joinedload(Call.flag))
    here = CallAssignment.purpose.in_(purposes), Call.person_id == case.person_id, Call.claimed_at >= case.opened_at
    return db.session.scalars(query.where(*here).order_by(Call.reported_at.desc(), Call.id.desc())).all()


def rung(case: WelcomeCase) -> Rung:
    """What the welcome calls of a case have come to."""
    found = calls_of(case, "call")
    return Rung(next((call for call in found if call.is_open), None), [call for call in found if call.reported_at])


WROTE_INSTEAD = "write_instead"
"""What a case notes when a letter went out because nobody answered."""


def tried_enough(case_ids: Iterable[int]) -> set[int]:
    """Of these cases, those rung so often in vain that it is time to write, unless somebody has; one query for all."""
    query = (
        select(WelcomeCase.id, Call.outcome)
        .join(Call, (Call.person_id == WelcomeCase.person_id) & (Call.claimed_at >= WelcomeCase.opened_at))
        .join(Call.assignment)
        .where(WelcomeCase.id.in_(list(case_ids)), Call.reported_at.is_not(None))
        .where(CallAssignment.purpose == Purpose.WELCOME, ~WelcomeCase.done.any(CaseStep.key == WROTE_INSTEAD))
        .order_by(Call.reported_at.desc(), Call.id.desc())
    )
    outcomes: dict[int, list[Outcome]] = {}
    for case_id, outcome in rows(query):
        outcomes.setdefault(case_id, []).extend([outcome] if outcome else [])
    most = queries.routine().tries
    return {case_id for case_id, ended in outcomes.items() if rules_call.tries(ended) >= most}


def case_behind(call: Call) -> WelcomeCase | None:
    """The case that a call was made for, locked to write down what follows from the call."""
    return _behind(queries.WHOLE.with_for_update(of=WelcomeCase), call)


def case_with(account: Account, call: Call) -> WelcomeCase | None:
    """The same, if ``account`` may open it."""
    return _behind(queries.visible(account), call)


def _behind(cases: Select[WelcomeCase], call: Call) -> WelcomeCase | None:
    case = db.session.scalars(cases.where(WelcomeCase.person_id == call.person_id)).one_or_none()
    return case if case and call.claimed_at >= case.opened_at else None


def wishes_of(case: WelcomeCase) -> dict[str, Any]:
    """What is known of their wishes, from the case or else from the register."""
    register = {name.value: getattr(case.person, name) for name in REGISTER}
    words = {wish.value: case.wishes.get(wish) or register.get(wish) or "" for wish in Wish}
    return {**words, "kept": bool(case.wishes.get("kept"))}


def call_with(account: Account, person: Person) -> Call | None:
    """The call that ``account`` is in with ``person``."""
    call = calling.open_call(account)
    return call if call and call.person_id == person.id else None


def invitation_of(case: WelcomeCase, invitation_id: int) -> Invitation:
    """One of the invitations of a case; raises Missing."""
    found = next((one for one in case.invitations if one.id == invitation_id), None)
    if found is None:
        raise Missing
    return found


def _to_remind(now: datetime) -> Select[Invitation, WelcomeCase]:
    query = select(Invitation, WelcomeCase).join(WelcomeCase, WelcomeCase.id == Invitation.case_id)
    query = query.join(WelcomeCase.person).options(contains_eager(WelcomeCase.person))
    is_here = WelcomeCase.closed_on.is_(None), Person.left_on.is_(None), Person.leaving_at.is_(None)
    may_be_told = Person.email.is_not(None), Invitation.reminded_at.is_(None)
    return query.where(*is_here, *may_be_told, Invitation.answer == Answer.YES, Invitation.at > now)


def to_remind(now: datetime) -> list[int]:
    """The invitations that are to be reminded of now, the soonest first."""
    found = db.session.execute(_to_remind(now).order_by(Invitation.at, Invitation.id))
    return [one.id for one, _case in found if one.at and is_to_remind(one.at, local(one.made_at).date(), local(now))]


def to_remind_of(invitation_id: int, now: datetime) -> tuple[Invitation, WelcomeCase] | None:
    """One of them with its case, locked; None if it has been seen to."""
    query = _to_remind(now).where(Invitation.id == invitation_id).with_for_update(of=Invitation, skip_locked=True)
    row = db.session.execute(query.execution_options(populate_existing=True)).one_or_none()
    return (row[0], row[1]) if row else None
