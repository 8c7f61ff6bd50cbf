"""The chapter's settings, and its colours as a style sheet."""

from flask import Blueprint, Response

from chapter.access import ANYONE, allow
from chapter.pages import file_response
from chapter.settings import queries
from chapter.settings.rules import DARK_CARD, LIGHT_CARD, readable_on, text_on

bp = Blueprint("settings", __name__)
bp.app_context_processor(lambda: {"chapter": queries.chapter()})


@bp.get("/colours.css")
@allow(ANYONE)
def colours() -> Response:
    """The chapter's accent for light and dark, each readable on its ground."""
    accent = queries.chapter().accent
    light, dark = readable_on(LIGHT_CARD, accent), readable_on(DARK_CARD, accent)
    css = (
        f":root{{--accent:{light};--on-accent:{text_on(light)}}}"
        f"@media(prefers-color-scheme:dark){{:root{{--accent:{dark};--on-accent:{text_on(dark)}}}}}"
    )
    response = file_response(css, "text/css")
    response.cache_control.max_age = 3600
    return response
