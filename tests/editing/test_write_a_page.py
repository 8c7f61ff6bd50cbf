"""Writing a page: drafts, publishing, hiding, and what is said of mistakes."""

import pytest

from chapter.access import Audience
from chapter.db import db
from chapter.handbook.models import Page, Revision
from tests.cast import play
from tests.conftest import Client
from tests.editing import made

NEW = {"section": "handbook", "language": "sv", "audience": "volunteers", "under": "0"}
NEW |= {"title": "Kaffe", "text": "Koka **mycket**.\r\n\r\nDrick."}


def typed(page: Page, text: str, **more: str) -> dict[str, str]:
    """What the form sends when somebody has the newest version before them."""
    wording = page.wording(more.pop("language", "sv"))
    assert wording
    return {"title": wording.newest.title, "text": text, "version": str(wording.newest_id), **more}


def test_a_new_page_is_a_draft_until_it_is_published(desk: Client):
    response = desk.post("/write/new", data=NEW)

    page = db.session.scalars(db.select(Page)).one()
    assert response.location == f"/write/{page.id}/text/sv"
    assert made.newest(page).text == "Koka **mycket**.\n\nDrick."
    assert (made.is_published(page), made.newest(page).by) == (False, "Call Leader Ek")


def test_a_new_page_can_be_published_at_once_and_stands_where_it_was_put(desk: Client):
    above = made.page("Ringkväll")
    desk.post("/write/new", data={**NEW, "under": str(above.id), "publish": "1", "audience": "members"})

    page = db.session.scalars(db.select(Page).where(Page.id != above.id)).one()
    assert (page.parent_id, page.audience, made.is_published(page)) == (above.id, Audience.MEMBERS, True)


def test_pressing_twice_makes_one_page(desk: Client):
    desk.post("/write/new", data=NEW)
    desk.post("/write/new", data=NEW)

    assert db.session.scalar(db.select(db.func.count()).select_from(Page)) == 1


def test_an_entry_from_a_to_o_stands_under_nothing(desk: Client):
    above = made.page()
    desk.post("/write/new", data={**NEW, "section": "standpoints", "under": str(above.id)})

    assert db.session.scalars(db.select(Page).where(Page.section == "standpoints")).one().parent_id is None


def test_a_page_without_a_title_is_not_kept_and_nothing_is_lost(desk: Client):
    response = desk.post("/write/new", data={**NEW, "title": ""})

    assert response.status_code == 422
    assert "Ge sidan en rubrik" in response.text
    assert "Koka **mycket**." in response.text


def test_a_draft_is_not_what_readers_see(desk: Client):
    page = made.page()
    desk.post(f"/write/{page.id}/text/sv", data=typed(page, "Nytt."))

    wording = db.session.get_one(Page, page.id).wording("sv")
    assert wording
    assert wording.published
    assert (wording.newest.text, wording.published.text) == ("Nytt.", made.TEXT)


def test_the_draft_can_be_published_later(desk: Client):
    page = made.page()
    draft = made.write(page, "Nytt.", published=False)

    desk.post(f"/write/{page.id}/publish/sv/{draft.id}")

    assert made.is_published(page)


def test_nobody_publishes_what_they_have_not_read(desk: Client):
    page = made.page()
    draft = made.write(page, "Nytt.", published=False)
    made.write(page, "Nyare.", published=False)

    response = desk.post(f"/write/{page.id}/publish/sv/{draft.id}")

    assert "Läs den innan du publicerar" in desk.get(response.location).text
    assert not made.is_published(page)


def test_a_page_is_hidden_and_that_is_undone(desk: Client):
    page = made.page()
    shown = made.newest(page).id

    response = desk.post(f"/write/{page.id}/hide/sv")
    assert not made.is_published(page)
    assert f"/write/{page.id}/show-again/sv/{shown}" in desk.get(response.location).text

    desk.post(f"/write/{page.id}/show-again/sv/{shown}")
    assert made.is_published(page)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hej\n\n{call_leder}", "Rad 3: "),
        ("[Dit](page:nowhere)", "Rad 1: "),
        ("ett\n[Dit](screen:home.nowhere)", "Rad 2: "),
        ("[[obegripligt]]", "Rad 1: "),
        ("![En katt](media:99)", "Rad 1: "),
    ],
)
def test_what_is_not_there_is_said_with_its_line(desk: Client, text: str, said: str):
    made.page("Ordlista", "## Ringkväll\n\nVi ringer.", shipped="glossary")
    page = made.page()
    response = desk.post(f"/write/{page.id}/text/sv", data=typed(page, text, publish="1"))

    assert response.status_code == 422
    assert said in response.text
    assert text.splitlines()[-1] in response.text
    assert made.newest(page).text == made.TEXT


def test_every_mistake_is_said_at_once(desk: Client):
    page = made.page()
    response = desk.post(f"/write/{page.id}/text/sv", data=typed(page, "{ett}\n\n{två}"))

    assert "Rad 1: " in response.text
    assert "Rad 3: " in response.text


def test_what_one_types_is_shown_and_not_kept(desk: Client):
    page = made.page()
    response = desk.htmx(
        f"/write/{page.id}/text/sv", {"show": "1", "title": "Så här", "text": "Ring **nu** i {chapter}"}
    )

    assert "<strong>nu</strong> i Lokalföreningen Lövåsen" in response.text
    assert "<html" not in response.text
    assert made.newest(page).text == made.TEXT


def test_without_scripts_the_whole_page_shows_it(desk: Client):
    response = desk.post("/write/new", data={**NEW, "show": "1", "title": ""})

    assert "<strong>mycket</strong>" in response.text
    assert "Ge sidan en rubrik" not in response.text


def test_the_page_tells_what_the_placeholders_give_today(desk: Client, writer):
    writer.mobile = "+46701740605"
    page = made.page()

    response = desk.get(f"/write/{page.id}/text/sv")

    assert "{call_leader.phone}" in response.text
    assert "070-174 06 05" in response.text


def test_one_finds_what_to_link_to_by_its_name(desk: Client):
    page, shipped = made.page("Kaffe"), made.page("Kaffekoppar", shipped="caller/cups")

    response = desk.htmx("/write/targets?link=kaff")

    assert f"[Kaffe](page:{page.id})" in response.text
    assert f"[Kaffekoppar](page:{shipped.shipped})" in response.text
    assert "(screen:handbook.front)" in desk.get("/write/targets?link=handbok").text


def test_who_does_not_write_pages_may_not(client: Client):
    page = made.page()
    client.sign_in(play("member"))

    assert client.get(f"/write/{page.id}/text/sv").status_code == 403


def test_there_are_two_languages_and_no_more(desk: Client):
    page = made.page()

    assert desk.get(f"/write/{page.id}/text/en").status_code == 404


def test_saving_nothing_new_makes_no_version(desk: Client):
    page = made.page()
    desk.post(f"/write/{page.id}/text/sv", data=typed(page, made.TEXT))

    assert db.session.scalar(db.select(db.func.count()).select_from(Revision)) == 1
