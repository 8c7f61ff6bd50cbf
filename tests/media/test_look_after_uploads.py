"""Those who write upload pictures and files, see where they are shown, rename them and delete what nothing shows."""

import io

import pytest
from werkzeug.test import TestResponse

from chapter.access import Audience
from chapter.db import db
from chapter.media import actions, doors, places, rules, storage, uploads
from chapter.media.models import Medium
from tests.cast import play
from tests.conftest import NOW, Client
from tests.media.made import PDF, SVG, kept, picture, shown

FOLDER = "/media/"
DATES = {"uploaded_at": NOW, "needed_at": NOW}


@pytest.fixture
def writer(client: Client) -> Client:
    """A browser in which the call leader is signed in."""
    return client.sign_in(play("call_leader"))


def send(writer: Client, data: bytes, name: str, to: str = FOLDER, **headers: str) -> TestResponse:
    """Upload as a browser does."""
    files = {"file": (io.BytesIO(data), name)}
    return writer.post(to, data=files, content_type="multipart/form-data", headers=headers)


def media() -> list[str]:
    """The names of all that is kept."""
    return list(db.session.scalars(db.select(Medium.name)))


def test_when_the_disk_is_nearly_full_it_is_said_beside_the_field_and_nothing_is_kept(
    writer: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rules, "SPARE", storage.room()[0])
    answer = send(writer, PDF, "tom.pdf")

    assert answer.status_code == 422
    assert "Serverns disk är nästan full" in answer.text
    assert (media(), list(storage.everything())) == ([], [])


def test_what_is_kept_takes_its_part_of_the_room(writer: Client):
    before = storage.room()[1]
    send(writer, PDF, "tom.pdf")

    assert storage.room()[1] - before == len(PDF)


def test_an_upload_is_kept_and_tells_its_sign(writer: Client):
    answer = send(writer, picture(), "Torget.jpg")
    page = writer.get(answer.headers["Location"]).text

    assert (answer.status_code, media()) == (303, ["Torget.jpg"])
    assert "(media:1)" in page
    assert "640 × 480" in page


def test_pressed_twice_it_is_kept_once(writer: Client):
    assert [send(writer, PDF, "a.pdf").headers["Location"] for _ in range(2)] == ["/media/1", "/media/1"]


@pytest.mark.parametrize("to", [FOLDER, "/media/choose"])
@pytest.mark.parametrize(("data", "words"), [(SVG, "SVG"), (b"", "Filen är tom")])
def test_what_is_refused_is_said_beside_the_field(writer: Client, to: str, data: bytes, words: str):
    page = send(writer, data, "logga.svg", to)

    assert (page.status_code, 'id="file-error"' in page.text, words in page.text) == (422, True, True)
    assert media() == []


def test_who_chose_no_file_is_told_to(writer: Client):
    page = writer.post(FOLDER, data={}, content_type="multipart/form-data")

    assert (page.status_code, 'id="file-error"' in page.text) == (422, True)


def test_a_little_too_large_is_said_beside_the_field(writer: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "LARGEST", 100_000)
    page = send(writer, PDF + bytes(300_000), "stor.pdf")

    assert (page.status_code, "20 MB" in page.text) == (422, True)


def test_far_too_large_is_said_as_well(writer: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doors, "LET_IN", 1000)
    page = send(writer, PDF + bytes(5000), "stor.pdf")

    assert (page.status_code, 'id="file-error"' in page.text) == (413, True)
    assert send(writer, PDF + bytes(5000), "stor.pdf", "/media/choose").status_code == 413


def test_they_are_found_by_name_and_kind(writer: Client):
    kept("Flygblad.pdf"), kept("Torget.jpg", picture())
    found = {q: writer.get(f"{FOLDER}?{q}").text for q in ("q=flyg", "kind=picture", "q=nej", "kind=x")}

    assert ["Flygblad.pdf" in page for page in found.values()] == [True, False, False, True]
    assert "Torget.jpg" in found["kind=picture"]


@pytest.mark.parametrize("words", ["årsmöte", "ÅRSMÖTE", "Årsmöte", "PDF", "möte i"])
def test_capitals_dont_matter(writer: Client, words: str):
    kept("Årsmöte i Ås.pdf")

    assert "Årsmöte i Ås.pdf" in writer.get(f"{FOLDER}?q={words}").text


def test_typing_gets_only_the_list(writer: Client):
    kept()
    part = writer.htmx(f"{FOLDER}?q=flyg").text

    assert part.startswith('<div id="found"')
    assert "<html" not in part


def test_with_many_it_asks_the_database_no_more_and_turns_pages(writer: Client):
    for number in range(60):
        db.session.add(Medium(digest=str(number), name=f"{number}.pdf", mimetype="application/pdf", size=1, **DATES))

    assert 'rel="next"' in writer.get(FOLDER).text
    assert "59.pdf" not in writer.get(f"{FOLDER}?page=3").text


def test_one_sees_where_it_is_shown(writer: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(places, "_known", {})
    places.register("page:", lambda sources: {source: ("Samtalet", "/handbook/samtalet") for source in sources})
    medium = shown(Audience.MEMBERS)
    actions.use("draft:9", Audience.OFFICERS, [medium.id])
    page = writer.get(f"/media/{medium.id}").text

    assert 'href="/handbook/samtalet"><strong>Samtalet' in page
    assert "draft:9" not in page
    assert "Någon annanstans" in page


def test_it_can_be_called_something_else(writer: Client):
    medium = kept()
    assert writer.post(f"/media/{medium.id}", data={"name": "../Nytt namn.exe"}).status_code == 303

    assert media() == ["Nytt namn.pdf"]
    assert writer.post(f"/media/{medium.id}", data={"name": " "}).status_code == 422


def test_what_nothing_shows_can_be_deleted(writer: Client):
    there = f"/media/{kept().id}/remove"
    assert "Flygblad.pdf" in writer.get(there).text
    assert writer.post(there).status_code == 303

    assert media() == []
    assert writer.post(there).status_code == 404


def test_what_is_shown_cant_be_deleted(writer: Client):
    medium = shown()
    assert "danger" not in writer.get(f"/media/{medium.id}/remove").text
    writer.post(f"/media/{medium.id}/remove")

    assert media() == ["Flygblad.pdf"]


def test_a_deleted_number_is_never_another_s(writer: Client):
    first = kept()
    writer.post(f"/media/{first.id}/remove")

    assert kept("b.pdf", PDF + b"b").id == 2


def test_a_picture_is_chosen_beside_a_text(writer: Client):
    kept("Torget.jpg", picture())
    choices, picked = writer.htmx("/media/choose").text, writer.htmx("/media/choose?picked=1").text

    assert choices.startswith('<section id="chooser"')
    assert 'href="/media/choose?picked=1"' in choices
    assert 'data-insert="![#](media:1)"' in picked


def test_a_new_one_is_chosen_at_once(writer: Client):
    part = send(writer, PDF, "Flygblad.pdf", "/media/choose", **{"HX-Request": "true"})
    page = send(writer, PDF, "Flygblad.pdf", "/media/choose")

    assert 'data-insert="[#](media:1)"' in part.text
    assert page.headers["Location"] == "/media/choose?picked=1"
    assert "[Flygblad](media:1)" in writer.get("/media/choose?picked=1").text


def test_the_rules_know_the_size_that_the_words_tell():
    assert rules.LARGEST == 20 * 1024 * 1024 < doors.LET_IN


@pytest.mark.parametrize("source", ["front", "settings:logo"])
def test_every_room_that_shows_uploads_says_where(writer: Client, source: str):
    medium = kept()
    actions.use(source, Audience.PUBLIC, [medium.id])

    assert "Någon annanstans" not in writer.get(f"/media/{medium.id}").text
