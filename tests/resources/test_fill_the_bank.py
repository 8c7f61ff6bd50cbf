"""Those who write pages put things into the bank, change them, and put them in order."""

import io
from typing import Any

import pytest
from werkzeug.test import TestResponse

from chapter.db import db
from chapter.handbook import actions as handbook
from chapter.media.models import Medium, MediumUse
from chapter.resources import queries
from chapter.resources.models import Resource, ResourceCategory
from chapter.resources.rules import Kind
from tests.cast import play
from tests.conftest import Client
from tests.media.made import MP3, PDF, SVG, kept, picture
from tests.resources.made import category, resource, script

NEW = "/resources/new"


@pytest.fixture
def writer(client: Client) -> Client:
    """A browser in which the call leader is signed in."""
    return client.sign_in(play("call_leader"))


def send(writer: Client, to: str, upload: tuple[bytes, str] | None = None, **given: Any) -> TestResponse:
    """Send the form as a browser does."""
    words = {"title_sv": "Flygblad", "title_nb": "", "about_sv": "", "about_nb": "", "audience": "volunteers"}
    data = {**words, "category_id": "0", "tags": "", "version": "", "medium_id": "", **given}
    if upload:
        data["file"] = (io.BytesIO(upload[0]), upload[1])
    return writer.post(to, data=data, content_type="multipart/form-data")


def there() -> Resource:
    """The only thing in the bank."""
    return db.session.scalars(db.select(Resource)).one()


def test_a_file_is_put_in_and_can_be_fetched(writer: Client):
    shelf = category()
    answer = send(writer, f"{NEW}/file", (PDF, "a.pdf"), tags="buss, Bostad", category_id=shelf.id)

    assert answer.headers["Location"] == "/resources/1"
    assert (there().tags, there().category_id, there().added_by) == (["buss", "Bostad"], 1, "Call Leader Ek")
    assert db.session.scalars(db.select(MediumUse.source)).all() == ["resource:1"]


def test_a_link_gets_https_and_a_film_a_still_picture(writer: Client):
    send(writer, f"{NEW}/film", (picture(), "still.jpg"), address="film.example.org/1")

    assert (there().address, there().kind) == ("https://film.example.org/1", Kind.FILM)
    assert 'src="/media/1/still.jpg?w=800"' in writer.get("/resources/1").text


@pytest.mark.parametrize("kind", ["file", "film", "link"])
def test_an_empty_form_says_what_is_missing(writer: Client, kind: str):
    page = send(writer, f"{NEW}/{kind}", title_sv="")

    assert page.status_code == 422
    assert 'id="title_sv-error"' in page.text
    assert ('id="file-error"' in page.text) is (kind == "file")
    assert ('id="address-error"' in page.text) is (kind != "file")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://localhost/", "ingen adress", "x" * 3000 + ".se"])
def test_an_address_that_leads_nowhere_is_refused(writer: Client, address: str):
    page = send(writer, f"{NEW}/link", address=address)

    assert (page.status_code, 'id="address-error"' in page.text, "Flygblad" in page.text) == (422, True, True)


@pytest.mark.parametrize(
    ("kind", "upload"), [("file", (SVG, "a.svg")), ("film", (MP3, "a.mp3")), ("film", (PDF, "a.pdf"))]
)
def test_an_upload_that_isnt_fit_is_refused_in_words(writer: Client, kind: str, upload: tuple[bytes, str]):
    page = send(writer, f"{NEW}/{kind}", upload, address="https://example.org")

    assert (page.status_code, 'id="file-error"' in page.text) == (422, True)
    assert db.session.scalars(db.select(Medium)).all() == []


def test_a_file_neednt_be_chosen_twice_when_something_else_is_wrong(writer: Client):
    page = send(writer, f"{NEW}/file", (PDF, "Flygblad.pdf"), title_sv="")
    assert (page.status_code, 'name="medium_id" type="hidden" value="1"' in page.text) == (422, True)
    send(writer, f"{NEW}/file", medium_id="1")

    assert there().medium_id == 1


def test_pressed_twice_it_is_in_the_bank_once(writer: Client):
    answers = [send(writer, f"{NEW}/link", address="example.org").headers["Location"] for _ in range(2)]
    twice = [writer.post(f"{NEW}/categories", data={"name_sv": "Ett"}).status_code for _ in range(2)]

    assert (answers, twice, shelves()) == (["/resources/1"] * 2, [303, 303], ["Ett"])


def test_a_still_picture_that_is_gone_is_none(writer: Client):
    send(writer, f"{NEW}/film", address="example.org", medium_id="99")

    assert there().medium_id is None


@pytest.mark.parametrize("number", ["99", "x", "9" * 30])
def test_a_file_that_never_came_isnt_taken_for_one(writer: Client, number: str):
    assert send(writer, f"{NEW}/file", medium_id=number).status_code == 422
    assert db.session.scalars(db.select(Resource)).all() == []


def test_nobody_can_add_what_there_is_no_form_for(writer: Client):
    assert [writer.get(f"{NEW}/{kind}").status_code for kind in ("file", "script", "x")] == [200, 404, 404]


def test_it_is_changed_and_the_file_stays(writer: Client):
    found = resource(Kind.FILE)
    page = writer.get(f"/resources/{found.id}/edit").text
    send(writer, f"/resources/{found.id}/edit", title_sv="Nytt namn", version="1", medium_id=str(found.medium_id))

    assert "Flygblad.pdf" in page
    assert (there().title["sv"], there().medium_id, there().version) == ("Nytt namn", 1, 2)


def test_another_file_replaces_it(writer: Client):
    found = resource(Kind.FILE)
    send(writer, f"/resources/{found.id}/edit", (PDF + b"2", "ny.pdf"), version="1", medium_id="1")

    assert there().medium_id == 2
    assert db.session.scalars(db.select(MediumUse.medium_id)).all() == [2]


def test_what_two_change_at_once_isnt_lost(writer: Client):
    found = resource(title={"sv": "Hennes rubrik", "nb": ""}, about={"sv": "", "nb": ""})
    first = send(writer, f"/resources/{found.id}/edit", title_sv="Hennes rubrik", version="1", address="example.org")
    page = send(writer, f"/resources/{found.id}/edit", title_sv="Min rubrik", version="1", address="example.com")

    assert (first.status_code, page.status_code, 'id="stale"' in page.text) == (303, 422, True)
    assert all(words in page.text for words in ("Hennes rubrik", "Min rubrik", "https://example.org"))
    assert 'name="version" type="hidden" value="2"' in page.text


def test_pressed_twice_it_is_changed_once(writer: Client):
    found = resource()
    data = {"title_sv": "Ny", "version": "1", "address": "example.org"}
    answers = [send(writer, f"/resources/{found.id}/edit", **data).status_code for _ in range(2)]

    assert (answers, there().version) == ([303, 303], 2)


def test_a_link_that_is_changed_is_tried_anew(writer: Client):
    found = resource(title={"sv": "Flygblad", "nb": ""})
    found.failures, found.checked_at = 2, found.added_at
    send(writer, f"/resources/{found.id}/edit", version="1", address="https://example.com/")

    assert (there().failures, there().checked_at) == (0, None)


def test_it_is_removed_after_a_question(writer: Client):
    ask = f"/resources/{resource().id}/remove"
    assert writer.get(ask).status_code == 200
    assert [writer.post(ask).status_code for _ in range(2)] == [303, 303]

    assert db.session.scalars(db.select(Resource)).all() == []


def test_a_script_is_put_on_a_shelf(writer: Client):
    page, shelf = script("Samtal"), category()
    form = f"/resources/page-{page.id}/place"
    assert "Samtal" in writer.get(form).text
    writer.post(form, data={"category_id": shelf.id, "tags": "dörr"})

    assert "Samtal" in writer.htmx(f"/resources/?category={shelf.id}&tag=dörr").text
    assert 'value="dörr"' in writer.get(form).text
    assert writer.post(form, data={"category_id": 99}).status_code == 422
    assert writer.get("/resources/page-99/place").status_code == 404


def test_a_script_that_goes_leaves_nothing_in_the_bank(writer: Client):
    page = script()
    writer.post(f"/resources/page-{page.id}/favourite")
    handbook.remove(page)
    db.session.commit()

    assert db.session.scalars(db.select(Resource)).all() == []


def shelves() -> list[str]:
    """The categories, in their order."""
    return [shelf.name["sv"] for shelf in queries.categories()]


def test_categories_are_made_named_ordered_and_removed(writer: Client):
    for name in ("Ett", "Två", "Tre"):
        writer.post(f"{NEW}/categories", data={"name_sv": name, "name_nb": ""})
    writer.post(f"{NEW}/categories/3/move", data={"step": "up"})
    writer.post(f"{NEW}/categories/1/move", data={"step": "up"})
    writer.post(f"{NEW}/categories/2", data={"name_sv": "Fyra", "name_nb": "Fire"})
    assert shelves() == ["Ett", "Tre", "Fyra"]
    writer.post(f"{NEW}/categories/1/remove")

    assert shelves() == ["Tre", "Fyra"]


@pytest.mark.parametrize("to", [f"{NEW}/categories", f"{NEW}/categories/1"])
def test_a_category_needs_a_name(writer: Client, to: str):
    category()
    page = writer.post(to, data={"name_sv": " ", "name_nb": ""})

    assert (page.status_code, 'id="name_sv-error"' in page.text) == (422, True)


def test_what_is_on_a_shelf_stays_when_the_shelf_goes(writer: Client):
    shelf = category()
    resource(category_id=shelf.id)
    assert "1 resurs" in writer.get(f"{NEW}/categories/{shelf.id}").text
    writer.post(f"{NEW}/categories/{shelf.id}/remove")

    assert there().category_id is None
    assert db.session.scalars(db.select(ResourceCategory)).all() == []


def test_uploads_say_where_in_the_bank_they_are_shown(writer: Client):
    found = resource(Kind.FILE, title={"sv": "Flygbladet"})

    assert 'href="/resources/1"><strong>Flygbladet' in writer.get(f"/media/{found.medium_id}").text
    assert kept().id == found.medium_id
