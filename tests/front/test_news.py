"""News: written, published, read by those they are for, found, and taken away."""

from datetime import date, timedelta

import pytest

from chapter.access import Audience
from chapter.db import db
from chapter.front.models import News
from chapter.lookup.models import Findable
from tests import cast
from tests.conftest import NOW
from tests.front import made

FILLED = {
    "title_sv": "Bussen blir kvar!",
    "title_nb": "",
    "text_sv": "Linje 4 går **kvar**.",
    "text_nb": "",
    "day": "2026-11-18",
    "audience": "public",
    "version": "0",
}


@pytest.fixture
def writer(client):
    return client.sign_in(cast.play("member_coordinator"))


def found():
    return {(f.source, f.language, f.title, f.audience, f.address) for f in db.session.scalars(db.select(Findable))}


def test_what_is_published_is_read_in_either_language_at_its_address(writer, app):
    address = writer.post("/front/news/new", data=FILLED | {"publish": "yes"}).location

    assert address == "/news/1-bussen-blir-kvar"
    page = app.test_client().get(f"{address}?lang=nb").text
    assert "Linje 4 går <strong>kvar</strong>." in page


def test_a_draft_is_read_by_nobody(writer, app):
    writer.post("/front/news/new", data=FILLED)

    assert "Bussen" in writer.get("/front/news").text
    assert writer.get("/news/1-bussen-blir-kvar").status_code == 404
    assert "Bussen" not in app.test_client().get("/news").text
    assert found() == set()


def test_what_is_published_is_found_and_a_draft_again_is_not(writer):
    writer.post("/front/news/new", data=FILLED | {"publish": "yes"})
    assert found() == {("news:1", "sv", "Bussen blir kvar!", Audience.PUBLIC, "/news/1-bussen-blir-kvar")}

    writer.post("/front/news/1", data=FILLED | {"version": "1"})
    assert found() == set()


def test_news_for_members_are_for_members(client, app):
    made.news(audience=Audience.MEMBERS)

    assert app.test_client().get("/news/1-bussen-blir-kvar").location.startswith("/sign-in")
    assert app.test_client().get("/news/99-nothing").location.startswith("/sign-in")
    assert "Bussen" not in app.test_client().get("/").text
    assert client.sign_in(cast.play("volunteer")).get("/news/1-bussen-blir-kvar").status_code == 404
    assert "Bussen" in client.sign_in(cast.play("member")).get("/news").text


@pytest.mark.parametrize("path", ["/news/1", "/news/1-buss", "/news/1-bussen-blir-kvar-x"])
def test_an_address_that_is_nearly_right_leads_to_the_right_one(client, path):
    made.news()

    assert client.get(path).location == "/news/1-bussen-blir-kvar"


def test_the_front_page_has_the_newest_three_and_what_is_pinned_first(client):
    for days in (1, 2, 3, 4):
        made.news(days, title={"sv": f"För {days} dagar sedan"})
    made.news(400, title={"sv": "Viktigt"}, is_pinned=True)

    page = client.get("/").text

    places = [page.index(words) for words in ("Viktigt", "För 1 dagar", "För 2 dagar")]
    assert places == sorted(places)
    assert "För 3 dagar" not in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_sv": ""}, "title_sv"),
        ({"text_nb": "Bare tekst"}, "text_nb"),
        ({"day": "i går"}, "day"),
        ({"day": (NOW.date() + timedelta(days=1)).isoformat()}, "day"),
        ({"audience": "officers"}, "audience"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_lost(writer, wrong, field):
    answer = writer.post("/front/news/new", data=FILLED | wrong | {"publish": "yes"})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Linje 4 går **kvar**." in answer.text
    assert db.session.scalars(db.select(News)).all() == []


def test_whoever_is_second_sees_what_the_first_wrote(writer):
    made.news()

    answer = writer.post("/front/news/1", data=FILLED | {"publish": "yes"})

    assert answer.status_code == 422
    assert "På **måndagen** backade kommunen." in answer.text
    assert "Linje 4 går **kvar**." in answer.text


def test_one_can_look_at_news_before_they_are_saved(writer):
    answer = writer.post("/front/news/new", data=FILLED | {"look": "yes"})

    assert "Linje 4 går <strong>kvar</strong>." in answer.text
    assert "Linje 4 går **kvar**." in answer.text
    assert db.session.scalars(db.select(News)).all() == []


def test_pressed_twice_news_are_changed_once_and_nobody_is_said_to_have_been_there(writer):
    made.news()
    data = FILLED | {"version": "1", "publish": "yes"}

    assert [writer.post("/front/news/1", data=data).status_code for _ in range(2)] == [303, 303]
    assert db.session.get(News, 1).version == 2


def test_pressed_twice_they_are_there_once(writer):
    for _press in range(2):
        assert writer.post("/front/news/new", data=FILLED | {"publish": "yes"}).location == "/news/1-bussen-blir-kvar"

    assert len(db.session.scalars(db.select(News)).all()) == 1
    assert len(found()) == 1


def test_news_are_deleted_after_a_question(writer):
    made.news()

    assert "försvinner för gott" in writer.get("/front/news/1/remove").text
    writer.post("/front/news/1/remove")

    assert db.session.scalars(db.select(News)).all() == []
    assert found() == set()
    assert writer.get("/front/news/1").status_code == 404


def test_markup_in_news_does_nothing(client):
    made.news(title={"sv": "<b>Fet</b>"}, text={"sv": "<script>alert(1)</script> ![x](https://evil.example/x.png)"})

    page = client.get("/news/1-b-fet-b").text

    assert "<script>alert" not in page
    assert 'src="https://evil' not in page
    assert "&lt;b&gt;Fet&lt;/b&gt;" in page


def test_a_great_many_news_are_read_a_page_at_a_time(client):
    for number in range(25):
        made.news(number, title={"sv": f"Nummer {number}."})

    assert "Nummer 24." not in client.get("/news").text
    assert "Nummer 24." in client.get("/news?page=2").text


def test_the_date_is_the_chapters(writer):
    writer.post("/front/news/new", data=FILLED | {"publish": "yes"})

    assert db.session.get(News, 1).day == date(2026, 11, 18)


def test_removed_twice_they_are_gone(writer):
    made.news()

    assert [writer.post("/front/news/1/remove").location for _ in range(2)] == ["/front/news", "/front/news"]
