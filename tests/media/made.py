"""Uploads of every kind, made here: small, and true or lying."""

import io
import zipfile
from typing import Any

from PIL import Image

from chapter.access import Audience
from chapter.media import actions
from chapter.media.models import Medium
from chapter.media.rules import OFFICE, OPEN
from tests.conftest import NOW

PDF = b"%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\n%%EOF\n"
MP3 = b"\xff\xfb\x90\x64" + bytes(413)
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PLACE = b"+59.3293+018.0686/"


def picture(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (640, 480), **facts: Any) -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new(mode, size, facts.pop("color", 0)).save(written, kind, **facts)
    return written.getvalue()


def packed(*parts: str, mimetype: str = "") -> bytes:
    """A zip with these parts, each of a few bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        if mimetype:
            file.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for part in parts:
            file.writestr(zipfile.ZipInfo(part), "<x/>")
    return written.getvalue()


def box(name: bytes, data: bytes = b"") -> bytes:
    """A box of a film."""
    return (8 + len(data)).to_bytes(4, "big") + name + data


def film(brand: bytes = b"isom") -> bytes:
    """A film that tells where it was taken, in two places."""
    moov = box(b"moov", box(b"mvhd", b"header") + box(b"udta", box(b"\xa9xyz", PLACE)) + box(b"trak", box(b"tkhd")))
    return box(b"ftyp", brand + bytes(4) + b"mp42") + moov + box(b"uuid", PLACE) + box(b"mdat", b"what is seen")


DOCX = packed("[Content_Types].xml", "word/document.xml")
ODT = packed("content.xml", mimetype=f"{OPEN}text")
GOOD = {
    "Flygblad.pdf": (PDF, "application/pdf"),
    "Protokoll.docx": (DOCX, f"{OFFICE}wordprocessingml.document"),
    "Lista.xlsx": (packed("xl/workbook.xml"), f"{OFFICE}spreadsheetml.sheet"),
    "Bilder.pptx": (packed("ppt/presentation.xml"), f"{OFFICE}presentationml.presentation"),
    "Brev.odt": (ODT, f"{OPEN}text"),
    "Blad.ods": (packed(mimetype=f"{OPEN}spreadsheet"), f"{OPEN}spreadsheet"),
    "Visning.odp": (packed(mimetype=f"{OPEN}presentation"), f"{OPEN}presentation"),
    "Tal.txt": ("Vänner!\n".encode(), "text/plain"),
    "Tabell.csv": ("namn;ort\nBo;Ås\n".encode("latin-1"), "text/csv"),
    "Utf-16.txt": ("Vänner!".encode("utf-16"), "text/plain"),
    "Intervju.mp3": (MP3, "audio/mpeg"),
    "Sång.mp3": (b"ID3\x04\x00\x00" + MP3, "audio/mpeg"),
    "Röst.m4a": (film(b"M4A "), "audio/mp4"),
    "Film.mp4": (film(), "video/mp4"),
}
"""Files as people have them, by name, and what they are."""


def kept(name: str = "Flygblad.pdf", data: bytes = PDF, by: str = "Bo Ek") -> Medium:
    """An upload that is kept."""
    return actions.keep(data, name, by, NOW)


def shown(audience: Audience = Audience.PUBLIC, name: str = "Flygblad.pdf", data: bytes = PDF) -> Medium:
    """An upload that something shows to ``audience``."""
    medium = kept(name, data)
    actions.use("page:1", audience, [medium.id])
    return medium
