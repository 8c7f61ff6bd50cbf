"""The chapter's settings, and its colours as a style sheet."""

import re
from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from chapter import clock
from chapter.access import ANYONE, Permission, allow
from chapter.db import db
from chapter.forms import show_texts, texts
from chapter.i18n import _, lazy
from chapter.pages import file_response, place, render, see_other
from chapter.settings import actions, queries
from chapter.settings.forms import DAYS, ConsentForm, SettingsForm
from chapter.settings.rules import shades

bp = Blueprint("settings", __name__)
bp.app_context_processor(lambda: {"chapter": queries.chapter()})
place(60, lazy("Settings"), "settings.settings", Permission.SETTINGS_CHANGE)


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


def _page(status: int = 200, **changed: Any) -> Response:
    """The settings, with the form that was just filled in."""
    given: dict[str, Any] = {"form": _settings_form(), "consent_form": _consent_form(), **changed}
    facts: dict[str, Any] = {
        "days": DAYS,
        "shades": shades(queries.chapter().accent),
        "versions": queries.consent_texts(),
    }
    return render("settings/settings.html", status=status, **given, **facts)


def _settings_form() -> SettingsForm:
    form = SettingsForm(formdata=None, obj=queries.chapter())
    show_texts(form, "about", queries.chapter().about)
    return form


def _consent_form() -> ConsentForm:
    form = ConsentForm(formdata=None)
    show_texts(form, "consent", queries.consent_text().text)
    return form


@bp.get("/settings")
@allow(Permission.SETTINGS_CHANGE)
def settings() -> Response:
    """All that an administrator can change."""
    return _page()


@bp.post("/settings")
@allow(Permission.SETTINGS_CHANGE)
def change() -> Response:
    """Save the settings."""
    form = SettingsForm()
    if not form.validate():
        return _page(422, form=form)
    actions.change(form.facts())
    db.session.commit()
    flash(_("The settings are saved."), "success")
    return see_other(url_for("settings.settings"))


@bp.get("/settings/colour")
@allow(Permission.SETTINGS_CHANGE)
def colour() -> Response:
    """How a colour will look, while one chooses."""
    chosen = request.args.get("accent", "")
    accent = chosen if re.fullmatch("#[0-9a-fA-F]{6}", chosen) else queries.chapter().accent
    return render("settings/_colour.html", shades=shades(accent))


@bp.post("/settings/consent")
@allow(Permission.SETTINGS_CHANGE)
def write_consent() -> Response:
    """A new version of the consent text, if it says something new."""
    form = ConsentForm()
    if not form.validate():
        return _page(422, consent_form=form)
    written = texts(form, "consent")
    if written != queries.consent_text().text:
        actions.write_consent(written, clock.now())
        db.session.commit()
        flash(
            _("The new text is used from now on. Those who agreed to an earlier one are still kept with that."),
            "success",
        )
    return see_other(url_for("settings.settings") + "#consent")
