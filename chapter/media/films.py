"""What telephones write in films and sound beside what is seen and heard, above all where it was taken: wiped out.

Such a file is boxes in boxes (ISO 14496-12), each with its length and a name of four letters. A box of notes is
named “free”, which means nothing, and filled with zeros; it stays as long as it was, so that nothing else moves.
"""

from collections.abc import Iterator
from typing import IO

NOTES = {b"udta", b"meta", b"uuid"}
WITHIN = {b"moov", b"trak"}
MOST_BOXES = 10_000
DEEPEST = 3


def wipe(file: IO[bytes]) -> None:
    """Wipe the notes out of ``file``, which is open for reading and writing."""
    end = file.seek(0, 2)
    for number, (at, header, length, name) in enumerate(_boxes(file, 0, end)):
        if number > MOST_BOXES:
            return
        if name in NOTES:
            file.seek(at + header - 4 if header == 8 else at + 4)
            file.write(b"free")
            file.seek(at + header)
            _zeros(file, length - header)


def _boxes(file: IO[bytes], at: int, end: int, depth: int = 0) -> Iterator[tuple[int, int, int, bytes]]:
    """The boxes from ``at`` to ``end``, and those in them: place, bytes of the header, whole length, name."""
    while at + 8 <= end:
        file.seek(at)
        length, name, header = int.from_bytes(file.read(4), "big"), file.read(4), 8
        if length == 1:
            length, header = int.from_bytes(file.read(8), "big"), 16
        elif length == 0:
            length = end - at
        if length < header or at + length > end:
            return
        yield at, header, length, name
        if name in WITHIN and depth < DEEPEST:
            yield from _boxes(file, at + header, at + length, depth + 1)
        at += length


def _zeros(file: IO[bytes], length: int) -> None:
    while length > 0:
        length -= file.write(bytes(min(length, 1 << 16)))
