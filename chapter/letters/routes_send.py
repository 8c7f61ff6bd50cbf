"""The letter step: the letter as one person will get it, by mail or on paper."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow, may_open
from chapter.db import db, only_read
from chapter.errors import Missing, Refused
from chapter.i18n import _
from chapter.letters import actions, queries
from chapter.letters.drafts import Draft, Text, draft
from chapter.letters.forms import OwnLetter
from chapter.letters.panels import told
from chapter.letters.rules import STEPS, Key
from chapter.letters.words import letter_words
from chapter.messages import actions as messages
from chapter.messages.queries import message
from chapter.pages import render, see_other
from chapter.welcome import queries as cases
from chapter.welcome.models import WelcomeCase
from chapter.welcome.noting import case_shown

bp = Blueprint("letters", __name__, url_prefix="/welcome")
bp.after_request(case_shown)
FIRST = {"key": Key.WELCOME}


@bp.get("/<int:case_id>/letter", defaults=FIRST)
@bp.get("/<int:case_id>/letter/<key>")
@allow(Permission.WELCOME_WORK)
def letter(case_id: int, key: str) -> Response:
    """The letter as they will get it, or what became of it."""
    case, which = cases.case_for(current_user, case_id), _key(key)
    written = draft(which, case.person, clock.now(), case)
    return _page(case, which, OwnLetter(formdata=None, data=written.text._asdict()), written)


@bp.post("/<int:case_id>/letter", defaults=FIRST)
@bp.post("/<int:case_id>/letter/<key>")
@allow(Permission.WELCOME_WORK)
def send_letter(case_id: int, key: str) -> Response:
    """Send it as it was typed, once; or only show it."""
    if "show" in request.form:
        return _shown(case_id, _key(key), OwnLetter())
    case, which, form = cases.case_for(current_user, case_id, for_change=True), _key(key), OwnLetter()
    if not form.validate() and not actions.is_sent(case, which):
        return _page(case, which, form, _typed(case, which, form), status=422)
    try:
        sent = actions.send(case, which, current_user.name, clock.now(), Text(*form.written()))
    except Refused as refused:
        flash(str(refused.words), "error")
        return see_other(url_for(".letter", case_id=case_id, key=which))
    db.session.commit()
    told_to = _("The letter is on its way to %(name)s.", name=case.person.name)
    flash(told_to if sent else _("The letter had been taken care of already; it isn’t sent twice."), "success")
    return see_other(url_for("welcome.case", case_id=case_id))


@bp.get("/<int:case_id>/letter/print", defaults=FIRST)
@bp.get("/<int:case_id>/letter/<key>/print")
@allow(Permission.WELCOME_WORK)
def print_letter(case_id: int, key: str) -> Response:
    """The letter on paper."""
    case, which = cases.case_for(current_user, case_id), _key(key)
    return _paper(case, which, draft(which, case.person, clock.now(), case))


@bp.post("/<int:case_id>/letter/print", defaults=FIRST)
@bp.post("/<int:case_id>/letter/<key>/print")
@allow(Permission.WELCOME_WORK)
def print_own_letter(case_id: int, key: str) -> Response:
    """The same with the words that were typed."""
    only_read()
    case, which, form = cases.case_for(current_user, case_id), _key(key), OwnLetter()
    if not form.validate():
        return _page(case, which, form, _typed(case, which, form), status=422)
    return _paper(case, which, _typed(case, which, form))


@bp.post("/<int:case_id>/letter/posted", defaults=FIRST)
@bp.post("/<int:case_id>/letter/<key>/posted")
@allow(Permission.WELCOME_WORK)
def posted(case_id: int, key: str) -> Response:
    """It is in the letter-box."""
    case = cases.case_for(current_user, case_id, for_change=True)
    try:
        actions.posted(case, _key(key), current_user.name, clock.now())
    except Refused as refused:
        flash(str(refused.words), "error")
        return see_other(url_for(".letter", case_id=case_id, key=key))
    db.session.commit()
    flash(_("Noted: the letter to %(name)s is posted.", name=case.person.name), "success")
    return see_other(url_for("welcome.case", case_id=case_id))


@bp.post("/<int:case_id>/letter/<key>/came-back")
@allow(Permission.WELCOME_WORK)
def letter_came_back(case_id: int, key: str) -> Response:
    """Somebody has found it among the mail that came back."""
    case = cases.case_for(current_user, case_id, for_change=True)
    step = queries.sent(case, _key(key))
    if step and step.message_id:
        messages.mark_came_back(message(step.message_id), clock.now())
        db.session.commit()
        flash(_("Noted that the letter came back. It is still to be done."), "success")
    return see_other(url_for(".letter", case_id=case_id, key=key))


def _shown(case_id: int, key: Key, form: OwnLetter) -> Response:
    """The letter with the words that were typed; nothing is kept."""
    only_read()
    case = cases.case_for(current_user, case_id)
    form.validate()
    return _page(case, key, form, _typed(case, key, form), "letters/_letter_shown.html")


def _key(key: str) -> Key:
    """The letter called so, if it belongs to cases."""
    found = next((letter for letter in STEPS if letter == key), None)
    if found is None:
        raise Missing
    return found


def _typed(case: WelcomeCase, key: Key, form: OwnLetter) -> Draft:
    return draft(key, case.person, clock.now(), case, Text(*form.written()))


def _page(
    case: WelcomeCase, key: Key, form: OwnLetter, written: Draft, fragment: str | None = None, status: int = 200
) -> Response:
    standing = cases.standing(case, clock.now())
    point = standing.find(STEPS[key])
    facts: dict[str, Any] = {"standing": standing, "point": point, "form": form, "draft": written, "key": key}
    facts |= {"told": told(case, key), "goes_on": queries.goes_on(standing, key), "letter_words": letter_words}
    template = "letters/letter.html" if not actions.is_sent(case, key) else "letters/letter_sent.html"
    return render(template, fragment, status, case=case, may_open=may_open, **facts)


def _paper(case: WelcomeCase, key: Key, written: Draft) -> Response:
    back, done = (url_for(f".{view}", case_id=case.id, key=key) for view in ("letter", "posted"))
    return render("letters/letter_print.html", draft=written, back=back, done=done)
