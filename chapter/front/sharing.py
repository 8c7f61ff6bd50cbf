"""What other places show of a page of ours when somebody shares it: its address in each language, and a picture."""

from typing import NamedTuple

from flask import Blueprint, request

from chapter.front import pictures
from chapter.i18n import language, offered
from chapter.origin import base_url
from chapter.pages import public_url
from chapter.settings.queries import chapter
from chapter.signing import sign

bp = Blueprint("front", __name__)
PURPOSE = "share"


class Share(NamedTuple):
    """``languages`` are the codes and addresses of the page's versions, ``plain`` leaves the choice to the reader."""

    address: str
    plain: str
    languages: list[tuple[str, str]]
    image: str


def shared(kind: str, number: int, title: str) -> Share:
    """What others are told of the public page that is being read; its picture can be had as long as it is public."""
    path = base_url() + request.path
    languages = [(code, f"{path}?lang={code}") for code in offered()]
    chosen = dict(languages).get(request.args.get("lang", ""), path)
    card = pictures.Card(chapter().name, title, chapter().accent)
    key = sign(PURPOSE, [kind, number, language(), pictures.digest(card)])
    return Share(chosen, path, languages, public_url("front.picture", key=key))


bp.app_context_processor(lambda: {"shared": shared})
