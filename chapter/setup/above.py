"""What pages of the settings show that only features above know of, and who keeps the logo."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_wtf.file import FileField

from chapter.access import Audience, Permission
from chapter.db import db
from chapter.errors import Refused
from chapter.handbook import placeholders
from chapter.i18n import _, lazy
from chapter.media import actions as media
from chapter.media import places
from chapter.media.queries import named
from chapter.media.uploads import ready
from chapter.messages import readers
from chapter.settings import rooms, values
from chapter.settings.queries import contacts
from chapter.settings.rules import Office
from chapter.setup import queries, words

PICTURES = "image/png", "image/jpeg", "image/webp", "image/gif"


class NoPicture(Refused):
    """A document is no logo."""

    words = lazy("This isn’t a picture. Choose a PNG, JPEG, WebP or GIF.")


class LogoIsGone(Refused):
    """What has been shown nowhere for long is deleted."""

    words = lazy("The earlier logo has been deleted meanwhile. Upload it once more.")


def _keep_logo(form: Any, by: str, now: datetime) -> dict[str, Any]:
    """Make an upload small and harmless, and keep it. That takes a while, in which others may write."""
    upload: FileField = form.logo
    if not upload.data or not upload.data.filename:
        return {}
    db.session.rollback()
    found = ready(upload.data.stream, upload.data.filename)
    if found.mimetype not in PICTURES:
        raise NoPicture
    return {"logo_id": media.put(found, by, now).id}


def _show_logo(logo_id: int | None) -> None:
    """Everybody may see the logo."""
    if logo_id and not named([logo_id]):
        raise LogoIsGone
    media.use("settings:logo", Audience.PUBLIC, [logo_id] if logo_id else [])


def _where_the_logo_is(sources: list[str]) -> dict[str, tuple[str, str]]:
    return {source: (_("The chapter’s logo"), url_for("settings.look")) for source in sources}


def _standing_in() -> dict[str, Any]:
    """Whom pages name for the offices that are empty."""
    named_now, filled = placeholders.values(), {office for office, contact in contacts().items() if contact.name}
    empty = [office for office in Office if office not in filled]
    return {"stand_ins": {office: _("It’s empty, so they name %(name)s.", name=named_now[office]) for office in empty}}


rooms.beside("consent", lambda: {"versions": queries.versions()})
rooms.beside("contacts", _standing_in)
rooms.keep("look", _keep_logo)
values.on_change["logo_id"] = _show_logo
rooms.add(
    rooms.Room(
        60,
        "mail",
        lazy("Mail"),
        lazy("Which server sends the chapter’s mail, and whether it does."),
        words.mail_today,
        endpoint="setup.mail",
    )
)
places.register("settings:", _where_the_logo_is)
readers.register("mail-test:", Permission.OUTBOX_READ)
