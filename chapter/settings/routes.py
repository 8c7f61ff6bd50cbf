"""The settings: an overview, a page for each kind, what was changed; and the colours as a style sheet."""

import re
from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import ANYONE, Permission, allow, may
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _, lazy
from chapter.pages import area, file_response, render, section, see_other
from chapter.settings import actions, queries, rooms
from chapter.settings.forms import SettingsForm
from chapter.settings.models import SettingChange
from chapter.settings.rules_changes import undoable
from chapter.settings.rules_colours import shades
from chapter.settings.words import told

bp = Blueprint("settings", __name__)
bp.app_context_processor(lambda: {"chapter": queries.chapter()})
P = Permission
WITHIN = (
    *(f"settings.{name}" for name in rooms.THINGS if name != "contacts"),
    *("settings.changes", "setup.mail", "setup.steps", "setup.step"),
)
area(60, lazy("The site"), "settings")
section("settings", 10, lazy("Settings"), "settings.settings", P.SETTINGS_CHANGE, *WITHIN)
section("settings", 30, lazy("Contacts"), "settings.contacts", P.CONTACTS_CHANGE, "settings.change_contacts")
MOST = 100


@bp.get("/colours.css")
@allow(ANYONE)
def colours() -> Response:
    """The chapter's accent for light and dark, each readable on its ground."""
    light, dark = shades(queries.chapter().accent)
    css = (
        f":root{{--accent:{light.colour};--on-accent:{light.text}}}"
        f"@media(prefers-color-scheme:dark){{:root{{--accent:{dark.colour};--on-accent:{dark.text}}}}}"
    )
    response = file_response(css, "text/css")
    response.cache_control.max_age = 3600
    return response


@bp.get("/settings")
@allow(P.SETTINGS_CHANGE)
def settings() -> Response:
    """What can be set, and how it is today."""
    return render("settings/settings.html", rooms=rooms.rooms(), latest=queries.latest_changes(1), told=told)


@bp.get("/settings/chapter")
@allow(P.SETTINGS_CHANGE)
def chapter() -> Response:
    """What the chapter is called."""
    return _shown("chapter")


@bp.post("/settings/chapter")
@allow(P.SETTINGS_CHANGE)
def change_chapter() -> Response:
    """Call it something else."""
    return _saved("chapter")


@bp.get("/settings/languages")
@allow(P.SETTINGS_CHANGE)
def languages() -> Response:
    """Which languages the site has."""
    return _shown("languages")


@bp.post("/settings/languages")
@allow(P.SETTINGS_CHANGE)
def change_languages() -> Response:
    """Offer other languages."""
    return _saved("languages")


@bp.get("/settings/look")
@allow(P.SETTINGS_CHANGE)
def look() -> Response:
    """The colour and the logo."""
    return _shown("look")


@bp.post("/settings/look")
@allow(P.SETTINGS_CHANGE)
def change_look() -> Response:
    """Look otherwise."""
    return _saved("look")


@bp.get("/settings/colour")
@allow(P.SETTINGS_CHANGE)
def colour() -> Response:
    """How a colour will look, while one chooses."""
    chosen = next((value for name, value in request.args.items() if name.endswith("accent")), "")
    accent = chosen if re.fullmatch("#[0-9a-fA-F]{6}", chosen) else queries.chapter().accent
    return render("settings/_colour.html", shades=shades(accent))


@bp.get("/settings/contacts")
@allow(P.CONTACTS_CHANGE)
def contacts() -> Response:
    """Whom pages name."""
    return _shown("contacts")


@bp.post("/settings/contacts")
@allow(P.CONTACTS_CHANGE)
def change_contacts() -> Response:
    """Name others."""
    return _saved("contacts")


@bp.get("/settings/hours")
@allow(P.SETTINGS_CHANGE)
def hours() -> Response:
    """When people may be rung."""
    return _shown("hours")


@bp.post("/settings/hours")
@allow(P.SETTINGS_CHANGE)
def change_hours() -> Response:
    """Ring at other times."""
    return _saved("hours")


@bp.get("/settings/membership")
@allow(P.SETTINGS_CHANGE)
def membership() -> Response:
    """When fees are due, and how long leavers are kept."""
    return _shown("membership")


@bp.post("/settings/membership")
@allow(P.SETTINGS_CHANGE)
def change_membership() -> Response:
    """Have it otherwise."""
    return _saved("membership")


@bp.get("/settings/consent")
@allow(P.SETTINGS_CHANGE)
def consent() -> Response:
    """What people agree to, and what they agreed to before."""
    return _shown("consent")


@bp.post("/settings/consent")
@allow(P.SETTINGS_CHANGE)
def write_consent() -> Response:
    """Write a new version."""
    return _saved("consent")


@bp.get("/settings/sessions")
@allow(P.SETTINGS_CHANGE)
def sessions() -> Response:
    """For how long one stays signed in."""
    return _shown("sessions")


@bp.post("/settings/sessions")
@allow(P.SETTINGS_CHANGE)
def change_sessions() -> Response:
    """Make it longer or shorter."""
    return _saved("sessions")


@bp.get("/settings/changes")
@allow(P.SETTINGS_CHANGE)
def changes() -> Response:
    """What was changed last, by whom, and what can be taken back."""
    latest = queries.latest_changes(MOST)
    titles = {room.name: room.title for room in rooms.rooms()}
    back = undoable({change.id: change.what for change in latest})
    return render("settings/changes.html", latest=latest, undoable=back, titles=titles, told=told)


@bp.post("/settings/changes/<int:change_id>/undo")
@allow(P.CONTACTS_CHANGE)
def undo(change_id: int) -> Response:
    """Make it as it was before a change."""
    room = rooms.named(queries.setting_change(change_id).room)
    if not may(room.need):
        abort(403)
    try:
        change = actions.undo(change_id, current_user.name, clock.now())
        db.session.commit()
        _say(change, _("It’s as it was before."), _("Change it back"))
    except Refused as refused:
        flash(str(refused.words), "error")
    return see_other(url_for(room.endpoint))


def _shown(name: str, form: SettingsForm | None = None, status: int = 200, missed: int | None = None) -> Response:
    """A page of the settings; with what others have changed since ``missed``, if the writer has missed that."""
    room = rooms.named(name)
    form, since = form or room.open(), queries.changes_of(name, missed or 0)
    facts: dict[str, Any] = {
        "latest": since[:3],
        "news": [change for change in since if missed is not None],
        "told": told,
    }
    return render("settings/room.html", status=status, room=room, form=form, **facts, **room.beside())


def _saved(name: str) -> Response:
    """Keep what was filled in on a page, and offer to take it back."""
    room = rooms.named(name)
    form = room.read()
    if not form.validate():
        return _shown(name, form, 422)
    try:
        change = room.save(form, current_user.name, clock.now())
    except actions.Stale:
        seen, form.version.data = form.seen, str(queries.newest(name))
        return _shown(name, form, 422, missed=seen)
    except Refused as refused:
        form["logo"].errors = [str(refused.words)]
        return _shown(name, form, 422)
    db.session.commit()
    _say(change, _("Saved."), _("Undo"))
    return see_other(url_for(room.endpoint))


def _say(change: SettingChange | None, words: str, back: str) -> None:
    if change is None:
        flash(_("It was like that already."), "success")
    else:
        undo_it = {"action_url": url_for("settings.undo", change_id=change.id), "action_label": back}
        flash({"text": words, **undo_it}, "success")  # type: ignore[arg-type]
