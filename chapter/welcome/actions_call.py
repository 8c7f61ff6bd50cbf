"""Writes: ringing a new member, what they wish for, and what they are invited to."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.calling import actions as calling
from chapter.calling.models import Call
from chapter.calling.rules import Outcome
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.messages.actions import post
from chapter.people import actions as people
from chapter.people.models import HistoryEntry
from chapter.welcome import actions, lines_call, queries_call  # noqa: F401 - the history's sentences
from chapter.welcome.models import Invitation, WelcomeCase
from chapter.welcome.rules_call import REGISTER, Tick, changed, overtaken, settled

TWICE = timedelta(minutes=10)
"""Within this time the same words are the same press of the button."""
CAME = "came"
"""How a step was done to which somebody had been invited."""


class Overtaken(Exception):
    """Something was written since the writer looked, where they have written too: ``there``, by wish."""

    def __init__(self, there: Mapping[str, Any]) -> None:
        super().__init__()
        self.there = there


class NotYet(Refused):
    """Nobody knows who comes before it has begun."""

    words = lazy("It hasn’t begun yet. Note afterwards whether they came.")


def ring_for(case: WelcomeCase, account: Account, step_key: str, now: datetime) -> Call:
    """Begin the call that a step (“call”, “follow_up”) of the case is; whoever is in it already gets it again.

    Raises Ended, and what ``calling.actions.ring`` does: Busy (its ``call`` is the other one), CallingIsClosed,
    NotToBeRung. On to ``calling.call`` with it.
    """
    if case.closed_on is not None:
        raise actions.Ended
    return calling.ring(account, case.person, queries_call.PURPOSES[step_key], now)


def settle(call: Call) -> None:
    """Make the step of the case what its calls say: done by a talk, spared whoever doesn't want to be called.

    A report that is corrected corrects it too. What somebody has noted by hand stays.
    """
    case = queries_call.case_behind(call)
    if case is None or case.closed_on is not None:
        return
    calls = queries_call.rung(case).reported
    outcome = settled([one.outcome for one in calls if one.outcome])
    there = next((step for step in case.done if step.key == "call"), None)
    if there is not None and (there.how == outcome or there.how not in (Outcome.TALKED, Outcome.DO_NOT_CALL)):
        return
    if there is not None:
        actions.undo(case, "call")
    if outcome is not None:
        _settle(case, next(one for one in reversed(calls) if one.outcome is outcome), outcome)


def _settle(case: WelcomeCase, call: Call, outcome: Outcome) -> None:
    by, now = call.caller.name, call.reported_at or call.claimed_at
    if outcome is Outcome.TALKED:
        actions.do(case, "call", by, now, outcome)
    else:
        actions.skip(case, "call", "", by, now).how = outcome
        db.session.flush()


def tick(case: WelcomeCase, ticks: Collection[str], seen: Collection[str] = ()) -> None:
    """Tick and untick what differs from what one had ``seen`` ticked; what another ticked meanwhile stays."""
    ticked = ({*case.ticks} | {*ticks} - {*seen}) - ({*seen} - {*ticks})
    case.ticks = [tick.value for tick in Tick if tick in ticked]
    db.session.flush()


def wish(
    case: WelcomeCase,
    wishes: dict[str, str],
    is_kept: bool,
    actor: Account,
    now: datetime,
    seen: Mapping[str, Any] | None = None,
) -> None:
    """Keep what they wish for, as far as it isn't what one had ``seen`` (without it: what is there). Raises Overtaken.

    What the register can remember is written there too, if they want it ``is_kept``.
    """
    there = queries_call.wishes_of(case)
    before = there if seen is None else seen
    changes = changed({**wishes, "kept": is_kept}, before)
    if lost := overtaken(changes, before, there):
        raise Overtaken(lost)
    case.wishes = {name: words for name, words in {**case.wishes, **changes}.items() if words}
    told = {name.value: case.wishes[name] for name in REGISTER if case.wishes.get(name)}
    if is_kept and told:
        people.change(case.person, told, now, actor)
    db.session.flush()


def invite(case: WelcomeCase, facts: dict[str, Any], actor: Account, now: datetime) -> Invitation:
    """Write down an invitation and their answer, once however often the button is pressed. Raises Ended."""
    if case.closed_on is not None:
        raise actions.Ended
    last = case.invitations[-1] if case.invitations else None
    if last is not None and now - last.made_at < TWICE and all(getattr(last, key) == facts[key] for key in facts):
        return last
    made = Invitation(by=actor.name, made_at=now, **facts)
    case.invitations.append(made)
    db.session.flush()
    _tell_history(case, made, now)
    return made


def change(case: WelcomeCase, invitation: Invitation, facts: dict[str, Any], now: datetime) -> None:
    """Correct an invitation, or what they answer; who is to come at another time is reminded of that."""
    if facts["at"] != invitation.at:
        invitation.reminded_at = None
    for name, value in facts.items():
        setattr(invitation, name, value)
    db.session.flush()
    _tell_history(case, invitation, now)


def withdraw(case: WelcomeCase, invitation: Invitation) -> None:
    """There was no such invitation."""
    if (entry := _entry(case, invitation)) is not None:
        db.session.delete(entry)
    case.invitations.remove(invitation)
    db.session.flush()


def note_came(case: WelcomeCase, invitation: Invitation, came: bool | None, actor: Account, now: datetime) -> None:
    """Note whether they came (None: we don't know); if it was a step of the routine, that is done, or not after all.

    Raises NotYet.
    """
    if came is not None and invitation.at and invitation.at > now:
        raise NotYet
    invitation.came = came
    db.session.flush()
    there = next((step for step in case.done if step.key == invitation.step), None)
    if came and invitation.step and case.closed_on is None:
        actions.do(case, invitation.step, actor.name, invitation.at or now, CAME)
    elif not came and there is not None and there.how == CAME:
        actions.undo(case, invitation.step)


def remind(invitation_id: int, now: datetime) -> bool:
    """Mail a reminder of what somebody said yes to, once; whether there was one to send."""
    found = queries_call.to_remind_of(invitation_id, now)
    if found is None:
        return False
    invitation, case = found
    person, by = case.person, case.responsible
    post(
        *(person.name, person.email or "", person.language, "welcome/mail/reminder.md", now),
        reply_to=by.email if by else None,
        from_name=by.name if by else None,
        source=case.source,
        first_name=person.first_name,
        invitation=invitation,
        by=by.name if by else "",
    )
    invitation.reminded_at = now
    db.session.flush()
    return True


def _tell_history(case: WelcomeCase, invitation: Invitation, now: datetime) -> None:
    at = (invitation.at or now).isoformat()
    facts = {"by": invitation.by, "what": invitation.what, "at": at, "answer": invitation.answer}
    if (entry := _entry(case, invitation)) is not None:
        entry.facts = {"invitation": invitation.id, **facts}
    else:
        people.remember(case.person, "welcome_invited", now, case.source, invitation=invitation.id, **facts)
    db.session.flush()


def _entry(case: WelcomeCase, invitation: Invitation) -> HistoryEntry | None:
    found = select(HistoryEntry).where(HistoryEntry.source == case.source, HistoryEntry.kind == "welcome_invited")
    entries = (entry for entry in db.session.scalars(found) if entry.facts["invitation"] == invitation.id)
    return next(entries, None)
