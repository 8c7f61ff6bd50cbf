"""What an upload is, told by its bytes; and names that harm nobody."""

import pytest

from chapter.media.rules import (
    ENDINGS,
    LARGEST,
    OPEN,
    SPARE,
    Family,
    Trouble,
    Wrong,
    ending_of,
    family,
    good_name,
    kind_of,
    leaves_room,
)

FTYP = b"\x00\x00\x00\x18ftyp"
TEXT = f"{OPEN}text"


def told(head: bytes, name: str = "", parts: tuple[str, ...] | None = None, says: str = "") -> str:
    """What it is said to be, or the trouble with it."""
    try:
        return kind_of(head, name, parts, says)
    except Wrong as wrong:
        return f"{wrong.trouble} {wrong.kind}".strip()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", Trouble.EMPTY),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", Trouble.UNKNOWN),
        (b"%PDF-1.7", "application/pdf"),
        (b"ID3\x03", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\xff\xf3\x90\x00", "audio/mpeg"),
        (b"\xff\xfb\xf0\x00", Trouble.UNKNOWN),
        (b"\xff\xfb\x9c\x00", Trouble.UNKNOWN),
        (b"\xff\xf1\x90\x00", Trouble.UNKNOWN),
        (b"\xff\xeb\x90\x00", Trouble.UNKNOWN),
        (b"{\\rtf1", Trouble.OLD_OFFICE),
        (b"Rar!\x1a", Trouble.PACKED),
        (FTYP + b"isom", "video/mp4"),
        (FTYP + b"what\x00\x00\x00\x00mp42", "video/mp4"),
        (FTYP + b"what\x00\x00\x00\x00ever", Trouble.MOV),
        (FTYP + b"qt  \x00\x00\x00\x00mp42", Trouble.MOV),
        (FTYP + b"M4A \x00\x00\x00\x00mp42", "audio/mp4"),
        (FTYP + b"mif1", Trouble.HEIC),
        (b"\x00\x00\x00\x18moov", Trouble.MOV),
        (b"\x00\x00\x00\x18meta", Trouble.UNKNOWN),
        (b"\xfe\xff\x00h", "text/plain"),
        (b"hej\r\n\tdu", "text/plain"),
        (b"<?xml version='1.0'?><svg>", Trouble.DRAWING),
        (b"<?xml version='1.0'?><note>", "text/plain"),
        (b" <HTML>", Trouble.WEB_PAGE),
    ],
)
def test_bytes_tell_what_it_is(head: bytes, kind: str):
    assert told(head) == kind


@pytest.mark.parametrize(
    ("parts", "says", "kind"),
    [
        (None, "", Trouble.BROKEN),
        ((), "", Trouble.PACKED),
        (("a.txt",), "application/pdf", Trouble.PACKED),
        (("content.xml",), TEXT, TEXT),
        (("xl/workbook.xml",), "", next(kind for kind in ENDINGS if kind.endswith("sheet"))),
        (("xl/workbook.xml", "xl/vbaProject.bin"), "", Trouble.MACROS),
        (("word/document.xml", "word/activeX/activeX1.bin"), "", Trouble.MACROS),
        (("content.xml", "Scripts/python/a.py"), TEXT, Trouble.MACROS),
    ],
)
def test_what_is_packed_in_it_tells_which_document_it_is(parts: tuple[str, ...] | None, says: str, kind: str):
    assert told(b"PK\x03\x04", parts=parts, says=says) == kind


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.7", "a.PDF ", "application/pdf"),
        (b"%PDF-1.7", "a", "application/pdf"),
        (b"%PDF-1.7", "a.docx", f"{Trouble.LIES} application/pdf"),
        (b"GIF89a", "a.jpeg", "image/gif"),
        (b"GIF89a", "a.pdf", f"{Trouble.LIES} image/gif"),
        (b"a;b", "a.csv", "text/csv"),
        (b"a;b", "a.md", Trouble.UNKNOWN),
        (b"a;b", "a.bat", Trouble.PROGRAM),
    ],
)
def test_a_name_must_fit_what_it_is(head: bytes, name: str, kind: str):
    assert told(head, name) == kind


@pytest.mark.parametrize(
    ("name", "kind", "good"),
    [
        ("Flygblad.pdf", "application/pdf", "Flygblad.pdf"),
        ("Foto.JPEG", "image/jpeg", "Foto.jpeg"),
        ("Foto.webp", "image/jpeg", "Foto.jpg"),
        ("Möte 3.12", "application/pdf", "Möte 3.pdf"),
        ("../..", "application/pdf", "file.pdf"),
        ('a"b;c\r\nd', "application/pdf", "abc d.pdf"),
        ("\u202egpj.exe", "image/png", "gpj.png"),
    ],
)
def test_names_become_harmless(name: str, kind: str, good: str):
    assert good_name(name, kind) == good


def test_endings():
    assert [ending_of(name) for name in ("a.tar.GZ", "a", "a.", "a.longer-than-that")] == ["gz", "", "", ""]


@pytest.mark.parametrize(
    ("kind", "people_say"),
    [
        ("image/png", Family.PICTURE),
        ("audio/mp4", Family.SOUND),
        ("video/mp4", Family.FILM),
        ("text/csv", Family.DOCUMENT),
    ],
)
def test_what_people_take_it_for(kind: str, people_say: Family):
    assert family(kind) is people_say


@pytest.mark.parametrize(
    ("free", "kept", "is_left"),
    [
        (SPARE + LARGEST, 0, True),
        (SPARE + LARGEST - 1, 0, False),
        (3 * SPARE + 2 * LARGEST, 3 * SPARE, True),
        (3 * SPARE + 2 * LARGEST - 1, 3 * SPARE, False),
    ],
)
def test_uploads_leave_room_for_the_rest_and_for_a_backup_of_themselves(free: int, kept: int, is_left: bool):
    assert leaves_room(free, kept) is is_left
