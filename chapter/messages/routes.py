"""Pages: the outbox."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, request, url_for
from flask_login import current_user

from chapter import clock, mail
from chapter.access import ANYONE, Permission, allow
from chapter.db import db
from chapter.i18n import _, lazy
from chapter.messages import actions, letters, queries, readers
from chapter.messages.models import Message
from chapter.messages.words import explain, fate
from chapter.pages import file_response, render, section, see_other
from chapter.people.looks import What, saw

bp = Blueprint("messages", __name__)
section("settings", 60, lazy("Outbox"), "messages.outbox", Permission.OUTBOX_READ, "messages.message")

PREVIEW = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-top-navigation-by-user-activation",
}
"""A mail has its styles in its tags, as mail must, and its picture in itself; nothing else in it may do anything."""


@bp.app_context_processor
def _demo_outbox() -> dict[str, Any]:
    """Where mail can be read in a demo that sends none; else None."""
    return {"demo_outbox": url_for("messages.demo") if mail.is_read_here() else None}


def _may_read(message: Message) -> bool:
    """Whether what ``message`` is about is the reader's to see."""
    return readers.may_read(message.source, current_user.permissions)


def _may_show(message: Message) -> bool:
    """Whether the words are there and may be read: those that sign somebody in only in a demo."""
    is_open = not message.is_secret or current_app.config["CHAPTER_MODE"] == "demo"
    return bool(message.text) and is_open and _may_read(message)


@bp.get("/outbox")
@allow(Permission.OUTBOX_READ)
def outbox() -> Response:
    """All mail, newest first, what failed on top."""
    shown = request.args.get("state", "")
    page = queries.outbox(shown, max(request.args.get("page", 1, int), 1))
    facts: dict[str, Any] = {
        "counts": queries.counts(),
        "problems": queries.trouble(),
        "fate": fate,
        "explain": explain,
        "may_read": _may_read,
    }
    saw(What.MAIL, queries.receivers(page))
    return render("messages/outbox.html", page=page, shown=shown, **facts)


@bp.get("/outbox/<int:message_id>")
@allow(Permission.OUTBOX_READ)
def message(message_id: int) -> Response:
    """One mail, as its reader gets it but for links that act; or only what became of it, if it isn't ours to read."""
    found = queries.message(message_id)
    facts: dict[str, Any] = {"fate": fate, "explain": explain, "may_show": _may_show(found), "may_read": _may_read}
    facts["picture"] = queries.picture(found.picture_id)
    facts["text"] = readers.harmless(found.text, _("(a link for whoever got it)"))
    saw(What.MAIL, queries.receivers([found]))
    return render("messages/message.html", message=found, **facts)


@bp.get("/outbox/<int:message_id>/html")
@allow(Permission.OUTBOX_READ)
def preview(message_id: int) -> Response:
    """The HTML of a mail, shut in."""
    found = queries.message(message_id)
    if not _may_show(found):
        abort(404)
    saw(What.MAIL, queries.receivers([found]))
    html = letters.on_a_page(readers.harmless(found.html, "#"), queries.picture(found.picture_id))
    return Response(html, mimetype="text/html", headers=PREVIEW)


@bp.get("/outbox/<int:message_id>/picture")
@allow(Permission.OUTBOX_READ)
def picture(message_id: int) -> Response:
    """The picture of whoever signed a mail."""
    found = queries.message(message_id)
    shown = queries.picture(found.picture_id)
    return file_response(shown.data, shown.mimetype) if shown and _may_read(found) else abort(404)


@bp.post("/outbox/<int:message_id>/again")
@allow(Permission.OUTBOX_READ)
def send_again(message_id: int) -> Response:
    """Try a failed mail once more."""
    found = queries.message(message_id)
    try:
        actions.try_again(found, clock.now())
        db.session.commit()
        flash(_("The mail to %(name)s is waiting to be sent.", name=found.to_name or found.to_email), "success")
    except actions.NotAgain as error:
        flash(str(error.words), "error")
    return see_other(url_for("messages.message", message_id=message_id))


@bp.post("/outbox/<int:message_id>/came-back")
@allow(Permission.OUTBOX_READ)
def came_back(message_id: int) -> Response:
    """Somebody has seen it among the mail that came back."""
    actions.mark_came_back(queries.message(message_id), clock.now())
    db.session.commit()
    flash(_("Noted that the mail came back."), "success")
    return see_other(url_for("messages.message", message_id=message_id))


@bp.post("/outbox/<int:message_id>/arrived")
@allow(Permission.OUTBOX_READ)
def arrived(message_id: int) -> Response:
    """It hasn't come back after all."""
    actions.mark_arrived(queries.message(message_id))
    db.session.commit()
    return see_other(url_for("messages.message", message_id=message_id))


@bp.get("/outbox/demo")
@allow(ANYONE)
def demo() -> Response:
    """The newest mail of a demo that sends none, for whoever waits for some."""
    if not mail.is_read_here():
        abort(404)
    return render("messages/demo.html", found=queries.unsent())
