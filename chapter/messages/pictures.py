"""Pictures of those who sign letters: small, and without what cameras write in them, above all where it was taken.

The upload is read by a process of its own (:mod:`chapter.messages.apart`); the library never enters the server.
"""

import subprocess
import sys
from typing import Any, NamedTuple

from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.messages import apart

LARGEST = 10 * 1024 * 1024
"""Bytes of an upload; a view that takes one sets ``request.max_content_length`` to a little more."""
PATIENCE = 60
"""Seconds that it may take on a busy machine."""
JPEG = b"\xff\xd8\xff"

NOTHING = lazy("There is nothing in the file.")
TOO_LARGE = lazy("The picture is larger than 10 MB. Choose a smaller one.")
TOO_MANY_PIXELS = lazy("The picture has more pixels than we can read. Choose a smaller one.")
NO_PICTURE = lazy("This isn’t a picture that we can read. It can be a JPEG, PNG, WebP or GIF.")
BROKEN = lazy("The picture is broken. Choose another one, or save it anew.")
ENDS = {apart.NO_PICTURE: NO_PICTURE, apart.TOO_MANY: TOO_MANY_PIXELS}


class Unusable(Refused):
    """The upload is no picture for a letter; ``words`` say why and what to do."""

    def __init__(self, words: Any) -> None:
        super().__init__()
        self.words = words


class Small(NamedTuple):
    """A picture ready to be kept, see ``messages.actions.keep_picture``."""

    data: bytes
    width: int
    height: int


def small(upload: bytes) -> Small:
    """``upload`` as a small JPEG without notes. Takes a second: hold no transaction open. Raises Unusable."""
    if not upload or len(upload) > LARGEST:
        raise Unusable(TOO_LARGE if upload else NOTHING)
    command = [sys.executable, "-I", apart.__file__]
    try:
        done = subprocess.run(command, input=upload, capture_output=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise Unusable(BROKEN) from error
    if done.returncode:
        raise Unusable(ENDS.get(done.returncode, BROKEN))
    size, _line, data = done.stdout.partition(b"\n")
    if not data.startswith(JPEG):
        raise Unusable(BROKEN)
    width, height = map(int, size.split())
    return Small(data, width, height)
