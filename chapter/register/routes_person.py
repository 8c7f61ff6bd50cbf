"""A person's page: what is known of them, what happened, what is due, and what can be done about it."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import ROLE_NAMES, Permission, Role, allow, may_open
from chapter.db import db
from chapter.exports.queries import exports_of
from chapter.exports.words import KINDS, what
from chapter.flags.queries import why_not_called
from chapter.forms import Form
from chapter.groups.queries import groups_of
from chapter.groups.words import STANDINGS
from chapter.i18n import LANGUAGES, _, local
from chapter.pages import render, see_other, wants_fragment
from chapter.people import history as people_history
from chapter.people.looks import What, saw
from chapter.people.models import HistoryEntry, Person
from chapter.people.queries import tags
from chapter.people.rules import Shelf
from chapter.people.words import SHELVES
from chapter.register import actions, due, queries_leaving, queries_person, words
from chapter.register.forms_person import DoNotCall, Lift, NewTag, Note
from chapter.register.routes_people import bp


@bp.get("/<int:person_id>/")
@allow(Permission.REGISTER_READ)
def person(person_id: int) -> Response:
    """One page for one person; htmx asks for the part of the history that it shows."""
    if wants_fragment():
        someone = queries_person.person(person_id)
        return render("register/_history.html", person=someone, **_history(someone))
    return _page(queries_person.known(person_id))


def person_page(person: Person, status: int, **given: Form) -> Response:
    """The page again, with a form that isn't right yet."""
    return _page(queries_person.known(person.id), status, **given)


def _page(known: queries_person.Known, status: int = 200, **given: Form) -> Response:
    person, now = known.person, clock.now()
    own_tags, all_tags = queries_person.tags(person)
    blank = {"never_call": DoNotCall, "note": Note, "tag": NewTag}
    forms: dict[str, Form] = {name: given.get(name) or form(formdata=None) for name, form in blank.items()}
    forms["lift"] = given.get("lift") or Lift(formdata=None, prefix=f"person-{person.id}-")
    roles = known.account.roles - {Role.VOLUNTEER} if known.account else set()
    things, offers = due.due(current_user, person, now)
    return render(
        "register/person.html",
        status=status,
        person=person,
        consent=known.consent,
        account=known.account,
        roles=[ROLE_NAMES[role] for role in Role if role in roles],
        this_year=local(now).year,
        language_names=LANGUAGES,
        why_not=_why_not(person),
        why_left=words.why_left(person.left_why),
        erase_by=queries_leaving.to_erase_by(person, roles),
        today=local(now).date(),
        forms=forms,
        own_tags=own_tags,
        all_tags=all_tags,
        refocus="",
        may_erase=may_open("privacy.erase"),
        due=things,
        offers=offers,
        groups=[(place, STANDINGS[place.standing]) for place in groups_of(person)],
        exports=[(export, KINDS[export.kind], what(export.fields)) for export in exports_of(person)],
        changes=[words.told(change) for change in queries_person.latest_changes(person)],
        latest=queries_person.LATEST,
        **_history(person),
    )


def _why_not(person: Person) -> str:
    if person.do_not_call_at is None or Permission.LEAVING_HANDLE in current_user.permissions:
        return person.do_not_call_why or ""
    return why_not_called(current_user, person)


def _history(person: Person) -> dict[str, Any]:
    shelf = next((s for s in Shelf if s == request.args.get("about")), None)
    page, numbers = queries_person.history(current_user, person, shelf, max(request.args.get("page", 1, int), 1))
    shelves = [(SHELVES[s], s, numbers[s]) for s in SHELVES if s in numbers]
    entries = [(entry, people_history.sentence(entry), _way(entry)) for entry in page]
    return {"page": page, "shelf": shelf, "shelves": shelves, "entries": entries}


def _way(entry: HistoryEntry) -> str | None:
    """Where more is told of what an entry is about."""
    kind, _colon, number = (entry.source or "").partition(":")
    if kind == "call" and may_open("leading.report"):
        return url_for("leading.report", call_id=int(number))
    if kind == "flag" and may_open("flags.flag"):
        return url_for("flags.flag", flag_id=int(number))
    return None


@bp.get("/<int:person_id>/changes")
@allow(Permission.REGISTER_READ)
def changes(person_id: int) -> Response:
    """The change log: who changed what, when, from what to what, and why."""
    someone = queries_person.person(person_id)
    page = queries_person.changes(someone, max(request.args.get("page", 1, int), 1))
    saw(What.CHANGES, [person_id])
    return render("register/person_changes.html", person=someone, page=page, changes=[words.told(c) for c in page])


@bp.post("/<int:person_id>/note")
@allow(Permission.REGISTER_CHANGE)
def note(person_id: int) -> Response:
    """A note in the history."""
    person, form = queries_person.person(person_id, for_change=True), Note()
    if not form.validate():
        return person_page(person, 422, note=form)
    actions.note(person, form.note.data or "", current_user, clock.now())
    db.session.commit()
    flash(_("The note is saved."), "success")
    return see_other(url_for(".person", person_id=person.id))


@bp.post("/<int:person_id>/tags")
@allow(Permission.REGISTER_CHANGE)
def add_tag(person_id: int) -> Response:
    """Give the person one more tag."""
    person, form = queries_person.person(person_id, for_change=True), NewTag()
    if not form.validate():
        return _tags(person, form, "tag", 422) if wants_fragment() else person_page(person, 422, tag=form)
    actions.add_tag(person, form.tag.data or "", current_user, clock.now())
    db.session.commit()
    return _tags_again(person, "tag")


@bp.post("/<int:person_id>/tags/<int:tag_id>/remove")
@allow(Permission.REGISTER_CHANGE)
def remove_tag(person_id: int, tag_id: int) -> Response:
    """Take a tag from the person."""
    person = queries_person.person(person_id, for_change=True)
    actions.remove_tag(person, tag_id, current_user, clock.now())
    db.session.commit()
    return _tags_again(person, "heading")


def _tags_again(person: Person, refocus: str) -> Response:
    if wants_fragment():
        return _tags(person, NewTag(formdata=None), refocus)
    return see_other(url_for(".person", person_id=person.id, _anchor="tags"))


def _tags(person: Person, form: NewTag, refocus: str, status: int = 200) -> Response:
    """``refocus`` says where the reader goes on: at the field, or at the heading."""
    context: dict[str, Any] = {"forms": {"tag": form}, "own_tags": person.tags, "all_tags": tags(), "refocus": refocus}
    return render("register/_person_tags.html", status=status, person=person, **context)
