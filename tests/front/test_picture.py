"""The picture on the front page: kept, described, shown to everybody, taken away."""

from io import BytesIO

import pytest
from PIL import Image

from chapter.front.queries import front_page
from tests import cast

SAYS = {"picture_says_sv": "Fem personer", "picture_says_nb": "", "version": "0"}


@pytest.fixture
def writer(client):
    return client.sign_in(cast.play("board"))


@pytest.fixture
def picture(app, tmp_path, monkeypatch):
    file = BytesIO()
    Image.new("RGB", (900, 600), "red").save(file, "JPEG")
    file.seek(0)
    return file, "torget.jpg"


def test_a_picture_is_shown_to_everybody_with_what_it_shows(writer, app, picture):
    assert writer.post("/front/edit/picture", data=SAYS | {"picture": picture}).status_code == 303

    stranger = app.test_client()
    page = stranger.get("/").text
    address = page.split('<img src="')[1].split('"')[0]
    assert 'alt="Fem personer"' in page
    assert stranger.get(address).mimetype == "image/jpeg"


def test_its_words_can_be_changed_without_sending_it_again_and_it_can_go_and_come_back(writer, picture):
    writer.post("/front/edit/picture", data=SAYS | {"picture": picture})

    writer.post("/front/edit/picture", data=SAYS | {"picture_says_sv": "Sex personer", "version": "1"})
    assert 'alt="Sex personer"' in writer.get("/").text

    writer.post("/front/edit/picture/remove")
    assert "<img" not in writer.get("/").text

    writer.post("/front/undo", data={"version": "3"})
    assert 'alt="Sex personer"' in writer.get("/").text


@pytest.mark.parametrize(
    "file", [None, (BytesIO(b"<svg onload=alert(1)>"), "a.jpg"), (BytesIO(b"%PDF-1.4 x"), "a.pdf")]
)
def test_what_is_no_picture_is_refused_in_words(writer, file):
    answer = writer.post("/front/edit/picture", data=SAYS | ({"picture": file} if file else {}))

    assert answer.status_code == 422
    assert 'id="picture-error"' in answer.text
    assert 'value="Fem personer"' in answer.text
    assert front_page() is None


def test_a_picture_says_what_it_shows(writer, picture):
    answer = writer.post("/front/edit/picture", data={"version": "0", "picture": picture})

    assert answer.status_code == 422
    assert 'id="picture_says_sv-error"' in answer.text


def test_nobody_chooses_the_picture_twice_because_its_words_were_forgotten(writer, picture):
    page = writer.post("/front/edit/picture", data={"version": "0", "picture": picture}).text
    assert "torget.jpg finns redan här" in page
    kept = page.split('name="medium_id"')[1].split('value="')[1].split('"')[0]

    writer.post("/front/edit/picture", data=SAYS | {"medium_id": kept})

    assert 'alt="Fem personer"' in writer.get("/").text


@pytest.mark.parametrize("number", ["x", "99", "²", "9" * 30])
def test_a_picture_that_never_came_is_not_taken_for_one(writer, number):
    assert writer.post("/front/edit/picture", data=SAYS | {"medium_id": number}).status_code == 422
    assert front_page() is None


def test_too_large_a_file_is_told_of_beside_the_field(writer, monkeypatch):
    monkeypatch.setattr("chapter.front.routes_picture.LARGEST", 1000)

    answer = writer.post("/front/edit/picture", data=SAYS | {"picture": (BytesIO(b"x" * 80_000), "a.jpg")})

    assert answer.status_code == 413
    assert 'id="picture-error"' in answer.text


def test_whoever_is_second_is_told(writer, picture):
    writer.post("/front/edit/picture", data=SAYS | {"picture": picture})

    answer = writer.post("/front/edit/picture", data=SAYS | {"picture_says_sv": "Sex personer"})

    assert answer.status_code == 422
    assert "Det här har ändrats" in answer.text
