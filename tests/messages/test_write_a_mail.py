"""A mail is written in its reader's language, and nobody can write more into it than words."""

import re

import pytest
from flask import Flask
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from chapter import jobs, mail
from chapter.db import db
from tests.messages.conftest import LINK, SAID, post

NASTY = st.text(st.sampled_from("ab \n\r\t\x00\x85[]()<>*_`#!&;:/\\.-+|~{}\"'=ö\u2028")) | st.text()
TAMED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tags(html: str) -> list[str]:
    """All tags of a mail's body, with their attributes."""
    return re.findall(r"<[a-z/][^>]*>", html.partition("<body")[2])


def hello(name: str) -> mail.Mail:
    """A greeting to ``name``."""
    frame = {"chapter": {"name": "F", "contact_name": ""}, "accent": "#0b5d52", "on_accent": "#ffffff"}
    return mail.write("x/mail/hello.md", "sv", frame, name=name, **SAID)


@pytest.mark.parametrize(("language", "words"), [("sv", "lördag 21 november"), ("nb", "lørdag 21. november")])
def test_it_speaks_the_recipients_language(mails: Flask, language: str, words: str):
    written = post(language=language)

    assert words in written.text
    assert words in written.html
    assert f'lang="{language}"' in written.html


def test_the_text_part_has_no_html_entities(mails: Flask):
    assert 'Bo "Bosse" Ek & <son>' in post('Bo "Bosse" Ek & <son>').text


def test_a_link_alone_on_its_line_is_a_button_with_the_address_under_it(mails: Flask):
    html = post().html

    assert html.count(f'href="{LINK}"') == 2
    assert f">{LINK}</a>" in html


def test_a_link_with_words_shows_its_address_in_the_text(mails: Flask):
    written = post(template="x/mail/quote.md", words="Ring [mig]\nnu")

    assert f"Ring [mig] nu:\n{LINK}" in written.text
    assert ">Ring [mig] nu</a>" in written.html
    assert "> Ring [mig]\n> nu" in written.text


@TAMED
@given(NASTY)
@example("[win](http://evil.example)")
@example("http://evil.example")
@example("<http://evil.example>")
@example("x\n\nhttp://evil.example\n\ny")
@example("</td><script>alert(1)</script>")
@example("\\")
def test_a_name_is_only_ever_words(mails: Flask, name: str):
    assume(mail.one_line(name))
    written, plain = hello(name), hello("N")

    assert tags(written.html) == tags(plain.html)


@TAMED
@given(NASTY)
def test_a_name_is_read_in_the_text_as_it_was_typed(mails: Flask, name: str):
    assert mail.one_line(name) in hello(name).text


@TAMED
@given(NASTY)
@example("Eva\r\nBcc: all@example.org")
def test_the_subject_is_one_line(mails: Flask, name: str):
    subject = hello(name).subject

    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", subject)
    assert subject == mail.one_line(f"Link: {name}")


def test_a_mail_is_there_only_if_its_cause_is(mails: Flask):
    with db.session.begin_nested() as cause:
        message = post()
        cause.rollback()

    assert db.session.get(type(message), message.id) is None


def test_the_background_is_told_after_the_commit_and_not_before(mails: Flask, monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []
    monkeypatch.setattr(jobs, "soon", lambda: asked.append(1))
    post()
    post()
    assert asked == []
    db.session.commit()
    db.session.commit()

    assert asked == [1]


def test_a_queue_that_is_broken_loses_nothing(mails: Flask, monkeypatch: pytest.MonkeyPatch):
    def broken() -> None:
        raise OSError("disk full")

    monkeypatch.setattr(jobs, "soon", broken)
    message = post()
    db.session.commit()

    assert db.session.get(type(message), message.id) is not None
