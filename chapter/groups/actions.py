"""Writes: groups, and through whom they are reached. Where people stand with them is in ``actions_places``."""

from datetime import datetime
from typing import Any

from chapter.access import Role
from chapter.accounts import actions as accounts
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.groups import mails, queries
from chapter.groups.actions_places import is_closing, note
from chapter.groups.models import Group, GroupContact
from chapter.i18n import lazy

Facts = dict[str, Any]


class Stale(Refused):
    """Somebody else has changed the group since the writer opened it."""

    words = lazy("Somebody else changed the group while you were writing. Nothing of yours is saved yet.")


class NoAccount(Refused):
    """A contact must be able to sign in."""

    words = lazy("Only somebody with a confirmed account can be a contact.")


def make(facts: Facts, actor: Account, now: datetime) -> Group:
    """A new group of ``facts``: name, about, meets, each by language."""
    group = Group(**facts, created_at=now, changed_by=actor.name, version=1)
    db.session.add(group)
    db.session.flush()
    return group


def change(group: Group, facts: Facts, version: int, actor: Account, now: datetime) -> None:
    """Set ``facts``, if the group is as the writer saw it; a new meeting time is told to the coordinators.

    Raises Stale; pressing twice with the same facts is no conflict.
    """
    before = {name: getattr(group, name) for name in facts}
    if before == facts:
        return
    if version != group.version:
        raise Stale
    for name, value in facts.items():
        setattr(group, name, value)
    group.version, group.changed_by = group.version + 1, actor.name
    db.session.flush()
    if before["meets"] != facts["meets"]:
        mails.tell_coordinators(group, "groups/mail/meets.md", actor, now, before=before["meets"])


def close(group: Group, actor: Account, now: datetime) -> None:
    """Take nobody in any more. Its past is kept; who waits for an answer is told; contacts no longer see anybody."""
    if group.closed_at is not None:
        return
    group.closed_at = now
    _changed(group, actor)
    for place in queries.waiting(group):
        is_closing(place, actor, now)
    for contactship in group.contacts:
        _settle_role(contactship.account, actor, now)


def reopen(group: Group, actor: Account, now: datetime) -> None:
    """Take people in again; its contacts are contacts again."""
    if group.closed_at is not None:
        group.closed_at = None
        _changed(group, actor)
        for contactship in group.contacts:
            _settle_role(contactship.account, actor, now)


def add_contact(group: Group, account: Account, actor: Account, now: datetime) -> None:
    """Let ``group`` be reached through ``account``, who gets the role for it, and a mail. Raises NoAccount."""
    if not account.is_active:
        raise NoAccount
    if any(contactship.account_id == account.id for contactship in group.contacts):
        _settle_role(account, actor, now)
        return
    appoint(group, account, actor, now)
    mails.tell_contact(group, account, now)
    mails.tell_coordinators(group, "groups/mail/contacts.md", actor, now, contact=account.name, is_new=True, left=1)


def appoint(group: Group, account: Account, actor: Account | None, now: datetime) -> None:
    """Make ``account`` a contact, without telling anybody."""
    group.contacts.append(GroupContact(account=account, since=now))
    db.session.flush()
    _settle_role(account, actor, now)
    note(account.person, group, "group_contact", now)


def remove_contact(group: Group, account: Account, actor: Account, now: datetime) -> None:
    """``group`` is no longer reached through ``account``; who is the contact of no group loses the role."""
    contactship = next((c for c in group.contacts if c.account_id == account.id), None)
    if contactship is None:
        return
    group.contacts.remove(contactship)
    db.session.flush()
    _settle_role(account, actor, now)
    note(account.person, group, "group_contact_no_more", now)
    left = len(queries.contacts(group))
    mails.tell_coordinators(group, "groups/mail/contacts.md", actor, now, contact=account.name, is_new=False, left=left)


def _changed(group: Group, actor: Account) -> None:
    group.version, group.changed_by = group.version + 1, actor.name
    db.session.flush()


def _settle_role(account: Account, actor: Account | None, now: datetime) -> None:
    """Who is the contact of an open group has the role, and nobody has it for a group that they have left."""
    role = {Role.GROUP_CONTACT}
    wanted = account.roles | role if queries.contactships(account) else account.roles - role
    if wanted != account.roles:
        accounts.give_roles(account, wanted, actor, now)
