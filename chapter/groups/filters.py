"""What groups add to searches of the register: who is in a group, waits for one, or is its contact."""

from typing import Any

from sqlalchemy import ColumnElement
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from chapter.accounts.models import Account
from chapter.db import db
from chapter.groups.models import Group, GroupContact, GroupPlace
from chapter.groups.queries import all_groups
from chapter.groups.rules import WAITING, Standing
from chapter.i18n import _, in_language, lazy
from chapter.people.models import Person
from chapter.searches.registry import Filter, register

GROUPS = lazy("Groups")


def _boxes(label: Any) -> SelectMultipleField:
    """A tick box for each group."""
    choices = lambda: [(group.id, in_language(group.name)) for group in all_groups()]  # noqa: E731
    widgets = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, choices=choices, validate_choice=False, coerce=int, **widgets)


def _stands(ids: list[int], *standings: Standing) -> ColumnElement[bool]:
    there = db.select(GroupPlace.person_id).where(GroupPlace.group_id.in_(ids), GroupPlace.standing.in_(standings))
    return Person.id.in_(there)


def _is_contact(ids: list[int]) -> ColumnElement[bool]:
    """Closed groups have nobody who is their contact now."""
    there = db.select(Account.person_id).join(GroupContact).join(Group)
    named = GroupContact.group_id.in_(ids), Group.closed_at.is_(None), Account.person_id.is_not(None)
    return Person.id.in_(there.where(*named))


def _names(ids: list[int]) -> str:
    names = [in_language(group.name) for group in all_groups() if group.id in ids]
    return ", ".join(names) or _("a group that is no longer there")


register(
    Filter(
        "group_member",
        GROUPS,
        lazy("Is in any of these groups"),
        lambda: _boxes(lazy("Is in any of these groups")),
        lambda ids: _stands(ids, Standing.MEMBER),
        lambda ids: _("Is in any of the groups: %(groups)s", groups=_names(ids)),
        lambda ids: _("Is in none of the groups: %(groups)s", groups=_names(ids)),
    ),
    Filter(
        "group_waiting",
        GROUPS,
        lazy("Waits for an answer from any of these groups"),
        lambda: _boxes(lazy("Waits for an answer from any of these groups")),
        lambda ids: _stands(ids, *WAITING),
        lambda ids: _("Has asked to join, or is referred to, any of the groups: %(groups)s", groups=_names(ids)),
        lambda ids: _("Has neither asked to join nor is referred to any of the groups: %(groups)s", groups=_names(ids)),
    ),
    Filter(
        "group_contact",
        GROUPS,
        lazy("Is a contact of any of these groups"),
        lambda: _boxes(lazy("Is a contact of any of these groups")),
        _is_contact,
        lambda ids: _("Is a contact of any of the groups: %(groups)s", groups=_names(ids)),
        lambda ids: _("Is a contact of none of the groups: %(groups)s", groups=_names(ids)),
    ),
)
