"""Officers say how they sign: a title, and a picture if they like."""

import io

import pytest

from chapter.access import Role
from chapter.db import db
from chapter.letters import actions as actions_letters
from chapter.letters.rules import Key
from chapter.media import pictures
from chapter.messages.models import Picture
from chapter.welcome.models import Welcomer
from tests import factories
from tests.conftest import NOW
from tests.letters import mailed as letters
from tests.messages.test_sign_with_a_picture import upload

PAGE = "/welcome/signature"


@pytest.fixture
def ada(app):
    return factories.account(Role.BOARD, name="Ada Ek", email="ada@example.org")


@pytest.fixture
def office(client, ada):
    return client.sign_in(ada)


def send(office, picture=None, **words):
    """Fill in the form as a browser does."""
    files = {"picture": (io.BytesIO(picture), "jag.jpg")} if picture is not None else {}
    given = {"title_sv": "Ordförande", "title_nb": "Leder", **words, **files}
    return office.post(PAGE, data=given, content_type="multipart/form-data")


def test_title_and_picture_stand_under_ones_letters_and_on_the_page(office, ada):
    assert send(office, upload()).status_code == 303
    mail = actions_letters.send(letters.case(ada, language="nb"), Key.WELCOME, "", NOW)
    assert "\nAda Ek\nLeder\n" in mail.text
    assert mail.picture_id == db.session.scalars(db.select(Picture.id)).one()
    assert 'src="data:image/jpeg;base64,' in office.get(PAGE).text


def test_saving_without_a_new_picture_keeps_the_old(office, ada):
    send(office, upload())
    send(office, title_sv="Kassör")
    own = db.session.get(Welcomer, ada.id)
    assert (own.title["sv"], own.picture_id is not None, own.shares) == ("Kassör", True, False)


def test_a_picture_can_be_removed(office, ada):
    send(office, upload())
    assert office.post(f"{PAGE}/without-picture").status_code == 303
    assert db.session.get(Welcomer, ada.id).picture_id is None
    assert "data:image" not in office.get(PAGE).text


@pytest.mark.parametrize("picture", [b"", b"no picture", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_said_beside_the_field_and_the_title_isnt_lost(office, ada, picture):
    page = send(office, picture, title_sv="Kassör")
    assert (page.status_code, 'id="picture-error"' in page.text, "Kassör" in page.text) == (422, True, True)
    assert db.session.get(Welcomer, ada.id) is None


def test_a_picture_that_is_too_large_is_said_to_be(office, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 10)
    page = send(office, b"x" * 100_000)
    assert (page.status_code, "större än 10" in page.text) == (413, True)


def test_a_title_is_needed_in_one_language(office):
    page = send(office, title_sv="", title_nb="")
    assert (page.status_code, 'id="title_sv-error"' in page.text) == (422, True)
    assert send(office, title_sv="").status_code == 303


def test_sharing_the_new_members_is_no_signature(app, ada):
    db.session.add(Welcomer(account_id=ada.id, shares=True, title={}))
    mail = actions_letters.send(letters.case(ada), Key.WELCOME, "", NOW)
    assert mail.from_name is None
