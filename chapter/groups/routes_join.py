"""Pages for everybody who is signed in: the groups, and asking to join one. The blueprint is made here."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import SIGNED_IN, Permission, allow
from chapter.db import db
from chapter.errors import Missing, Refused
from chapter.groups import actions_places, queries
from chapter.groups.forms import Ask, Share
from chapter.groups.models import Group, GroupPlace
from chapter.groups.rules import CURRENT, OWN, Standing, first_paragraph, shown
from chapter.groups.words import FACTS, STANDINGS, YOURS
from chapter.i18n import _, in_language, lazy
from chapter.pages import place, render, see_other

bp = Blueprint("groups", __name__, url_prefix="/groups")
place(28, lazy("Groups"), "groups.groups", SIGNED_IN)
WORDS = {"standing_words": STANDINGS, "your_standing_words": YOURS, "fact_words": FACTS}
WITHDRAWN = {
    Standing.ASKED: lazy("You no longer ask to join %(group)s."),
    Standing.REFERRED: lazy("You have said no to %(group)s. You can ask to join later."),
    Standing.MEMBER: lazy("You have left %(group)s."),
}
bp.app_context_processor(lambda: WORDS)


@bp.get("/")
@allow(SIGNED_IN)
def groups() -> Response:
    """The groups: what they do, when and where they meet, and through whom they are reached."""
    manages = Permission.GROUPS_MANAGE in current_user.permissions
    closed = queries.cards(current_user, closed=True) if manages else []
    return render(
        "groups/groups.html",
        cards=queries.cards_with_contacts(current_user),
        closed=closed,
        manages=manages,
        first_paragraph=first_paragraph,
    )


@bp.get("/<int:group_id>/")
@allow(SIGNED_IN)
def group(group_id: int) -> Response:
    """A group, and the reader's way into it."""
    there = queries.group(group_id)
    return group_page(there, queries.place_of(there, current_user.person_id))


def group_page(
    group: Group, place: GroupPlace | None, form: Any = None, share: Any = None, status: int = 200
) -> Response:
    """The page of a group; ``form`` and ``share`` if they were just filled in."""
    place = place if place and place.standing in CURRENT else None
    looks_after = queries.looks_after(current_user, group)
    return render(
        "groups/group.html",
        status=status,
        group=group,
        place=place,
        form=form or _form(Ask, place, formdata=None),
        share=share or _form(Share, place, formdata=None),
        contacts=queries.contacts(group),
        without_role=queries.without_role(group) if looks_after else [],
        waiting=len(queries.waiting(group)) if looks_after else 0,
        looks_after=looks_after,
        is_contact=looks_after and queries.is_contact(current_user, group),
        manages=Permission.GROUPS_MANAGE in current_user.permissions,
    )


def _form(kind: type[Share], place: GroupPlace | None, **given: Any) -> Any:
    """A form that offers the reader's own address and number, as far as a contact could use them."""
    form, person = kind(**given), current_user.person
    form.offer(shown(queries.facts_of(person), OWN) if person else {})
    if place is not None and "formdata" in given:
        form.shares.data = place.shares
    return form


@bp.post("/<int:group_id>/ask")
@allow(SIGNED_IN)
def ask(group_id: int) -> Response:
    """Ask to join."""
    there, form = queries.group(group_id, for_change=True), _form(Ask, None)
    if not form.validate():
        return group_page(there, queries.place_of(there, current_user.person_id), form=form, status=422)
    try:
        place = actions_places.ask(current_user, there, form.shares.data or [], form.words.data or "", clock.now())
    except Refused as error:
        flash(error.words, "error")
        return _back(there)
    db.session.commit()
    if place.standing is Standing.ASKED:
        flash(_("You have asked to join %(group)s. The answer comes by e-mail.", group=_name(there)), "success")
    return _back(there)


@bp.post("/<int:group_id>/share")
@allow(SIGNED_IN)
def share(group_id: int) -> Response:
    """Change what the contacts see of one."""
    there, form = queries.group(group_id, for_change=True), _form(Share, None)
    place = _own_place(there)
    if not form.validate():
        return group_page(there, place, share=form, status=422)
    others = [name for name in place.shares if name not in OWN]
    actions_places.share(place, [*others, *(form.shares.data or [])], clock.now())
    db.session.commit()
    flash(_("Saved."), "success")
    return _back(there)


@bp.post("/<int:group_id>/withdraw")
@allow(SIGNED_IN)
def withdraw(group_id: int) -> Response:
    """Take a request back, say no to a referral, or leave."""
    there = queries.group(group_id, for_change=True)
    place = _own_place(there)
    words = WITHDRAWN[place.standing]
    actions_places.withdraw(place, clock.now())
    db.session.commit()
    flash(str(words) % {"group": _name(there)}, "success")
    return _back(there)


def _own_place(group: Group) -> GroupPlace:
    place = queries.place_of(group, current_user.person_id)
    if place is None or place.standing not in CURRENT:
        raise Missing
    return place


def _name(group: Group) -> str:
    return in_language(group.name)


def _back(group: Group) -> Response:
    return see_other(url_for(".group", group_id=group.id))
