"""The coordinator's pages: making, changing and closing groups, their contacts, and whom they take in."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.accounts.queries import account as any_account
from chapter.accounts.queries import found
from chapter.db import db
from chapter.errors import Refused
from chapter.groups import actions, actions_places, queries, routes_answer, routes_join, routes_people
from chapter.groups.forms import GroupForm, Refer
from chapter.groups.models import Group
from chapter.groups.rules import SHAREABLE, Standing, shown
from chapter.i18n import _, in_language
from chapter.pages import render, see_other
from chapter.people.looks import What, saw
from chapter.people.models import Person

bp = routes_join.bp
__all__ = ["bp", "routes_answer", "routes_people"]


@bp.get("/new")
@allow(Permission.GROUPS_MANAGE)
def new() -> Response:
    """The form for a new group."""
    return _editor(None, GroupForm(formdata=None))


@bp.post("/new")
@allow(Permission.GROUPS_MANAGE)
def make() -> Response:
    """Make a group; its contacts come next."""
    form = GroupForm()
    if not form.validate():
        return _editor(None, form, status=422)
    group = actions.make(form.facts(), current_user, clock.now())
    db.session.commit()
    flash(_("The group is there. Who is its contact?"), "success")
    return see_other(url_for(".contacts", group_id=group.id))


@bp.get("/<int:group_id>/edit")
@allow(Permission.GROUPS_MANAGE)
def edit(group_id: int) -> Response:
    """The form as it was filled in."""
    group, form = queries.group(group_id), GroupForm(formdata=None)
    form.show(group)
    return _editor(group, form)


@bp.post("/<int:group_id>/edit")
@allow(Permission.GROUPS_MANAGE)
def change(group_id: int) -> Response:
    """Save the changes, unless somebody else has made some meanwhile."""
    group, form = queries.group(group_id, for_change=True), GroupForm()
    if not form.validate():
        return _editor(group, form, status=422)
    try:
        actions.change(group, form.facts(), form.seen, current_user, clock.now())
    except actions.Stale:
        form.version.data = str(group.version)
        return _editor(group, form, is_stale=True, status=422)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".group", group_id=group_id))


def _editor(group: Group | None, form: GroupForm, is_stale: bool = False, status: int = 200) -> Response:
    return render("groups/edit.html", group=group, form=form, is_stale=is_stale, status=status)


@bp.get("/<int:group_id>/close")
@allow(Permission.GROUPS_MANAGE)
def close(group_id: int) -> Response:
    """Ask whether the group is to close, and say what that does."""
    group = queries.group(group_id)
    contacts = queries.contacts(group)
    return render("groups/close.html", group=group, waiting=len(queries.waiting(group)), contacts=contacts)


@bp.post("/<int:group_id>/close")
@allow(Permission.GROUPS_MANAGE)
def close_now(group_id: int) -> Response:
    """Close the group; its past is kept."""
    group = queries.group(group_id, for_change=True)
    actions.close(group, current_user, clock.now())
    db.session.commit()
    flash(_("%(group)s has closed.", group=in_language(group.name)), "success")
    return see_other(url_for(".groups"))


@bp.post("/<int:group_id>/reopen")
@allow(Permission.GROUPS_MANAGE)
def reopen(group_id: int) -> Response:
    """Open a group again."""
    group = queries.group(group_id, for_change=True)
    actions.reopen(group, current_user, clock.now())
    db.session.commit()
    flash(_("%(group)s is open again.", group=in_language(group.name)), "success")
    return see_other(url_for(".group", group_id=group_id))


@bp.get("/<int:group_id>/contacts")
@allow(Permission.GROUPS_MANAGE)
def contacts(group_id: int) -> Response:
    """The group's contacts, and who could be one."""
    group, words = queries.group(group_id), request.args.get("q", "").strip()
    page = found(words, 1) if words else None
    saw(What.ACCOUNT, [account.person_id for account in page or []])
    return render(
        "groups/contacts.html",
        "groups/_accounts.html",
        group=group,
        contacts=queries.contacts(group),
        without_role=queries.without_role(group),
        words=words,
        page=page,
    )


@bp.post("/<int:group_id>/contacts/<int:account_id>/add")
@allow(Permission.GROUPS_MANAGE)
def add_contact(group_id: int, account_id: int) -> Response:
    """Make somebody a contact, who gets the role for it."""
    group, account = queries.group(group_id, for_change=True), any_account(account_id)
    try:
        actions.add_contact(group, account, current_user, clock.now())
    except Refused as error:
        flash(error.words, "error")
        return see_other(url_for(".contacts", group_id=group_id))
    db.session.commit()
    flash(_("%(name)s is a contact of the group now.", name=account.name), "success")
    return see_other(url_for(".contacts", group_id=group_id))


@bp.post("/<int:group_id>/contacts/<int:account_id>/remove")
@allow(Permission.GROUPS_MANAGE)
def remove_contact(group_id: int, account_id: int) -> Response:
    """Let somebody be a contact no more; who is the contact of no group loses the role."""
    group, account = queries.group(group_id, for_change=True), any_account(account_id)
    actions.remove_contact(group, account, current_user, clock.now())
    db.session.commit()
    again = url_for(".add_contact", group_id=group_id, account_id=account_id)
    words = _("%(name)s is no longer a contact of the group.", name=account.name)
    flash({"text": words, "action_url": again, "action_label": _("Undo")}, "success")  # type: ignore[arg-type]
    return see_other(url_for(".contacts", group_id=group_id))


@bp.get("/<int:group_id>/add")
@allow(Permission.REGISTER_READ)
def find(group_id: int) -> Response:
    """Find somebody in the register to refer to the group."""
    group, words = queries.group(group_id), request.args.get("q", "").strip()
    people = queries.people_called(words, group) if words else []
    saw(What.SEARCH, [person.id for person, _standing in people])
    return render("groups/find.html", "groups/_people.html", group=group, words=words, people=people)


@bp.get("/refer/<int:person_id>")
@allow(Permission.GROUPS_MANAGE)
def refer(person_id: int) -> Response:
    """The form for referring somebody to a group."""
    person = queries.person(person_id)
    form = _refer_form(person, formdata=None, group_id=request.args.get("group", 0, int))
    return _refer_page(person, form)


@bp.post("/refer/<int:person_id>")
@allow(Permission.GROUPS_MANAGE)
def refer_now(person_id: int) -> Response:
    """Refer somebody to a group, or put them into it."""
    person = queries.person(person_id)
    form = _refer_form(person)
    if not form.validate():
        return _refer_page(person, form, 422)
    group, to = queries.group(form.group_id.data, for_change=True), Standing(form.to.data)
    try:
        actions_places.refer(group, person, to, form.shares.data or [], form.note.data or "", current_user, clock.now())
    except Refused as error:
        form.group_id.errors = [error.words]
        return _refer_page(person, form, 422)
    db.session.commit()
    referred, added = _("%(name)s is referred to %(group)s."), _("%(name)s is in %(group)s now.")
    said = {"name": person.name, "group": in_language(group.name)}
    flash((referred if to is Standing.REFERRED else added) % said, "success")
    return see_other(url_for(".people", group_id=group.id))


def _refer_form(person: Person, **given: Any) -> Refer:
    form = Refer(**given)
    form.offer(shown(queries.facts_of(person), SHAREABLE))
    form.choose_among({group.id: in_language(group.name) for group in queries.open_groups()})
    return form


def _refer_page(person: Person, form: Refer, status: int = 200) -> Response:
    return render(
        "groups/refer.html",
        status=status,
        person=person,
        form=form,
        places=queries.groups_of(person),
        contacts=queries.contacts_by_group(),
    )
