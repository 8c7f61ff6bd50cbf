"""The chapter makes its front page: words, order, what is shown; and takes back what went wrong."""

import pytest

from chapter.db import db
from chapter.front.queries import front_page
from chapter.front.rules import Part
from chapter.media.models import MediumUse
from chapter.settings.queries import chapter
from tests import cast
from tests.conftest import NOW
from tests.front import made
from tests.groups.made import group
from tests.signup.links import link

WORDS = {"heading_sv": "Vi gör det ihop", "heading_nb": "", "text_sv": "Kom **med**!", "text_nb": "", "version": "0"}


@pytest.fixture
def writer(client):
    return client.sign_in(cast.play("member_coordinator"))


def press(client, what, name, act, version=0):
    answer = client.post(f"/front/edit/{what}", data={"name": name, "act": act, "version": version})
    assert answer.status_code == 303
    return client.get(answer.location)


def headings(page):
    return [part.split("</h2>")[0] for part in page.split("<h2>")[1:]]


def test_nobody_else_changes_it(client):
    client.sign_in(cast.play("call_leader"))

    assert client.get("/front/edit").status_code == 403
    assert client.post("/front/edit/words", data=WORDS).status_code == 403


def test_words_are_there_at_once_and_in_the_other_language_too(writer):
    writer.post("/front/edit/words", data=WORDS)

    for language in ("sv", "nb"):
        page = writer.get(f"/?lang={language}").text
        assert '<h1 class="face">Vi gör det ihop</h1>' in page
        assert "Kom <strong>med</strong>!" in page


def test_one_begins_with_what_the_settings_say(writer):
    chapter().about = {"sv": "Vi är grannar."}

    assert "Vi är grannar.</textarea>" in writer.get("/front/edit/words").text


def test_one_can_look_at_the_words_before_they_are_saved(writer):
    answer = writer.post("/front/edit/words", data=WORDS | {"look": "yes"})

    assert answer.text.count("Kom <strong>med</strong>!") == 1
    assert 'value="Vi gör det ihop"' in answer.text
    assert front_page() is None


def test_too_long_a_heading_is_told_of_and_nothing_is_lost(writer):
    answer = writer.post("/front/edit/words", data=WORDS | {"heading_sv": "x" * 121})

    assert answer.status_code == 422
    assert "x" * 121 in answer.text
    assert "Kom **med**!" in answer.text


def test_whoever_is_second_sees_what_the_first_wrote(writer):
    made.front(text={"sv": "Malins text"})

    answer = writer.post("/front/edit/words", data=WORDS)

    assert answer.status_code == 422
    assert "Malin Åkerlund" in answer.text
    assert "Malins text" in answer.text
    assert "Kom **med**!" in answer.text
    assert writer.post("/front/edit/words", data=WORDS | {"version": "1"}).status_code == 303


def test_parts_are_put_in_another_order(writer):
    link()
    made.news()

    press(writer, "parts", Part.NEWS, "up")
    press(writer, "parts", Part.NEWS, "up", version=1)

    assert headings(writer.get("/front/preview").text)[:2] == ["Nyheter", "Var med"]


def test_a_part_can_be_left_out_and_shown_again(writer):
    made.news()

    press(writer, "parts", Part.NEWS, "hide")
    assert "Bussen blir kvar" not in writer.get("/").text

    press(writer, "parts", Part.NEWS, "show", version=1)
    assert "Bussen blir kvar" in writer.get("/").text


def test_the_first_link_is_the_large_button(writer, client):
    link(slug="one", title={"sv": "Ett"})
    second = link(slug="two", title={"sv": "Två"})

    press(writer, "links", str(second.id), "down")
    page = writer.get("/front/preview").text

    assert 'class="button primary" href="/join/one"' in page


def test_a_link_that_is_left_out_is_on_posters_alone(writer):
    only = link()

    press(writer, "links", str(only.id), "hide")

    assert "/join/" not in writer.get("/front/preview").text


def test_what_is_left_out_stays_so_though_the_rest_is_arranged_while_it_is_closed(writer):
    secret, _open = link(slug="secret"), link(slug="open")
    press(writer, "links", str(secret.id), "hide")
    secret.closes_at = NOW
    press(writer, "links", str(_open.id), "hide", version=1)
    secret.closes_at = None

    assert "/join/secret" not in writer.get("/front/preview").text


def test_groups_are_shown_to_strangers_only_if_somebody_has_put_them_there(writer):
    choir = group(name={"sv": "Kören", "nb": "Koret"}, meets={"sv": "Tisdagar"})
    assert "Kören" not in writer.get("/front/preview").text

    press(writer, "groups", str(choir.id), "show")

    page = writer.get("/front/preview").text
    assert "Kören" in page
    assert "Tisdagar" in page
    assert f'href="/groups/{choir.id}"' not in page


def test_a_button_on_an_old_page_does_nothing_and_says_why(writer):
    made.front()

    answer = press(writer, "parts", Part.NEWS, "hide", version=0)

    assert "Det här har ändrats" in answer.text
    assert front_page().version == 1


def test_the_last_change_is_taken_back_and_made_again(writer):
    writer.post("/front/edit/words", data=WORDS)
    writer.post("/front/edit/words", data=WORDS | {"heading_sv": "Fel", "version": "1"})

    writer.post("/front/undo", data={"version": "2"})
    assert front_page().heading["sv"] == "Vi gör det ihop"

    writer.post("/front/undo", data={"version": "3"})
    assert front_page().heading["sv"] == "Fel"


def test_what_is_saved_twice_is_one_change_and_can_still_be_taken_back(writer):
    writer.post("/front/edit/words", data=WORDS)
    again = {**WORDS, "heading_sv": "Fel", "version": "1"}
    answers = [writer.post("/front/edit/words", data=again).status_code for _ in range(2)]

    writer.post("/front/undo", data={"version": "2"})

    assert answers == [303, 303]
    assert front_page().heading["sv"] == "Vi gör det ihop"


@pytest.mark.parametrize("version", ["", "x", "7", "9" * 30])
def test_nothing_is_taken_back_that_one_has_not_seen(writer, version):
    made.front()

    assert writer.post("/front/undo", data={"version": version}).status_code == 303
    assert front_page().version == 1


def test_an_act_that_there_is_not_is_not_found(writer):
    assert writer.post("/front/edit/parts", data={"name": "news", "act": "dance", "version": "0"}).status_code == 404


def test_the_preview_is_a_strangers(writer):
    page = writer.get("/front/preview").text

    assert "Logga ut" not in page
    assert 'href="/sign-in"' in page


def test_no_use_of_a_picture_is_noted_where_there_is_none(writer):
    writer.post("/front/edit/words", data=WORDS)

    assert db.session.scalars(db.select(MediumUse)).all() == []
