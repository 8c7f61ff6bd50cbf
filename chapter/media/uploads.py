"""Files on their way in: looked into, bounded, made harmless, and ready to be kept."""

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import BadZipFile, ZipFile

from chapter.media import films, pictures, storage, words
from chapter.media.pictures import Unusable
from chapter.media.rules import HEAD, LARGEST, PICTURES, SIDES, Trouble, Wrong, good_name, kind_of, leaves_room

PIECE = 1 << 16
LONGEST_LIST = 1 << 20
"""Bytes of the list of what is packed in a file; a document’s is a hundredth of that."""
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"


class Ready(NamedTuple):
    """An upload that may be kept: its facts, and the drafts of its files by side (0: the upload itself)."""

    digest: str
    name: str
    mimetype: str
    size: int
    width: int | None
    height: int | None
    drafts: dict[int, Path]


def ready(file: IO[bytes], name: str) -> Ready:
    """What was uploaded as ``name``, looked into and ready for ``actions.put``.

    Takes seconds: hold no transaction open. Raises Unusable.
    """
    if not leaves_room(*storage.room()):
        raise Unusable(words.WHY[Trouble.NO_ROOM])
    with _copied(file) as (draft, size):
        try:
            kind = _kind(draft, name)
        except Wrong as wrong:
            raise Unusable(words.why(wrong)) from wrong
        if kind in PICTURES:
            return _picture(draft, name)
        if kind.endswith("/mp4"):
            films.wipe(draft)
        draft.flush()
        with open(draft.name, "rb") as whole:
            digest = hashlib.file_digest(whole, "sha256").hexdigest()
        return Ready(digest, good_name(name, kind), kind, size, None, None, {0: Path(draft.name)})


@contextmanager
def _copied(file: IO[bytes]) -> Iterator[tuple[IO[bytes], int]]:
    """A draft of ``file``, which may be of any size; it goes again if that is too large or something is wrong."""
    draft, size = storage.draft(), 0
    try:
        with draft:
            while piece := file.read(PIECE):
                size += len(piece)
                if size > LARGEST:
                    raise Unusable(words.WHY[Trouble.TOO_LARGE])
                draft.write(piece)
            draft.flush()
            yield draft, size
    except BaseException:
        Path(draft.name).unlink(missing_ok=True)
        raise


def _kind(draft: IO[bytes], name: str) -> str:
    draft.seek(0)
    head = draft.read(HEAD)
    if not head.startswith(b"PK"):
        return kind_of(head, name, None, "")
    if not _has_short_list(draft):
        raise Wrong(Trouble.BROKEN)
    try:
        with ZipFile(draft) as packed:
            parts = packed.namelist()
            says = packed.open("mimetype").read(100).decode("latin-1") if "mimetype" in parts else ""
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise Wrong(Trouble.BROKEN) from error
    return kind_of(head, name, parts, says)


def _has_short_list(draft: IO[bytes]) -> bool:
    """Whether the list at the end of an archive is one that may be read: else it could fill our memory."""
    draft.seek(max(0, draft.seek(0, 2) - (1 << 16) - 22))
    before, mark, end = draft.read().rpartition(END)
    length = int.from_bytes(end[8:12], "little")
    return bool(mark) and END_64 not in before[-24:] and length <= LONGEST_LIST


def _picture(draft: IO[bytes], name: str) -> Ready:
    """A picture in its sizes; what was uploaded, with all that a camera writes in it, goes."""
    with open(draft.name, "rb", buffering=0) as upload:
        large, *smaller = pictures.sizes(upload, *SIDES)
    Path(draft.name).unlink()
    drafts = {0: storage.written(large.data)} | {max(s.width, s.height): storage.written(s.data) for s in smaller}
    digest, kind = hashlib.sha256(large.data).hexdigest(), large.mimetype
    return Ready(digest, good_name(name, kind), kind, len(large.data), large.width, large.height, drafts)
