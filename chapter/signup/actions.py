"""Writes: links, signing up through them, and what signing up leads to."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from chapter import expiry
from chapter.accounts import actions as accounts
from chapter.accounts.models import Account
from chapter.accounts.queries import by_email
from chapter.calling.actions import add_caller
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _, in_language, lazy, speaking
from chapter.people import actions as people
from chapter.people import history
from chapter.people.models import Person
from chapter.people.rules import How, Shelf
from chapter.signup import queries, rules
from chapter.signup.models import Signup, SignupLink
from chapter.signup.rules import Details, State

Tasks = list[dict[str, str]]


class NotOpen(Refused):
    """One can’t sign up here, not now or not any more."""

    words = lazy("You can’t sign up here just now.")


class Full(NotOpen):
    """All places are taken."""

    words = lazy("All the places are taken.")


class SlugTaken(Refused):
    """Another link has that address."""

    words = lazy("Another link has this address. Choose a different one.")


class ConsentNeeded(Refused):
    """Nothing is kept about somebody who hasn’t said yes to it."""

    words = lazy("We need your yes to save your details.")


def make_link(facts: dict[str, Any], now: datetime) -> SignupLink:
    """A new link of ``facts``, its columns; without a slug it gets one of its title. Raises SlugTaken."""
    link = SignupLink(created_at=now, visits=0)
    link.slug = facts["slug"] or _free_slug(facts["title"])
    db.session.add(link)
    change_link(link, {**facts, "slug": link.slug})
    return link


def change_link(link: SignupLink, facts: dict[str, Any]) -> None:
    """Change what ``facts`` name; an empty slug leaves the address as it is. Raises SlugTaken."""
    slug = facts["slug"] or link.slug
    with db.session.no_autoflush:
        if queries.slug_is_taken(slug, besides=link.id):
            raise SlugTaken
    for name, value in {**facts, "slug": slug}.items():
        setattr(link, name, value)
    db.session.flush()


def _free_slug(title: dict[str, str]) -> str:
    wanted = rules.slug_of(in_language(title)) or "link"
    tries = [wanted, *(f"{wanted[: rules.LONGEST_SLUG - 4]}-{number}" for number in range(2, 1000))]
    return next(slug for slug in tries if not queries.slug_is_taken(slug))


def count_visit(slug: str) -> None:
    """One more has looked at the link; nothing else is kept about it."""
    db.session.execute(update(SignupLink).where(SignupLink.slug == slug).values(visits=SignupLink.visits + 1))


def sign_up(link: SignupLink, details: Details, now: datetime) -> Signup:
    """Hold a place for whoever has the address, and mail a link to it. Pressed twice it does so once.

    Raises NotOpen, Full: then nobody has been written down.
    """
    _lock(link)
    _check_room(link, by_email(details.email), now)
    account = accounts.account_for(details.email, details.name, details.mobile, details.language, now)
    before = queries.signup_of(link, account)
    if before is not None and not before.confirmed_at and rules.is_second_press(before.held_until, now):
        return before
    signup = _hold(before, link, account, _chosen(link, details.tasks), details.consent_id, now)
    _mail(signup, now)
    return signup


def _chosen(link: SignupLink, tasks: Sequence[int]) -> Tasks:
    return [link.tasks[number] for number in tasks if 0 <= number < len(link.tasks)]


def _mail(signup: Signup, now: datetime) -> None:
    account = signup.account
    template = "signup/mail/sign_in.md" if account.confirmed_at else "signup/mail/confirm.md"
    accounts.send_link(account, template, now, about=f"signup:{signup.id}", title=signup.link.title)


def remind(account: Account, own: Collection[int], now: datetime) -> bool:
    """Mail the link of the newest of ``account``'s sign-ups in ``own`` once more, and hold its place anew.

    Gives False if there is none, or no room for it any more.
    """
    signup = next((s for s in reversed(queries.pending(account, now)) if s.id in own), None)
    if signup is None:
        return False
    _lock(signup.link)
    try:
        _check_room(signup.link, account, now)
    except NotOpen:
        return False
    signup.held_until = now + rules.HOLD
    _mail(signup, now)
    return True


def connect(link: SignupLink, account: Account, tasks: Sequence[int], consent_id: int | None, now: datetime) -> Signup:
    """Sign up somebody who is signed in already; ``consent_id`` if they were asked for their consent.

    Raises NotOpen, Full, ConsentNeeded.
    """
    _lock(link)
    signup = queries.signup_of(link, account)
    if signup is not None and signup.confirmed_at:
        return signup
    _check_room(link, account, now)
    consent_id = consent_id or (account.person.consent_id if account.person else None)
    if consent_id is None:
        raise ConsentNeeded
    signup = _hold(signup, link, account, _chosen(link, tasks), consent_id, now)
    _carry_out(signup, now)
    return signup


def connect_pending(account: Account, own: Collection[int], now: datetime) -> tuple[list[Signup], list[Signup]]:
    """Carry out what ``account`` signed up for within a day, if it is in ``own``, the ids known to be theirs.

    Gives those that were carried out, and those that found no place.
    """
    connected, too_late = [], []
    for signup in [signup for signup in queries.pending(account, now) if signup.id in own]:
        _lock(signup.link)
        db.session.refresh(signup, with_for_update=True)
        if signup.confirmed_at:
            continue
        if signup.held_until > now or _others(signup.link, account, now) < (signup.link.places or float("inf")):
            _carry_out(signup, now)
            connected.append(signup)
        else:
            too_late.append(signup)
    return connected, too_late


def forget_pending(account: Account, slug: str) -> None:
    """Delete a sign-up that ``account`` hasn't confirmed."""
    there = select(SignupLink.id).where(SignupLink.slug == slug).scalar_subquery()
    theirs = Signup.account_id == account.id, Signup.link_id == there, Signup.confirmed_at.is_(None)
    db.session.execute(delete(Signup).where(*theirs))


def forget_unconfirmed(now: datetime) -> int:
    """Delete sign-ups that nobody confirmed; gives how many. Their accounts are forgotten by accounts."""
    return expiry.enforce("signup.unconfirmed", now)


def _lock(link: SignupLink) -> None:
    """From here on nobody else takes a place, until the transaction ends."""
    db.session.refresh(link, with_for_update=True)


def _others(link: SignupLink, account: Account | None, now: datetime) -> int:
    """How many places others than ``account`` have."""
    query = select(func.count(Signup.id)).where(Signup.link_id == link.id, queries.holds_place(now))
    return db.session.scalar(query.where(Signup.account_id != (account.id if account else 0))) or 0


def _check_room(link: SignupLink, account: Account | None, now: datetime) -> None:
    state = rules.state(link.opens_at, link.ends_at, link.places, _others(link, account, now), now)
    if state is State.FULL:
        raise Full
    if state is not State.OPEN:
        raise NotOpen


def _hold(
    signup: Signup | None, link: SignupLink, account: Account, tasks: Tasks, consent_id: int, now: datetime
) -> Signup:
    if signup is None:
        signup = Signup(link=link, account=account, created_at=now)
        db.session.add(signup)
    elif signup.confirmed_at:
        return signup
    signup.tasks, signup.consent_id, signup.consented_at = tasks, consent_id, now
    signup.created_at, signup.held_until = now, now + rules.HOLD
    db.session.flush()
    return signup


def _carry_out(signup: Signup, now: datetime) -> None:
    """The address is known to be theirs: write the consent on the person, and do what the link is for."""
    signup.confirmed_at = now
    link, person = signup.link, signup.account.person
    if link.assignment is not None:
        add_caller(link.assignment, signup.account, now)
    if person is not None:
        _tell_register(signup, person, now)
    db.session.flush()


def _tell_register(signup: Signup, person: Person, now: datetime) -> None:
    if (person.consent_id or 0) < signup.consent_id:
        person.consent_id, person.consented_at = signup.consent_id, signup.consented_at
    with speaking(None):
        interests = rules.merged(person.interests, [in_language(task) for task in signup.tasks]) or None
    people.change(person, {"interests": interests}, now, signup.account, How.THEMSELVES)
    people.remember(person, "signed_up", now, source=f"signup:{signup.id}", link=signup.link.title, tasks=signup.tasks)


def _signed_up(facts: dict[str, Any]) -> str:
    title, tasks = in_language(facts["link"]), [in_language(task) for task in facts["tasks"]]
    if tasks:
        return _("Signed up through “%(title)s”, and is interested in: %(tasks)s.", title=title, tasks=", ".join(tasks))
    return _("Signed up through “%(title)s”.", title=title)


history.register("signed_up", _signed_up, Shelf.SIGNUPS)
