"""What an upload is, told by its bytes and not by its name; and names that harm nobody."""

import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

LARGEST = 20 * 1024 * 1024
"""Bytes of an upload."""
SPARE = 500_000_000
"""Bytes that uploads leave free on the disk: for what people write, for mail, and for an upgrade's packages."""
HEAD = 1 << 16
"""Bytes from its beginning that tell what it is."""
SIDES = 1600, 800, 240
"""Pixels of a picture’s longer side, in the sizes in which it is kept."""
UNUSED_KEPT = timedelta(days=14)
LONGEST_NAME = 100


class Family(StrEnum):
    """What people take it for."""

    PICTURE = "picture"
    DOCUMENT = "document"
    SOUND = "sound"
    FILM = "film"


class Trouble(StrEnum):
    """Why an upload is refused."""

    NO_ROOM = "no room"
    EMPTY = "empty"
    TOO_LARGE = "too large"
    DRAWING = "drawing"
    WEB_PAGE = "web page"
    PROGRAM = "program"
    MACROS = "macros"
    OLD_OFFICE = "old office"
    HEIC = "heic"
    MOV = "mov"
    PACKED = "packed"
    BROKEN = "broken"
    LIES = "lies"
    UNKNOWN = "unknown"


def leaves_room(free: int, kept: int) -> bool:
    """Whether the largest upload may come where so much is ``free``: of all that is ``kept`` there must be room for a
    backup, so that nobody can fill the disk."""
    return free - LARGEST >= max(SPARE, kept + LARGEST)


class Wrong(Exception):
    """It can’t be taken; ``kind`` is what it really is, if that is the trouble."""

    def __init__(self, trouble: Trouble, kind: str = "") -> None:
        super().__init__(trouble)
        self.trouble, self.kind = trouble, kind


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
ENDINGS = {
    "image/jpeg": ("jpg", "jpeg", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/gif": ("gif",),
    "application/pdf": ("pdf",),
    f"{OFFICE}wordprocessingml.document": ("docx",),
    f"{OFFICE}spreadsheetml.sheet": ("xlsx",),
    f"{OFFICE}presentationml.presentation": ("pptx",),
    f"{OPEN}text": ("odt",),
    f"{OPEN}spreadsheet": ("ods",),
    f"{OPEN}presentation": ("odp",),
    "text/plain": ("txt",),
    "text/csv": ("csv",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
    "video/mp4": ("mp4", "m4v"),
}
"""All that can be uploaded, and how its name may end; the first is the one we give."""

MAGIC = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF8": "image/gif",
    b"%PDF-": "application/pdf",
    b"ID3": "audio/mpeg",
}
REFUSED = {
    b"\xd0\xcf\x11\xe0": Trouble.OLD_OFFICE,
    b"{\\rtf": Trouble.OLD_OFFICE,
    b"MZ": Trouble.PROGRAM,
    b"\x7fELF": Trouble.PROGRAM,
    b"\xca\xfe\xba\xbe": Trouble.PROGRAM,
    b"#!": Trouble.PROGRAM,
    b"Rar!": Trouble.PACKED,
    b"7z\xbc\xaf": Trouble.PACKED,
    b"\x1f\x8b": Trouble.PACKED,
}
INSIDE = {
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}presentationml.presentation",
}
MACROS = re.compile(r"vbaproject|/activex/|^basic/|^scripts/", re.IGNORECASE)
"""Parts of a document that are programs."""
FILM_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}
SOUND_BRANDS = {b"M4A ", b"M4B "}
PICTURE_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"}
MARKUP = {
    b"<svg": Trouble.DRAWING,
    b"<!doctype svg": Trouble.DRAWING,
    b"<!doctype html": Trouble.WEB_PAGE,
    b"<html": Trouble.WEB_PAGE,
    b"<head": Trouble.WEB_PAGE,
    b"<body": Trouble.WEB_PAGE,
    b"<script": Trouble.WEB_PAGE,
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def kind_of(head: bytes, name: str, parts: Collection[str] | None, says: str) -> str:
    """The kind of a file from its first bytes; ``parts`` are the names of what is packed in it, None if it is no
    archive, and ``says`` is what its part “mimetype” says. ``name`` must fit it. Raises Wrong."""
    ending = ending_of(name)
    if not head:
        raise Wrong(Trouble.EMPTY)
    kind = _packed(head, parts, says) or _known(head) or _boxed(head) or _text(head, ending)
    fitting = PICTURE_ENDINGS if kind in PICTURES else ENDINGS[kind]
    if ending and ending not in fitting:
        raise Wrong(Trouble.LIES, kind)
    return kind


def _packed(head: bytes, parts: Collection[str] | None, says: str) -> str:
    if not head.startswith(b"PK\x03\x04"):
        return ""
    if parts is None:
        raise Wrong(Trouble.BROKEN)
    if any(MACROS.search(part) for part in parts):
        raise Wrong(Trouble.MACROS)
    if says in ENDINGS and says.startswith(OPEN):
        return says
    for part, kind in INSIDE.items():
        if part in parts:
            return kind
    raise Wrong(Trouble.PACKED)


def _known(head: bytes) -> str:
    for begin, trouble in REFUSED.items():
        if head.startswith(begin):
            raise Wrong(trouble)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for begin, kind in MAGIC.items() if head.startswith(begin)), _frames(head))


def _frames(head: bytes) -> str:
    """Whether it begins with a frame of MPEG layer 3: eleven ones, and no value that the standard forbids."""
    is_layer_3 = len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08
    return "audio/mpeg" if is_layer_3 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C else ""


def _boxed(head: bytes) -> str:
    """Sound and film in boxes (ISO 14496-12), told by their brands."""
    if head[4:8] != b"ftyp":
        if head[4:8] in (b"moov", b"mdat", b"wide"):
            raise Wrong(Trouble.MOV)
        return ""
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length, 4))}
    if head[8:12] in SOUND_BRANDS:
        return "audio/mp4"
    if head[8:12] in PICTURE_BRANDS:
        raise Wrong(Trouble.HEIC)
    if head[8:12] == b"qt  " or not brands & FILM_BRANDS:
        raise Wrong(Trouble.MOV)
    return "video/mp4"


def _text(head: bytes, ending: str) -> str:
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begins.startswith((b"<?xml", b"<!--")):
        begins = next((begins[begins.index(mark) :] for mark in MARKUP if mark in begins), begins)
    for mark, trouble in MARKUP.items():
        if begins.startswith(mark):
            raise Wrong(trouble)
    if ending in PROGRAMS:
        raise Wrong(Trouble.PROGRAM)
    if ending not in ("", "txt", "csv") or not _can_be_read(head):
        raise Wrong(Trouble.UNKNOWN)
    return "text/csv" if ending == "csv" else "text/plain"


def _can_be_read(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not CONTROL.search(head.decode("latin-1"))


PICTURES = frozenset(kind for kind in ENDINGS if kind.startswith("image/"))
PICTURE_ENDINGS = frozenset(ending for kind in PICTURES for ending in ENDINGS[kind])
PROGRAMS = {"js", "mjs", "vbs", "bat", "cmd", "ps1", "sh", "py", "exe", "msi", "com", "scr", "jar", "app", "lnk", "hta"}
SHOWN = frozenset(kind for kind in ENDINGS if kind.partition("/")[0] in ("image", "audio", "video"))
"""What browsers show in themselves; the rest is saved."""


def family(kind: str) -> Family:
    """What people take a file of ``kind`` for."""
    families = {"image": Family.PICTURE, "audio": Family.SOUND, "video": Family.FILM}
    return families.get(kind.partition("/")[0], Family.DOCUMENT)


def ending_of(name: str) -> str:
    """How a name ends, in small letters and without the dot; "" if it has no ending."""
    found = re.search(r"\.([A-Za-z0-9]{1,5})$", name.strip())
    return found[1].lower() if found else ""


def good_name(name: str, kind: str) -> str:
    """``name`` as a file can be called anywhere: no folders, no signs that mean something, and the right ending."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.removesuffix(f".{ending}") if (ending := _ending_as_written(last)) else last
    plain = re.sub(r"[^\w\s().,&+-]", "", "".join(c if c.isprintable() else " " for c in stem))
    short = re.sub(r"\s+", " ", plain).strip(" .-")[:LONGEST_NAME].rstrip(" .-")
    right = ending.lower() if ending.lower() in ENDINGS[kind] else ENDINGS[kind][0]
    return f"{short or 'file'}.{right}"


def _ending_as_written(name: str) -> str:
    found = re.search(r"\.([A-Za-z0-9]{1,5})$", name)
    return found[1] if found else ""
