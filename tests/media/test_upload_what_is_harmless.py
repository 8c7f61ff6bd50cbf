"""Uploads are told by their content. What could harm is refused, and it is said what to do instead."""

import io
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from chapter.media import actions, films, storage, uploads, words
from chapter.media.pictures import BROKEN, NO_PICTURE, TOO_MANY_PIXELS, Unusable
from chapter.media.rules import Trouble
from tests.conftest import NOW
from tests.media.made import DOCX, GOOD, ODT, PDF, PLACE, SVG, film, kept, packed, picture
from tests.messages.test_sign_with_a_picture import SECRET, bomb, from_telephone


def why(data: bytes, name: str) -> str:
    """In which words an upload is refused."""
    with pytest.raises(Unusable) as refused:
        actions.keep(data, name, "Bo Ek", NOW)
    return str(refused.value.words)


@pytest.mark.parametrize("name", GOOD)
def test_files_that_people_have_are_taken(app: Flask, name: str):
    data, kind = GOOD[name]
    medium = kept(name, data)

    assert (medium.name, medium.mimetype, medium.size) == (name, kind, len(data))
    assert storage.path(medium.digest).stat().st_size == len(data)


@pytest.mark.parametrize(
    ("data", "name", "trouble"),
    [
        (b"", "tom.pdf", Trouble.EMPTY),
        (SVG, "logga.svg", Trouble.DRAWING),
        (b"\xef\xbb\xbf <SVG>", "logga.png", Trouble.DRAWING),
        (b"<!DOCTYPE html><p>hej", "sida.html", Trouble.WEB_PAGE),
        (b"<!-- hej --><html>", "sida.txt", Trouble.WEB_PAGE),
        (b"MZ\x90\x00", "spel.exe", Trouble.PROGRAM),
        (b"\x7fELF", "flygblad.pdf", Trouble.PROGRAM),
        (b"#!/bin/sh\n", "skript.txt", Trouble.PROGRAM),
        (b"alert(1)", "skript.js", Trouble.PROGRAM),
        (packed("word/document.xml", "word/vbaProject.bin"), "avtal.docx", Trouble.MACROS),
        (packed("Basic/Standard/Module1.xml", mimetype="x"), "avtal.odt", Trouble.MACROS),
        (b"\xd0\xcf\x11\xe0", "avtal.doc", Trouble.OLD_OFFICE),
        (b"\x00\x00\x00\x18ftypheic", "bild.heic", Trouble.HEIC),
        (b"\x00\x00\x00\x14ftypqt  ", "film.mov", Trouble.MOV),
        (packed("a.txt"), "bilder.zip", Trouble.PACKED),
        (DOCX[:60], "avtal.docx", Trouble.BROKEN),
        (b"a\x00b", "konstig.txt", Trouble.UNKNOWN),
        (b"hello", "hej.xyz", Trouble.UNKNOWN),
    ],
)
def test_what_could_harm_or_nobody_can_open_is_refused_in_words(app: Flask, data: bytes, name: str, trouble: Trouble):
    assert why(data, name) == str(words.WHY[trouble])


@pytest.mark.parametrize(
    ("data", "name", "ending"),
    [
        (PDF, "bild.jpg", ".pdf"),
        (picture(), "flygblad.pdf", ".jpg"),
        (ODT, "avtal.docx", ".odt"),
        (PDF, "x.exe", ".pdf"),
    ],
)
def test_a_name_that_lies_is_told_the_right_ending(app: Flask, data: bytes, name: str, ending: str):
    assert ending in why(data, name)


def test_too_large_is_said_before_it_fills_the_disk(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "LARGEST", 100_000)

    assert why(PDF + bytes(200_000), "stor.pdf") == str(words.WHY[Trouble.TOO_LARGE])
    assert list(storage.folder().glob(f"{storage.DRAFT}*")) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (picture()[:600], BROKEN),
        (bomb(60_000, 60_000), TOO_MANY_PIXELS),
        (b"\xff\xd8\xff hello", NO_PICTURE),
    ],
    ids=["half", "bomb", "lie"],
)
def test_a_picture_that_lies_or_is_broken_harms_nobody(app: Flask, data: bytes, said: object):
    assert why(data, "bild.jpg") == str(said)
    assert list(storage.folder().glob(f"{storage.DRAFT}*")) == []


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.png"), ("PNG", "a.jpg"), ("WEBP", "a.webp"), ("GIF", "a")])
def test_pictures_may_be_called_like_each_other(app: Flask, kind: str, name: str):
    medium = kept(name, picture(kind))

    assert medium.name.rpartition(".")[2] == {"image/jpeg": "jpg", "image/png": "png"}[medium.mimetype]


def test_nothing_is_left_of_a_picture_but_what_is_seen(app: Flask):
    medium = kept("hemma.jpg", from_telephone())
    files = [storage.path(medium.digest, side).read_bytes() for side in (None, 240)]

    assert (medium.width, medium.height) == (480, 640)
    assert all(SECRET not in file and not Image.open(io.BytesIO(file)).getexif() for file in files)


def test_what_can_be_seen_through_stays_so(app: Flask):
    medium = kept("logga.png", picture("PNG", "RGBA", color=(255, 0, 0, 100)))

    assert medium.mimetype == "image/png"
    with Image.open(storage.path(medium.digest)) as seen:
        assert seen.getpixel((5, 5)) == (255, 0, 0, 100)


def test_a_photograph_becomes_a_jpeg_whatever_it_was(app: Flask):
    noise = io.BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(noise, "PNG")

    assert kept("foto.png", noise.getvalue()).mimetype == "image/jpeg"


def test_the_many_greys_of_a_scanner_dont_become_white(app: Flask):
    medium = kept("Protokoll.png", picture("PNG", "I;16", color=128 * 256))

    with Image.open(storage.path(medium.digest)) as image:
        assert image.convert("L").getextrema() == (128, 128)


@pytest.mark.parametrize("brand", [b"isom", b"M4A "])
def test_a_film_no_longer_tells_where_it_was_taken(app: Flask, brand: bytes):
    whole = film(brand)
    left = storage.path(kept("film", whole).digest).read_bytes()

    assert PLACE in whole
    assert PLACE not in left
    assert len(left) == len(whole)
    assert b"what is seen" in left


def test_boxes_in_boxes_without_end_harm_nobody():
    nested = b"".join((8 * left).to_bytes(4, "big") + b"moov" for left in range(20_000, 0, -1))
    films.wipe(file := io.BytesIO(nested))

    assert file.getvalue() == nested


def test_a_zip_with_endless_parts_is_not_listed(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "LONGEST_LIST", 1000)

    assert why(packed("word/document.xml", *map(str, range(100))), "a.docx") == str(words.WHY[Trouble.BROKEN])


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x00\x00\x00ftyp", b"\x00\x00\x00\x01udta" + bytes(8), b"\xff\xff\xff\xffmoov"]
)
def test_a_film_whose_boxes_lie_harms_nobody(data: bytes):
    file = io.BytesIO(data)
    films.wipe(file)

    assert len(file.getvalue()) == len(data)


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Bo\\Flygblad.PDF", "Flygblad.pdf"),
        ("a\x00b\n<script>.pdf", "a b script.pdf"),
        (".pdf", "file.pdf"),
        ("Utan ändelse", "Utan ändelse.pdf"),
        ("å" * 300 + ".pdf", "å" * 100 + ".pdf"),
    ],
)
def test_names_harm_nobody(app: Flask, name: str, good: str):
    assert kept(name).name == good


def test_the_same_is_kept_once(app: Flask):
    first, again = kept("a.pdf"), kept("b.pdf")

    assert (first.id, first.name) == (again.id, "a.pdf")


def test_nobody_else_on_the_machine_can_read_it(app: Flask):
    file = storage.path(kept().digest)

    assert file.stat().st_mode & 0o777 == 0o600
    assert [Path(folder).stat().st_mode & 0o777 for folder in (file.parent, file.parent.parent)] == [0o700, 0o700]
