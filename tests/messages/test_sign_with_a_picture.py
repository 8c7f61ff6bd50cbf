"""A letter shows who signed it. The picture tells nothing else, and a hostile one harms nobody."""

import io
import struct
import sys
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.media import apart, pictures
from chapter.media.pictures import Unusable, small
from chapter.messages import actions, jobs
from chapter.messages.models import Message, Picture
from chapter.messages.rules import PICTURE_KEPT, WORDS_KEPT, State
from tests import factories
from tests.conftest import NOW, Client
from tests.messages.conftest import Mailbox
from tests.messages.test_write_a_letter import letter

SECRET = b"Storgatan 1"


def upload(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (640, 480), **facts: Any) -> bytes:
    """A picture as somebody uploads it."""
    written = io.BytesIO()
    Image.new(mode, size).save(written, kind, **facts)
    return written.getvalue()


def from_telephone() -> bytes:
    """One that lies on its side and tells where it was taken, and with what."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010E] = 6, SECRET.decode()
    notes.get_ifd(0x8825)[1] = "N"
    return upload(exif=notes, comment=SECRET, icc_profile=SECRET)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def keep(**facts: Any) -> Picture:
    """A picture that is kept."""
    picture = actions.keep_picture(small(upload(**facts)), clock.now())
    db.session.commit()
    return picture


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "I;16"), ("PNG", "P"), ("WEBP", "RGB"), ("GIF", "L")],
)
def test_pictures_of_all_kinds_become_small_jpegs(kind: str, mode: str):
    made = small(upload(kind, mode))

    assert (made.width, made.height) == (320, 240)
    assert Image.open(io.BytesIO(made.data)).format == "JPEG"


def test_nothing_is_left_but_what_is_seen():
    whole = from_telephone()
    made = small(whole)
    seen = Image.open(io.BytesIO(made.data))

    assert SECRET in whole
    assert SECRET not in made.data
    assert not seen.getexif()
    assert "exif" not in seen.info


def test_what_lay_on_its_side_stands_up():
    assert small(from_telephone())[1:] == (240, 320)


def test_what_is_small_already_does_not_grow_and_the_rest_is_white():
    made = small(upload("PNG", "RGBA", (20, 10)))

    assert made[1:] == (20, 10)
    assert min(Image.open(io.BytesIO(made.data)).getpixel((5, 5))) > 250  # type: ignore[type-var, arg-type]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", pictures.NOTHING),
        (b"hello", pictures.NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", pictures.NO_PICTURE),
        (upload("BMP"), pictures.NO_PICTURE),
        (upload()[:600], pictures.BROKEN),
        (bomb(60_000, 60_000), pictures.TOO_MANY_PIXELS),
        (bomb(8000, 8000), pictures.BROKEN),
        (bytes(pictures.LARGEST + 1), pictures.TOO_LARGE),
    ],
    ids=["nothing", "text", "svg", "bmp", "half", "bomb", "empty", "large"],
)
def test_what_is_no_picture_is_refused_in_words(data: bytes, words: object):
    with pytest.raises(Unusable) as refused:
        small(data)

    assert refused.value.words is words


@pytest.mark.parametrize("way", ["raise SystemExit(0)", "import os; os.abort()", "import time; time.sleep(9)"])
def test_a_reader_that_dies_or_hangs_or_says_nothing_is_a_broken_picture(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, way: str
):
    (tmp_path / "apart.py").write_text(way)
    monkeypatch.setattr(apart, "__file__", str(tmp_path / "apart.py"))
    monkeypatch.setattr(pictures, "PATIENCE", 0.5)

    with pytest.raises(Unusable):
        small(upload())


def test_the_server_never_loads_the_library(monkeypatch: pytest.MonkeyPatch):
    whole = upload()
    for name in [name for name in sys.modules if name.partition(".")[0] == "PIL"]:
        monkeypatch.delitem(sys.modules, name)
    small(whole)

    assert "PIL" not in sys.modules


def test_the_same_picture_is_kept_once(mails: Flask):
    assert keep().id == keep().id
    assert keep(size=(100, 100)).id != keep().id


def test_it_travels_inside_the_mail_beside_its_html(serve: Callable[..., Any]):
    box, picture = serve(Mailbox()), keep(size=(100, 50))
    letter(picture_id=picture.id)
    db.session.commit()
    jobs.deliver()
    (mail,) = box.mails
    text, related = mail.iter_parts()
    html, image = related.iter_parts()

    assert [part.get_content_type() for part in (text, related)] == ["text/plain", "multipart/related"]
    assert image.get_content() == picture.data
    assert f'src="cid:{image["Content-ID"].strip("<>")}" width="50" height="25" alt="Eva Lind"' in html.get_content()
    assert "cid:" not in text.get_content()
    assert "http" not in html.get_content().partition("<img")[2].partition(">")[0]


def test_a_letter_without_one_has_none(serve: Callable[..., Any]):
    box = serve(Mailbox())
    assert "<img" not in letter().html
    db.session.commit()
    jobs.deliver()

    assert [part.get_content_type() for part in box.mails[0].walk()][1:] == ["text/plain", "text/html"]


def test_officers_see_it_in_the_outbox(mails: Flask, client: Client):
    picture = keep()
    shown, plain = letter(picture_id=picture.id), letter()
    officer = client.sign_in(factories.account(Role.CALL_LEADER))

    assert officer.get(f"/outbox/{shown.id}/picture").data == picture.data
    assert officer.get(f"/outbox/{plain.id}/picture").status_code == 404
    assert f'src="/outbox/{shown.id}/picture"' in officer.get(f"/outbox/{shown.id}").text
    assert "/picture" not in officer.get(f"/outbox/{plain.id}").text


def test_the_preview_has_it_in_itself(mails: Flask, client: Client):
    shown = letter(picture_id=keep().id)
    preview = client.sign_in(factories.account(Role.CALL_LEADER)).get(f"/outbox/{shown.id}/html")

    assert 'src="data:image/jpeg;base64,' in preview.text
    assert "cid:" not in preview.text
    assert "img-src data:" in preview.headers["Content-Security-Policy"]


def after(message: Message | None, wait: timedelta) -> list[Picture]:
    """The pictures that are left when old mail has been forgotten."""
    if message:
        message.state, message.sent_at = State.SENT, NOW
    db.session.commit()
    with clock.frozen(NOW + wait):
        jobs.forget()
    return list(db.session.scalars(db.select(Picture)))


def test_a_picture_stays_as_long_as_a_letter_shows_it(mails: Flask):
    message = letter(picture_id=keep().id)

    assert after(message, WORDS_KEPT - timedelta(seconds=1)) != []
    assert after(message, WORDS_KEPT) == []
    assert message.picture_id is None


def test_a_picture_that_nobody_signs_with_is_forgotten_after_a_day(mails: Flask):
    keep()

    assert after(None, PICTURE_KEPT - timedelta(seconds=1)) != []
    assert after(None, PICTURE_KEPT) == []
