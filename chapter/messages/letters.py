"""From words to a mail in the chapter's frame, with its signer's picture if there is one."""

from base64 import b64encode
from typing import Any, NamedTuple

from chapter.mail import Mail, framed, with_its_lines, write
from chapter.messages import queries
from chapter.messages.models import Picture
from chapter.settings.queries import chapter
from chapter.settings.rules_colours import LIGHT_CARD, readable_on, text_on

SHARPNESS = 2
"""Pixels of a picture for each that it takes on the page: screens are sharper than they say."""


class Shown(NamedTuple):
    """A picture as a mail's frame shows it."""

    address: str
    width: int
    height: int
    alt: str


def from_template(template: str, language: str, signer: str | None, picture_id: int | None, **context: Any) -> Mail:
    """The mail that ``template`` (see ``chapter.mail``) makes of ``context``."""
    return write(template, language, _frame(signer, picture_id), **context)


def letter(subject: str, body: str, language: str, signer: str | None = None, picture_id: int | None = None) -> Mail:
    """The mail whose words are ``body``: markdown that somebody wrote, what is filled in made ``plain``.

    The editor's preview is this, with its HTML as :func:`on_a_page`.
    """
    return framed(subject, with_its_lines(body), language, _frame(signer, picture_id))


def on_a_page(html: str, picture: Picture | None) -> str:
    """The ``html`` of a mail for a browser, which finds the picture in the page itself."""
    if picture is None:
        return html
    return html.replace(address(picture), f"data:{picture.mimetype};base64,{b64encode(picture.data).decode()}")


def content_id(picture: Picture) -> str:
    """What the part of a mail with ``picture`` is called."""
    return f"{picture.digest[:24]}@picture"


def address(picture: Picture) -> str:
    """Where the HTML of a mail finds ``picture``: in the mail, never on the web."""
    return f"cid:{content_id(picture)}"


def _frame(signer: str | None, picture_id: int | None) -> dict[str, Any]:
    accent = readable_on(LIGHT_CARD, chapter().accent)
    shown = None
    if picture := queries.picture(picture_id):
        size = max(picture.width // SHARPNESS, 1), max(picture.height // SHARPNESS, 1)
        shown = Shown(address(picture), *size, signer or "")
    return {"chapter": chapter(), "accent": accent, "on_accent": text_on(accent), "picture": shown}
