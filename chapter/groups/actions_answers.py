"""Writes: what a group's contacts answer from their mail, whether somebody who was referred has come."""

from datetime import datetime

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.groups import mails, queries_answers
from chapter.groups.actions_places import note
from chapter.groups.models import GroupPlace
from chapter.groups.rules import Standing
from chapter.i18n import lazy


class Settled(Refused):
    """The referral has been answered in another way since, on the group's page."""

    words = lazy("This has been answered already, or it no longer holds. The group’s page shows how it stands.")


def answer(place: GroupPlace, has_come: bool, by: Account, now: datetime, by_itself: bool = False) -> None:
    """Note whether the person has come. Who has is in the group; who hasn't yet stays referred. The last answer holds.

    One that a page sent ``by_itself`` holds only where there is none yet: a machine that opens both links of a mail
    turns nothing round. Raises Settled.
    """
    if not queries_answers.may_answer(place):
        raise Settled
    if place.has_come is has_come or (by_itself and place.has_come is not None):
        return
    place.has_come, place.answered_at = has_come, now
    place.standing, place.by, place.since = Standing.MEMBER if has_come else Standing.REFERRED, by.name, now
    db.session.flush()
    note(place.person, place.group, "group_came" if has_come else "group_not_come", now, by=by.name)


def remind(now: datetime) -> int:
    """Ask once more where nobody has answered for a while; gives of how many. Safe to run twice."""
    silent = queries_answers.silent(now)
    for place in silent:
        place.reminded_at = now
        mails.tell_contacts(place, "groups/mail/has_come.md", now)
    return len(silent)
