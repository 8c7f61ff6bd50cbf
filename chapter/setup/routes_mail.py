"""How it is with mail, and a test of it that goes the way of all mail."""

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.accounts.actions import TooSoon
from chapter.db import db
from chapter.pages import own_path, render, see_other
from chapter.setup import actions
from chapter.setup.mail_state import state, tested

bp = Blueprint("setup", __name__)


@bp.get("/settings/mail")
@allow(Permission.SETTINGS_CHANGE)
def mail() -> Response:
    """The server, the sender, and the last test."""
    return render("setup/mail.html", **state())


@bp.get("/settings/mail/tested")
@allow(Permission.SETTINGS_CHANGE)
def mail_tested() -> Response:
    """What became of the test, while one waits."""
    return render("setup/_tested.html", **tested())


@bp.post("/settings/mail/test")
@allow(Permission.SETTINGS_CHANGE)
def test_mail() -> Response:
    """Send the reader a mail through the outbox; the page then says how it fared."""
    try:
        actions.send_test(current_user, clock.now())
        db.session.commit()
    except TooSoon as error:
        flash(str(error.words), "warning")
    there = own_path(request.form.get("next"), url_for(".mail"))
    return see_other(f"{there}#tested")
