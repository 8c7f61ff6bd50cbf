"""A letter to somebody who has left: thank you, and welcome back. The pages on leaving link here."""

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db, only_read
from chapter.errors import Refused
from chapter.i18n import _
from chapter.letters import actions, queries
from chapter.letters.drafts import Draft, Text, draft
from chapter.letters.forms import OwnLetter
from chapter.letters.routes_send import bp
from chapter.letters.rules import Key
from chapter.pages import render, see_other
from chapter.people.looks import What, saw
from chapter.people.models import Person


@bp.get("/back/<int:person_id>")
@allow(Permission.LEAVING_HANDLE)
def back(person_id: int) -> Response:
    """The letter as they will get it."""
    person = queries.has_left(person_id)
    written = draft(Key.WELCOME_BACK, person, clock.now())
    return _page(person, OwnLetter(formdata=None, data=written.text._asdict()), written)


@bp.post("/back/<int:person_id>")
@allow(Permission.LEAVING_HANDLE)
def write_back(person_id: int) -> Response:
    """Send it as it was typed, once; or only show it."""
    if "show" in request.form:
        return _shown(person_id, OwnLetter())
    person, form = queries.has_left(person_id, for_change=True), OwnLetter()
    if not form.validate():
        return _page(person, form, _typed(person, form), status=422)
    try:
        sent = actions.write_back(person, current_user, clock.now(), Text(*form.written()))
    except Refused as refused:
        flash(str(refused.words), "error")
        return see_other(url_for(".back", person_id=person_id))
    db.session.commit()
    told = _("The letter is on its way to %(name)s.", name=person.name)
    flash(told if sent else _("The letter had been taken care of already; it isn’t sent twice."), "success")
    return see_other(url_for("register.leaving", show="left"))


@bp.route("/back/<int:person_id>/print", methods=["GET", "POST"])
@allow(Permission.LEAVING_HANDLE)
def print_back(person_id: int) -> Response:
    """The letter on paper, as it is or with the words that were typed."""
    only_read()
    person, form = queries.has_left(person_id), OwnLetter()
    if form.is_submitted() and not form.validate():
        return _page(person, form, _typed(person, form), status=422)
    written = _typed(person, form) if form.is_submitted() else draft(Key.WELCOME_BACK, person, clock.now())
    there = url_for(".back", person_id=person_id)
    return render("letters/letter_print.html", draft=written, back=there, done=None)


def _shown(person_id: int, form: OwnLetter) -> Response:
    """The letter with the words that were typed; nothing is kept."""
    only_read()
    person = queries.has_left(person_id)
    form.validate()
    return _page(person, form, _typed(person, form), "letters/_letter_shown.html")


def _typed(person: Person, form: OwnLetter) -> Draft:
    return draft(Key.WELCOME_BACK, person, clock.now(), text=Text(*form.written()))


def _page(person: Person, form: OwnLetter, written: Draft, fragment: str | None = None, status: int = 200) -> Response:
    saw(What.LETTER, [person.id])
    sent = queries.written_back(person)
    return render("letters/letter_back.html", fragment, status, person=person, form=form, draft=written, sent=sent)
