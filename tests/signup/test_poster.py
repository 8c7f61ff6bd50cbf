"""The poster and its QR code."""

import pytest

from tests.cast import play
from tests.signup.links import link


@pytest.fixture
def officer(client):
    """A board member's browser."""
    link(id=1)
    return client.sign_in(play("board"))


@pytest.mark.parametrize(("language", "title"), [("sv", "Bli aktiv"), ("nb", "Bli aktiv hos oss")])
def test_the_poster_is_in_the_language_asked_for(officer, language, title):
    page = officer.get(f"/links/1/poster?in={language}").text

    assert f"<h1>{title}</h1>" in page
    assert f'<html lang="{language}">' in page


def test_the_officers_own_language_stays(officer):
    officer.get("/links/1/poster?in=nb")

    assert '<html lang="sv">' in officer.get("/links/1").text


def test_the_poster_has_the_address_in_words_and_as_a_code(officer):
    page = officer.get("/links/1/poster").text

    assert "<strong>localhost/join/bli-aktiv</strong>" in page
    assert 'class="qr"' in page


def test_a_language_that_we_do_not_speak_is_the_officers(officer):
    assert '<html lang="sv">' in officer.get("/links/1/poster?in=fi").text


def test_the_code_is_a_file(officer):
    answer = officer.get("/links/1/qr.svg")

    assert answer.mimetype == "image/svg+xml"
    assert b"<svg" in answer.data


def test_the_code_holds_the_public_address(officer, monkeypatch):
    before = officer.get("/links/1/qr.svg").data
    monkeypatch.setitem(officer.application.config, "CHAPTER_URL", "https://ring.example.org")

    assert officer.get("/links/1/qr.svg").data != before
    assert "ring.example.org/join/bli-aktiv" in officer.get("/links/1/poster").text
