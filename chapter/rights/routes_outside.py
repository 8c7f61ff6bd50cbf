"""Asking without an account: a form, and a link in a mail that proves whose address it is."""

from datetime import timedelta

from flask import Response, session, url_for

from chapter import clock
from chapter.access import ANYONE, allow
from chapter.accounts.actions import TooSoon, note_attempt
from chapter.accounts.network import whereabouts
from chapter.accounts.queries import wait_until
from chapter.accounts.rules import LIMITS, Quota
from chapter.db import db
from chapter.i18n import language
from chapter.pages import render, see_other
from chapter.rights import actions, forms
from chapter.rights.routes_own import bp
from chapter.rights.rules import Kind

LIMITS["own-data"] = Quota(10, timedelta(hours=1))
LIMITS["rights-from"] = Quota(30, timedelta(hours=1))
LIMITS["rights-to"] = Quota(3, timedelta(days=1))


@bp.get("/your-data/ask")
@allow(ANYONE)
def ask_outside() -> Response:
    """What somebody without an account asks for."""
    return render("rights/outside.html", form=forms.Outside(formdata=None, kind=Kind.SEE.value))


@bp.post("/your-data/ask")
@allow(ANYONE)
def send_outside() -> Response:
    """Mail a link to the address; the answer is the same whoever it belongs to."""
    form, now, place = forms.Outside(), clock.now(), f"rights-from:{whereabouts()}"
    if not form.validate():
        return render("rights/outside.html", form=form, status=422)
    if until := wait_until(place, now=now):
        form.form_errors.append(TooSoon(until).words)
        return render("rights/outside.html", form=form, status=429)
    note_attempt(place, now)
    to = f"rights-to:{form.email.data}"
    if not form.website.data and not wait_until(to, now=now):
        note_attempt(to, now)
        facts = form.email.data, form.name.data or "", Kind(form.kind.data), form.words.data or ""
        actions.ask_from_outside(*facts, language(), now)
    db.session.commit()
    session["asked_for_data"] = form.email.data
    return see_other(url_for(".sent_outside"))


@bp.get("/your-data/ask/sent")
@allow(ANYONE)
def sent_outside() -> Response:
    """The link is on its way."""
    if "asked_for_data" not in session:
        return see_other(url_for(".ask_outside"))
    return render("rights/sent.html", email=session["asked_for_data"])


@bp.get("/your-data/confirm/<token>")
@allow(ANYONE)
def confirm(token: str) -> Response:
    """A button; mail scanners that follow links confirm nothing."""
    return render("rights/confirm.html", asked=actions.asked_by(token), token=token)


@bp.post("/your-data/confirm/<token>")
@allow(ANYONE)
def confirmed(token: str) -> Response:
    """It was them: the month begins."""
    asked = actions.asked_by(token)
    actions.confirm(asked, clock.now())
    db.session.commit()
    return render("rights/confirm.html", asked=asked, token=token)
