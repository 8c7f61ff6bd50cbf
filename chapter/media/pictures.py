"""Pictures, made smaller and without what cameras write in them, above all where they were taken.

The upload is read by a process of its own (:mod:`chapter.media.apart`); the library never enters the server.
"""

import subprocess
import sys
from threading import Lock
from typing import IO, Any, NamedTuple

from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.media import apart

LARGEST = 10 * 1024 * 1024
"""Bytes of a signer's picture; a view that takes one sets ``request.max_content_length`` to a little more."""
SIGNER = 320
"""Pixels of the longer side of a signer's picture."""
PATIENCE = 60
"""Seconds that it may take on a busy machine."""
_one_at_a_time = Lock()
"""A large picture takes much memory while it is read, and a small server has little."""
BEGINS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}

NOTHING = lazy("There is nothing in the file.")
TOO_LARGE = lazy("The picture is larger than 10 MB. Choose a smaller one.")
TOO_MANY_PIXELS = lazy("The picture has more pixels than we can read. Choose a smaller one.")
NO_PICTURE = lazy("This isn’t a picture that we can read. It can be a JPEG, PNG, WebP or GIF.")
BROKEN = lazy("The picture is broken. Choose another one, or save it anew.")
ENDS = {apart.NO_PICTURE: NO_PICTURE, apart.TOO_MANY: TOO_MANY_PIXELS}


class Unusable(Refused):
    """The upload can’t be taken; ``words`` say why and what to do."""

    def __init__(self, words: Any) -> None:
        super().__init__()
        self.words = words


class Small(NamedTuple):
    """A picture ready to be kept, see ``messages.actions.keep_picture``."""

    data: bytes
    width: int
    height: int

    @property
    def mimetype(self) -> str:
        """What it is, by its first bytes; "" if it is none that we make."""
        return next((kind for begin, kind in BEGINS.items() if self.data.startswith(begin)), "")


def small(upload: bytes) -> Small:
    """``upload`` as a small JPEG without notes. Takes a second: hold no transaction open. Raises Unusable."""
    if not upload or len(upload) > LARGEST:
        raise Unusable(TOO_LARGE if upload else NOTHING)
    return _made("white", (SIGNER,), input=upload)[0]


def sizes(file: IO[bytes], *sides: int) -> list[Small]:
    """The picture in ``file`` with at most so many pixels a side, for each of ``sides``, from the largest; those that
    would be the same are one. Takes seconds: hold no transaction open. Raises Unusable."""
    return _made("clear", sides, stdin=file)


def _made(ground: str, sides: tuple[int, ...], **given: Any) -> list[Small]:
    command = [sys.executable, "-I", apart.__file__, ground, *map(str, sides)]
    try:
        with _one_at_a_time:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, **given)
    except subprocess.TimeoutExpired as error:
        raise Unusable(BROKEN) from error
    if done.returncode:
        raise Unusable(ENDS.get(done.returncode, BROKEN))
    found = _told(done.stdout)
    if not found or not all(picture.mimetype for picture in found):
        raise Unusable(BROKEN)
    return found


def _told(output: bytes) -> list[Small]:
    """The pictures in what the other process has written."""
    found = []
    while output:
        line, _newline, output = output.partition(b"\n")
        width, height, length = map(int, line.split())
        found.append(Small(output[:length], width, height))
        output = output[length:]
    return found
