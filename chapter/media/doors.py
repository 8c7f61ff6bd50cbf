"""Views that take files let in larger requests than others; what is larger still is refused in words, not cut off."""

import time
from collections.abc import Callable

from flask import Request, current_app, request

from chapter.media.rules import LARGEST

LET_IN = LARGEST + 12 * 1024 * 1024
"""Bytes of a request that takes a file: what is a little too large is told so beside its field."""
PATIENCE = 300
"""Seconds for which more than that is listened to, so that the browser comes to read why not."""


def takes_files(view: Callable) -> Callable:
    """Let a view take uploads."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def let_in(endpoint: str | None, _values: object) -> None:
    """Before anything reads the request: let in a larger one where files are taken."""
    if endpoint and getattr(current_app.view_functions.get(endpoint), "takes_files", False):
        request.max_content_length = LET_IN


def drain(request: Request) -> None:
    """Take what the browser still sends and throw it away: one that is cut off shows its own error, not our page."""
    stream, left = request.environ["wsgi.input"], request.content_length or 0
    end = time.monotonic() + PATIENCE
    while left > 0 and time.monotonic() < end and (part := stream.read(min(left, 1 << 16))):
        left -= len(part)
