"""Adding people by hand: quick enough for a stand, with a thumb."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Response, flash, url_for
from flask_login import current_user

from chapter import clock, i18n
from chapter.access import Permission, allow, may, may_open
from chapter.db import db
from chapter.i18n import _, lazy
from chapter.pages import render, section, see_other
from chapter.people.looks import What, saw
from chapter.people.models import Person
from chapter.people.rules import sort_name
from chapter.register import actions, queries_person
from chapter.register.forms_add import Add
from chapter.register.routes_people import bp
from chapter.settings.queries import consent_text

section("register", 15, lazy("Add"), "register.add", Permission.REGISTER_ADD, "register.save_added")


@bp.get("/add")
@allow(Permission.REGISTER_ADD)
def add() -> Response:
    """An empty form."""
    form = Add(formdata=None).offer(queries_person.usual_tags())
    form.key.data, form.consent_id.data = secrets.token_urlsafe(12), consent_text().id
    return _page(form)


@bp.post("/add")
@allow(Permission.REGISTER_ADD)
def save_added() -> Response:
    """Put somebody into the register, and be ready for the next."""
    form = Add().offer(queries_person.usual_tags())
    if not form.validate():
        if form.key.errors or form.consent_id.errors:
            form.key.data, form.consent_id.data = secrets.token_urlsafe(12), consent_text().id
        return _page(form, 422)
    if form.sure.data != form.typed and (found := _alike(form)):
        form.sure.data = form.typed
        return _page(form, 422, found)
    facts = {**form.facts(), "consent_id": min(int(form.consent_id.data or 0), consent_text().id)}
    person = actions.add_by_hand(facts, form.tag_names(), form.key.data or "", current_user, clock.now())
    db.session.commit()
    _say(person)
    return see_other(url_for(".add"))


def _say(person: Person) -> None:
    said: dict[str, Any] = {"text": _("%(name)s is in.", name=person.name), "action_label": _("Undo")}
    said["action_url"] = url_for(".undo_adding", person_id=person.id)
    if may_open("register.person"):
        said |= {"link_url": url_for(".person", person_id=person.id), "link_label": _("Show the page")}
    flash(said, "success")  # type: ignore[arg-type]


def _alike(form: Add) -> Sequence[Person]:
    """Who may be meant. Whoever may not read the register isn't told: the pair waits among the duplicates instead."""
    if not may(Permission.REGISTER_READ) or actions.is_added(form.key.data or "", current_user):
        return []
    first, last = form.first_and_last
    return queries_person.alike(sort_name(first, last, i18n.country()), form.email.data, form.mobile.data)


@bp.post("/<int:person_id>/undo-adding")
@allow(Permission.REGISTER_ADD)
def undo_adding(person_id: int) -> Response:
    """Remove somebody whom one has just added."""
    person = queries_person.person(person_id, for_change=True)
    name = person.name
    try:
        actions.undo_adding(person, current_user, clock.now())
    except actions.TooLate as error:
        flash(error.words, "error")
        return see_other(url_for(".add"))
    db.session.commit()
    flash(_("%(name)s is out again, and nothing about them is kept.", name=name), "success")
    return see_other(url_for(".add"))


def _page(form: Add, status: int = 200, alike: Sequence[Person] = ()) -> Response:
    saw(What.SEARCH, [person.id for person in alike])
    return render("register/add.html", status=status, form=form, consent=consent_text(), alike=alike)
