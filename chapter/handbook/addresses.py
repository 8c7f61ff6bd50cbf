"""Where the links and pictures of a text lead: to screens, pages, uploads, drawings, and out into the world."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app, url_for

from chapter.access import may_open
from chapter.handbook.references import Known
from chapter.media.models import Medium
from chapter.media.rules import SIDES
from chapter.pages import static

SCHEMES = "http", "https", "mailto", "tel", "sms"
DRAWING = re.compile(r"drawing:([a-z0-9-]{1,60})")
VIEW_BOX = re.compile(r'viewBox="0 0 (\d+)(?:\.\d+)? (\d+)(?:\.\d+)?"')
ODD = re.compile(r"[\x00-\x20\\]")


class Picture(NamedTuple):
    """What an ``img`` needs to know; ``kind`` is its class."""

    src: str
    width: int | None
    height: int | None
    srcset: str = ""
    kind: str = "photo"


def is_screen(endpoint: str) -> bool:
    """Whether a view can be linked to: it is got, and its address has nothing to fill in."""
    rules = current_app.url_map.iter_rules(endpoint) if endpoint in current_app.view_functions else ()
    return any("GET" in (rule.methods or ()) and not rule.arguments - set(rule.defaults or ()) for rule in rules)


def drawing_file(name: str) -> Path | None:
    """The file of one of the drawings that come with the program."""
    file = Path(current_app.static_folder or "") / "handbook" / f"{name}.svg"
    return file if file.is_file() else None


def drawing(url: str) -> Picture | None:
    """The drawing that ``drawing:name`` means."""
    named = DRAWING.fullmatch(url)
    file = drawing_file(named[1]) if named else None
    return Picture(static(f"handbook/{file.name}"), *_size(file), kind="drawing") if file else None


@lru_cache(maxsize=64)
def _size(file: Path) -> tuple[int | None, int | None]:
    found = VIEW_BOX.search(file.read_text()[:2000])
    return (int(found[1]), int(found[2])) if found else (None, None)


def picture(url: str, known: Known) -> Picture | None:
    """The uploaded picture that ``media:12`` means."""
    medium = _medium(url, known)
    if medium is None or not medium.width:
        return None
    return Picture(_address(medium), medium.width, medium.height, _smaller(medium, medium.width, medium.height or 0))


def there(url: str, known: Known, paper: dict[int, str] | None = None) -> str | None:
    """Where a link leads; None if it leads nowhere for this reader. On ``paper`` only to what is printed there, and
    to the world."""
    kind, _colon, rest = url.partition(":")
    if kind == "page":
        return _to_page(rest, known, paper)
    if paper is not None and kind not in SCHEMES:
        return None
    if kind == "screen":
        return url_for(rest) if is_screen(rest) and may_open(rest) else None
    if kind == "media":
        medium = _medium(url, known)
        return _address(medium) if medium else None
    return url if _is_harmless(url) else None


def _is_harmless(url: str) -> bool:
    if ODD.search(url):
        return False
    if url.startswith(("#", "/")):
        return not url.startswith("//")
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.netloc if parts.scheme.startswith("http") else parts.path)


def _to_page(name: str, known: Known, paper: dict[int, str] | None) -> str | None:
    key, _hash, anchor = name.partition("#")
    page = known.pages.get(key)
    if page is None or not page.is_open:
        return None
    if paper is not None:
        return f"#{paper[page.id]}" if page.id in paper else None
    return url_for("handbook.page", section=page.section, slug=page.slug, _anchor=anchor or None)


def _medium(url: str, known: Known) -> Medium | None:
    number = url.removeprefix("media:")
    return known.media.get(int(number)) if url != number and number.isdecimal() else None


def _address(medium: Medium) -> str:
    return url_for("media.file", medium_id=medium.id, name=medium.name)


def _smaller(medium: Medium, width: int, height: int) -> str:
    """The sizes in which a picture is kept, for a browser to choose among."""
    longest = max(width, height)
    kept = [(side, width * side // longest) for side in sorted(SIDES) if side < longest]
    choices = [f"{_address(medium)}?w={side} {wide}w" for side, wide in kept]
    return ", ".join([*choices, f"{_address(medium)} {width}w"]) if choices else ""
