"""Two write on the same page at once: they are told, see what differs, and nothing is lost."""

import pytest

from chapter.handbook.models import Page
from tests.conftest import Client
from tests.editing import made


@pytest.fixture
def written(app: object) -> Page:
    """A page that both write on."""
    return made.page()


def saved_too_late(desk: Client, written: Page, text: str, title: str = "Att ringa", **more: str):
    """What the writer is answered who began before Bo changed the first line."""
    began = made.newest(written).id
    made.write(written, made.TEXT.replace("Ring", "Mejla"))
    return desk.post(f"/write/{written.id}/text/sv", data={"title": title, "text": text, "version": str(began), **more})


def test_the_second_is_told_who_was_first_and_nothing_is_overwritten(desk: Client, written: Page):
    response = saved_too_late(desk, written, made.TEXT.replace("Ring", "Skriv"))

    assert response.status_code == 422
    assert "Bo Ek har ändrat sidan medan du skrev" in response.text
    assert "onsdag 18 november kl. 18.30" in response.text
    assert made.newest(written).text.startswith("Mejla först")


def test_what_each_changed_is_shown_in_words(desk: Client, written: Page):
    text = saved_too_late(desk, written, made.TEXT.replace("Ring", "Skriv")).text

    assert 'Borttaget: </span>Ring</del><ins><span class="unseen" lang="sv">Tillagt: </span>Mejla</ins>' in text
    assert 'Borttaget: </span>Mejla</del><ins><span class="unseen" lang="sv">Tillagt: </span>Skriv</ins>' in text


def test_changes_in_different_places_are_put_together_in_the_field(desk: Client, written: Page):
    text = saved_too_late(desk, written, made.TEXT.replace("Tacka", "Säg tack")).text

    assert ">\nMejla först.\n\nLyssna sedan.\n\nSäg tack till sist.</textarea>" in text.replace("\r\n", "\n")
    assert f'name="version" type="hidden" value="{made.newest(written).id}"' in text


def test_changes_in_the_same_place_leave_mine_in_the_field(desk: Client, written: Page):
    text = saved_too_late(desk, written, made.TEXT.replace("Ring", "Skriv")).text

    assert ">\nSkriv först.\n\nLyssna sedan." in text.replace("\r\n", "\n")


def test_another_title_is_kept_when_they_changed_the_text_only(desk: Client, written: Page):
    text = saved_too_late(desk, written, made.TEXT, title="Att ringa väl").text

    assert 'value="Att ringa väl"' in text
    assert "\nMejla först." in text


def test_mine_can_be_kept_as_it_was_and_theirs_is_an_earlier_version(desk: Client, written: Page):
    saved_too_late(desk, written, "Mitt.")
    theirs = made.newest(written)

    desk.post(f"/write/{written.id}/text/sv", data={"title": "Att ringa", "text": "Mitt.", "version": str(theirs.id)})

    assert made.newest(written).text == "Mitt."
    assert "Bo Ek" in desk.get(f"/write/{written.id}/versions/sv").text


def test_who_wrote_the_same_is_no_conflict(desk: Client, written: Page):
    response = saved_too_late(desk, written, made.TEXT.replace("Ring", "Mejla"))

    assert response.status_code == 303


def test_pressing_twice_is_no_conflict(desk: Client, written: Page):
    form = {"title": "Att ringa", "text": "Nytt.", "version": str(made.newest(written).id), "publish": "1"}

    answers = [desk.post(f"/write/{written.id}/text/sv", data=form).status_code for _time in range(2)]

    assert answers == [303, 303]
    assert made.is_published(written)


def test_two_who_begin_a_translation_at_once_are_told_too(desk: Client, written: Page):
    made.write(written, "Ring først.", "Å ringe", "nb")
    response = desk.post(f"/write/{written.id}/text/nb", data={"title": "Ringe", "text": "Ring!", "version": "0"})

    assert "Bo Ek har ändrat sidan medan du skrev" in response.text
    assert ">Ring!</textarea>" in response.text.replace("\r\n", "")


@pytest.mark.parametrize("button", ["publish", "show"])
def test_what_one_writes_outlives_the_page(desk: Client, written: Page, button: str):
    began, here = made.newest(written).id, f"/write/{written.id}"
    desk.post(f"{here}/delete")

    response = desk.post(
        f"{here}/text/sv", data={"title": "Att ringa", "text": "Mitt.", "version": str(began), button: "1"}
    )

    assert response.status_code == 422
    assert "Du kan spara din text som en ny sida." in response.text
    assert ">\nMitt.</textarea>" in response.text.replace("\r\n", "\n")
