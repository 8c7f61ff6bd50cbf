"""Files on their way in: bounded in size, and on the disk only for as long as they are read."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from flask import Request

from chapter.config import data_folder

PATIENCE = 300
"""Seconds for which a file that is too large is listened to, so that the browser comes to read why not."""


@contextmanager
def kept_for_a_moment(upload: Any) -> Iterator[Path]:
    """The uploaded file at a path of its own, which only we may read and which is gone afterwards."""
    folder = data_folder() / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix="upload-") as kept:
        upload.save(kept)
        upload.close()
        kept.flush()
        yield Path(kept.name)


def drain(request: Request) -> None:
    """Take what the browser still sends and throw it away: one that is cut off shows its own error, not our page."""
    stream, left = request.environ["wsgi.input"], request.content_length or 0
    end = time.monotonic() + PATIENCE
    while left > 0 and time.monotonic() < end and (part := stream.read(min(left, 1 << 16))):
        left -= len(part)
