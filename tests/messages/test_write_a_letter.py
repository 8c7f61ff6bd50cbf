"""An officer's own words go out as the templates do: in the chapter's frame, as text and HTML, signed by a person."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from chapter import mail
from chapter.db import db
from chapter.messages import actions, queries
from chapter.messages.jobs import deliver
from chapter.messages.models import Message
from tests.conftest import NOW
from tests.messages.conftest import Mailbox, post

BODY = """Hej {name}!

Välkommen till **oss**. Läs [vår sida](https://example.org/om) och kom.

- soppa
- samtal

https://ring.example.org/join/a

Hälsningar
Malin Ek
070-174 06 05
"""


def letter(body: str = BODY, name: str = "Åsa", **facts: Any) -> Message:
    """A letter in the outbox."""
    given = {"reply_to": "eva@example.org", "from_name": "Eva Lind"} | facts
    words = body.replace("{name}", mail.plain(name))
    return actions.post_letter("Åsa Öberg", "asa@example.org", "sv", "Välkommen!", words, NOW, **given)


def test_it_stands_in_the_chapters_frame(mails: Flask):
    written, template = letter().html, post().html

    assert template.partition("<body")[0].replace("Link: Åsa Öberg", "Välkommen!") == written.partition("<body")[0]
    assert "<strong>oss</strong>" in written
    assert written.count('href="https://ring.example.org/join/a"') == 2


def test_its_lines_break_where_they_were_written_to(mails: Flask):
    written = letter()

    assert "Hälsningar\nMalin Ek\n070-174 06 05\n" in written.text
    assert "Hälsningar<br>\nMalin Ek<br>\n070-174 06 05" in written.html


def test_what_is_filled_in_is_words(mails: Flask):
    written = letter(name="[win](https://evil.example) **now**")

    assert "Hej [win](https://evil.example) **now**!" in written.text
    assert "evil.example" not in "".join(part.split(">")[0] for part in written.html.split("<a ")[1:])


def test_the_text_is_read_without_marks(mails: Flask):
    text = letter().text

    assert "Välkommen till oss." in text
    assert "Läs vår sida (https://example.org/om) och kom." in text
    assert "- soppa\n- samtal" in text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("![me](https://example.org/me.jpg)", ""),
        ("Skriv till [Malin](mailto:malin@example.org).", "Skriv till Malin (malin@example.org)."),
        ("[070-174 06 05](tel:+46701740605)", "070-174 06 05:\n+46701740605"),
        ("## Rubrik\n\nOrd", "Rubrik\n\nOrd"),
    ],
)
def test_marks_that_people_write(mails: Flask, written: str, read: str):
    assert letter(written).text == read + "\n"


def test_it_comes_from_its_signer_at_the_chapters_address_and_the_answer_goes_to_them(serve: Callable[..., Any]):
    box = serve(Mailbox())
    letter()
    db.session.commit()
    deliver()
    (sent,) = box.mails

    assert str(sent["From"]) == '"Eva Lind, Lokalföreningen Lövåsen" <malin@example.org>'
    assert sent["Reply-To"] == "eva@example.org"
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]


def test_a_name_cannot_write_headers(serve: Callable[..., Any]):
    box = serve(Mailbox())
    letter(from_name="Eva\r\nBcc: all@example.org", reply_to="eva@example.org\r\nX: y")
    db.session.commit()
    deliver()
    (sent,) = box.mails

    assert sent["Bcc"] is None
    assert sent["X"] is None


def test_what_a_mail_is_about_is_found_with_its_cause(mails: Flask, serve: Callable[..., Any]):
    first, second, third = letter(source="case:1"), post(source="case:1"), letter(source="case:2")
    letter()

    assert queries.about("case:1") == [first, second]
    assert queries.about_all(["case:1", "case:2", "case:3"]) == {
        "case:1": [first, second],
        "case:2": [third],
        "case:3": [],
    }


def test_what_is_forgotten_with_its_cause_is_gone(mails: Flask):
    letter(source="case:1")
    other = letter(source="case:12")
    actions.forget_about("case:1")

    assert db.session.scalars(db.select(Message)).all() == [other]
