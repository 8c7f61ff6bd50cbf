"""The pictures that other places show of our pages: drawn once, by a process of its own, and kept in the data folder.

The library never enters the server; see :mod:`chapter.front.apart`.
"""

import hashlib
import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from flask import current_app

from chapter.config import data_folder
from chapter.errors import Missing
from chapter.front import apart
from chapter.settings.rules_colours import shades

PATIENCE = 30
"""Seconds that it may take on a busy machine."""
PNG = b"\x89PNG\r\n\x1a\n"
KEPT = timedelta(days=30)
LONGEST = 200
"""Characters of a title; nobody reads more in a picture."""
_one_at_a_time = Lock()


class Card(NamedTuple):
    """What a picture says: whose it is, what the page is called, and in which colour."""

    chapter: str
    title: str
    accent: str


def digest(card: Card) -> str:
    """What tells this picture from any other."""
    return hashlib.sha256(json.dumps([apart.LOOK, *card]).encode()).hexdigest()[:12]


def drawn(name: str, card: Card) -> bytes:
    """The picture for ``card``; ``name`` is the page's, which has one picture at a time, so that few are kept."""
    folder = data_folder() / "share"
    file = folder / f"{name}-{digest(card)}.png"
    with _one_at_a_time:
        if not file.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            data = _draw(card)
            for old in folder.glob(f"{name}-*.png"):
                old.unlink()
            half = file.with_suffix(".half")
            half.write_bytes(data)
            half.rename(file)
        return file.read_bytes()


def forget_old(now: datetime) -> None:
    """Delete pictures that were drawn long ago."""
    oldest = (now - KEPT).timestamp()
    for file in (data_folder() / "share").glob("*"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def _draw(card: Card) -> bytes:
    """Draw it; raises Missing if that fails, as a page does without."""
    light, _dark = shades(card.accent)
    font = Path(current_app.static_folder or "") / apart.FONT
    facts = [str(font), card.chapter[:LONGEST], card.title[:LONGEST], light.colour, light.text]
    command = [sys.executable, "-I", apart.__file__]
    try:
        done = subprocess.run(command, input=json.dumps(facts).encode(), capture_output=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise Missing from error
    if done.returncode or not done.stdout.startswith(PNG):
        current_app.logger.error(
            "a picture for sharing couldn't be drawn: %s", done.stderr[-300:].decode(errors="replace")
        )
        raise Missing
    return done.stdout
