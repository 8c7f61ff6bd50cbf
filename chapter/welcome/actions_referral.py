"""Writes: passing a new member on to a group, or to another way in."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from chapter.accounts.models import Account
from chapter.db import db
from chapter.groups import actions_places as groups
from chapter.groups.models import Group
from chapter.groups.rules import Standing
from chapter.messages.actions import post
from chapter.welcome import actions
from chapter.welcome.models import Referral, WelcomeCase
from chapter.welcome.rules import Kind
from chapter.welcome.ways import Way


def refer(
    case: WelcomeCase, group: Group, shares: Collection[str], yes: str, actor: Account, now: datetime
) -> Referral:
    """Refer the person of ``case`` to ``group``; ``yes`` says how they agreed. Both are told, and the step is done.

    Pressed twice it does it once. Raises groups' HasClosed, HasLeft, Answered, and actions.Ended.
    """
    there = next((referral for referral in case.referrals if referral.group_id == group.id), None)
    place = groups.refer(group, case.person, Standing.REFERRED, shares, yes, actor, now, source=case.source)
    if there is None:
        there = Referral(group=group, at=place.referred_at or now, by=actor.name)
        case.referrals.append(there)
    actions.do(case, Kind.REFERRAL, actor.name, now, how="group")
    db.session.flush()
    return there


def another_way(
    case: WelcomeCase, ways: Collection[Way], words: str, is_told: bool, actor: Account, now: datetime
) -> bool:
    """Note which other ``ways`` in they were shown, and mail them if wanted; gives if it was mailed.

    Raises actions.Ended.
    """
    is_news = all(step.key != Kind.REFERRAL for step in case.done)
    actions.do(case, Kind.REFERRAL, actor.name, now, how="another_way", words=words)
    person = case.person
    if not (is_told and is_news and person.email and ways):
        return False
    facts: dict[str, Any] = {"first_name": person.first_name, "by": actor.name, "ways": list(ways)}
    template = "welcome/mail/another_way.md"
    post(person.name, person.email, person.language, template, now, actor.email, source=case.source, **facts)
    return True
