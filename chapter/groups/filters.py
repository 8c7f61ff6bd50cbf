"""What groups add to searches of the register: who is in a group, waits for one, or is its contact."""

from flask import g
from sqlalchemy import ColumnElement

from chapter.accounts.models import Account
from chapter.db import db
from chapter.groups.models import Group, GroupContact, GroupPlace
from chapter.groups.queries import all_groups
from chapter.groups.rules import WAITING, Standing
from chapter.i18n import _, in_language, lazy
from chapter.people.models import Person
from chapter.searches.kinds import filter_of, quoted, some_of
from chapter.searches.registry import register

GROUPS = lazy("Groups")
SOME_GROUPS = some_of(lambda: [(group.id, in_language(group.name)) for group in all_groups()], ids=True)


def _stands(ids: list[int], *standings: Standing) -> ColumnElement[bool]:
    there = db.select(GroupPlace.person_id).where(GroupPlace.group_id.in_(ids), GroupPlace.standing.in_(standings))
    return Person.id.in_(there)


def _is_contact(ids: list[int]) -> ColumnElement[bool]:
    """Closed groups have nobody who is their contact now."""
    there = db.select(Account.person_id).join(GroupContact).join(Group)
    named = GroupContact.group_id.in_(ids), Group.closed_at.is_(None), Account.person_id.is_not(None)
    return Person.id.in_(there.where(*named))


def _names(ids: list[int]) -> str:
    """The groups' names, read once a page."""
    if "group_names" not in g or not g.group_names.keys() >= {*ids}:
        g.group_names = dict.fromkeys(ids) | {group.id: in_language(group.name) for group in all_groups()}
    return quoted(g.group_names[id] or _("a group that is no longer there") for id in ids)


register(
    filter_of(
        "group_member",
        GROUPS,
        lazy("Is in any of these groups"),
        SOME_GROUPS,
        lambda ids: _stands(ids, Standing.MEMBER),
        lambda ids: _("is in the group %(groups)s", groups=_names(ids)),
        lambda ids: _("is not in the group %(groups)s", groups=_names(ids)),
    ),
    filter_of(
        "group_waiting",
        GROUPS,
        lazy("Waits for an answer from any of these groups"),
        SOME_GROUPS,
        lambda ids: _stands(ids, *WAITING),
        lambda ids: _("waits for an answer from the group %(groups)s", groups=_names(ids)),
        lambda ids: _("doesn’t wait for an answer from the group %(groups)s", groups=_names(ids)),
    ),
    filter_of(
        "group_contact",
        GROUPS,
        lazy("Is a contact of any of these groups"),
        SOME_GROUPS,
        _is_contact,
        lambda ids: _("is a contact of the group %(groups)s", groups=_names(ids)),
        lambda ids: _("is not a contact of the group %(groups)s", groups=_names(ids)),
    ),
)
