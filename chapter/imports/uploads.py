"""Files on their way in: bounded in size, and on the disk only for as long as they are read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from chapter.config import data_folder


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
