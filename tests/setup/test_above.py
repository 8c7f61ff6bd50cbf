"""What the settings say that only features above them know: contacts, consents, the logo."""

from io import BytesIO

import pytest
from PIL import Image

from chapter.access import Audience, Role
from chapter.db import db
from chapter.handbook import actions as handbook
from chapter.handbook.rules import Section
from chapter.media import doors, uploads
from chapter.media.models import Medium
from chapter.settings import queries
from tests import factories
from tests.conftest import NOW, Client


@pytest.fixture
def admin(client: Client) -> Client:
    """A browser in which an administrator is signed in."""
    return client.sign_in(factories.account(Role.ADMINISTRATOR, name="Ada Min"))


def upload(kind: str = "PNG") -> tuple[BytesIO, str]:
    """A small picture."""
    made = BytesIO()
    Image.new("RGB", (60, 20), "#c02040").save(made, kind)
    made.seek(0)
    return made, f"logo.{kind.lower()}"


def look(browser: Client, **given):
    """Save the page about the look."""
    return browser.post("/settings/look", data={"accent": "#0b5d52", "version": str(queries.newest("look")), **given})


def test_an_empty_office_says_whom_pages_name_instead(admin: Client):
    factories.account(Role.CALL_LEADER, name="Lo Lind")
    page = admin.get("/settings/contacts").text

    assert "så sidorna nämner Lo Lind." in page


def test_the_call_leader_changes_one_contact_and_every_page_is_right(client: Client):
    leader = client.sign_in(factories.account(Role.CALL_LEADER, name="Lo Lind"))
    pages = [handbook.make(Section.HANDBOOK, f"Sida {number}", Audience.VOLUNTEERS, NOW) for number in range(3)]
    for page in pages:
        handbook.write(page, "sv", "Sida", "Ring {call_leader} på {call_leader.phone}.", "Lo Lind", NOW)
        handbook.publish(page, "sv")
    leader.post("/settings/contacts", data={"call_leader_name": "Siri Dal", "call_leader_phone": "070-174 06 10"})

    for page in pages:
        text = leader.get(f"/handbook/{page.slug}").text
        assert [words for words in ("Ring Siri Dal på", "070-174 06 10") if words not in text] == []


def test_each_version_of_the_consent_text_says_how_many_agreed_and_what_is_new(admin: Client):
    factories.person(consent_id=queries.consent_text().id)
    admin.post("/settings/consent", data={"consent_sv": "Ja, föreningen får inte.", "consent_nb": "Ja."})

    page = admin.get("/settings/consent").text
    assert "1 har sagt ja till den" in page
    assert "0 har sagt ja till den" in page
    assert "<ins>" in page


def test_a_logo_stands_at_the_top_of_every_page_for_everybody(admin: Client, client: Client):
    assert look(admin, logo=upload(), logo_alt="En ros").status_code == 303

    page = admin.get("/").text
    address = page.split('class="logo" src="')[1].split('"')[0]
    assert client.application.test_client().get(address).mimetype == "image/png"
    assert 'alt="En ros"' in page


def test_a_logo_with_the_name_in_it_stands_alone(admin: Client):
    look(admin, logo=upload(), logo_has_name="y")
    bar = admin.get("/").text.split("<nav")[0]

    assert bar.split('class="home"')[1].count("Lövåsen") == 1  # what the logo says to those who can’t see it


def test_a_logo_can_be_removed_and_that_undone(admin: Client):
    look(admin, logo=upload())
    kept = queries.chapter().logo_id
    look(admin, drop_logo="y")
    gone = queries.chapter().logo_id
    admin.post(f"/settings/changes/{queries.newest('look')}/undo")

    assert (gone, queries.chapter().logo_id) == (None, kept)


def test_a_logo_that_has_been_deleted_does_not_come_back(admin: Client):
    look(admin, logo=upload())
    look(admin, drop_logo="y")
    db.session.delete(db.session.scalars(db.select(Medium)).one())
    admin.post(f"/settings/changes/{queries.newest('look')}/undo")

    assert queries.chapter().logo_id is None
    assert "Ladda upp den igen" in admin.get("/settings/look").text


@pytest.mark.parametrize(("size", "status"), [(2000, 422), (6000, 413)])
def test_a_logo_that_is_too_large_is_refused_in_words(admin: Client, monkeypatch, size: int, status: int):
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    monkeypatch.setattr(doors, "LET_IN", 5000)
    answer = look(admin, logo=(BytesIO(bytes(size)), "logo.png"))

    assert answer.status_code == status
    assert "större" in answer.text


@pytest.mark.parametrize(("words", "name"), [(b"<svg onload='alert(1)'/>", "logo.svg"), (b"%PDF-1.4 x", "a.pdf")])
def test_what_is_no_picture_is_refused_in_words(admin: Client, words: bytes, name: str):
    answer = look(admin, logo=(BytesIO(words), name), logo_alt="En ros")

    assert answer.status_code == 422
    assert 'value="En ros"' in answer.text
    assert queries.chapter().logo_id is None
