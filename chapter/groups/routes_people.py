"""Pages for those who look after a group: its contacts, who see its people and no others, and the coordinator."""

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import SIGNED_IN, Permission, allow
from chapter.db import db
from chapter.errors import Refused
from chapter.groups import actions, actions_places, queries
from chapter.groups.forms import Meets, NotNow
from chapter.groups.models import Group, GroupPlace
from chapter.groups.routes_join import bp
from chapter.groups.rules import Standing
from chapter.i18n import _
from chapter.pages import render, see_other
from chapter.people.looks import What, saw


@bp.get("/<int:group_id>/people")
@allow(SIGNED_IN)
def people(group_id: int) -> Response:
    """Those who wait for an answer, and the members, as far as each agreed to be shown."""
    group = queries.group_for(current_user, group_id)
    manages = Permission.GROUPS_MANAGE in current_user.permissions
    page = queries.members(group, max(request.args.get("page", 1, int), 1))
    past = queries.past(group) if manages else []
    waiting, members, gone = ([queries.seen(place) for place in some] for some in (queries.waiting(group), page, past))
    saw(What.GROUP, [one.person_id for one in (*waiting, *members, *gone)])
    return render(
        "groups/people.html",
        group=group,
        waiting=waiting,
        page=page,
        members=members,
        past=gone,
        manages=manages,
    )


@bp.get("/<int:group_id>/people/<int:person_id>")
@allow(SIGNED_IN)
def person(group_id: int, person_id: int) -> Response:
    """One of them, and what can be answered."""
    return _person(queries.place_for(current_user, group_id, person_id), NotNow(formdata=None))


def _person(place: GroupPlace, form: NotNow, status: int = 200) -> Response:
    saw(What.GROUP, [place.person_id])
    return render(
        "groups/person.html",
        status=status,
        group=place.group,
        seen=queries.seen(place),
        form=form,
        note=place.note if Permission.GROUPS_MANAGE in current_user.permissions else "",
        manages=Permission.GROUPS_MANAGE in current_user.permissions,
    )


@bp.post("/<int:group_id>/people/<int:person_id>/welcome")
@allow(SIGNED_IN)
def welcome(group_id: int, person_id: int) -> Response:
    """Take somebody into the group."""
    now = clock.now()
    place = queries.place_to_answer(current_user, group_id, person_id, now)
    try:
        is_told = actions_places.welcome(place, current_user, now)
    except Refused as error:
        return _refused(place, error)
    db.session.commit()
    _said(_("%(name)s is in the group now."), place, is_told)
    return _list(place.group)


@bp.post("/<int:group_id>/people/<int:person_id>/not-now")
@allow(SIGNED_IN)
def not_now(group_id: int, person_id: int) -> Response:
    """Say no for now, with a few words."""
    now, form = clock.now(), NotNow()
    place = queries.place_to_answer(current_user, group_id, person_id, now)
    if place.standing is not Standing.DECLINED and not form.validate():
        return _person(queries.place_for(current_user, group_id, person_id), form, 422)
    try:
        is_told = actions_places.not_now(place, form.words.data or "", current_user, now)
    except Refused as error:
        return _refused(place, error)
    db.session.commit()
    _said(_("%(name)s doesn’t join now."), place, is_told)
    return _list(place.group)


@bp.post("/<int:group_id>/people/<int:person_id>/left")
@allow(SIGNED_IN)
def left(group_id: int, person_id: int) -> Response:
    """Note that a member comes no more."""
    now = clock.now()
    place = queries.place_to_answer(current_user, group_id, person_id, now)
    try:
        actions_places.left(place, current_user, now)
    except Refused as error:
        return _refused(place, error)
    db.session.commit()
    _said(_("%(name)s is no longer in the group."), place, is_told=True)
    return _list(place.group)


def _said(words: str, place: GroupPlace, is_told: bool) -> None:
    """What was done; and whether somebody must still be told, as no mail reaches them."""
    flash(words % {"name": place.person.name}, "success")
    if not is_told:
        flash(_("We have no e-mail address, so nobody has told them. Please do."), "warning")


def _refused(place: GroupPlace, error: Refused) -> Response:
    db.session.rollback()
    flash(error.words, "error")
    return _list(place.group)


def _list(group: Group) -> Response:
    return see_other(url_for(".people", group_id=group.id))


@bp.get("/<int:group_id>/meets")
@allow(SIGNED_IN)
def meets(group_id: int) -> Response:
    """The form for when and where the group meets."""
    group, form = queries.group_for(current_user, group_id), Meets(formdata=None)
    form.show(group)
    return _meets(group, form)


@bp.post("/<int:group_id>/meets")
@allow(SIGNED_IN)
def change_meets(group_id: int) -> Response:
    """Change when and where the group meets."""
    group, form = queries.group_for(current_user, group_id, for_change=True), Meets()
    if not form.validate():
        return _meets(group, form, status=422)
    try:
        actions.change(group, form.facts(), form.seen, current_user, clock.now())
    except actions.Stale:
        form.version.data = str(group.version)
        return _meets(group, form, is_stale=True, status=422)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".group", group_id=group_id))


def _meets(group: Group, form: Meets, is_stale: bool = False, status: int = 200) -> Response:
    return render("groups/meets.html", group=group, form=form, is_stale=is_stale, status=status)
