"""What there is to look after: what is old, drafted, untranslated, nobody's; and seeing to it."""

from datetime import date, timedelta

import pytest

from chapter import clock
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.editing import care
from chapter.handbook.models import Page, Shipped
from chapter.settings.queries import chapter
from tests import factories
from tests.cast import play
from tests.conftest import NOW, Client
from tests.editing import made

TODAY = date(2026, 11, 18)


def whole(writer: Account, **facts: object) -> Page:
    """A page about which there is nothing to do: somebody looks after it, and it is in both languages."""
    page = made.page(**{"owner_id": writer.id, "check_by": date(2027, 6, 1), **facts})
    made.write(page, "Ring først.", "Å ringe", "nb")
    return page


@pytest.fixture
def shown(desk: Client):
    """The list as the writer sees it."""
    return lambda **asked: desk.get("/write/", query_string=asked).text


def test_a_page_in_order_is_not_on_the_list(writer: Account, shown):
    whole(writer)

    assert "Inget väntar just nu" in shown()


def test_a_page_comes_a_fortnight_before_its_day(writer: Account, shown):
    whole(writer, title="Snart", check_by=TODAY + timedelta(days=14))
    whole(writer, title="Senare", check_by=TODAY + timedelta(days=15))

    assert "Snart" in shown()
    assert "Senare" not in shown()


def test_what_is_still_right_is_looked_at_again_later(desk: Client, writer: Account):
    page = whole(writer, check_by=TODAY, reminded_for=TODAY)
    response = desk.post(f"/write/{page.id}/right/6", data={"from": "list"})

    db.session.expire_all()
    assert response.location == "/write/"
    assert (page.check_by, page.reminded_for, page.checked_at) == (date(2027, 5, 18), None, NOW)


def test_a_draft_says_who_wrote_it_and_waits_for_them(writer: Account, shown):
    made.write(whole(writer), "Nytt.", by="Eva Öst", published=False)

    assert "Det finns ett utkast på svenska, skrivet av Eva Öst" in shown()


def test_mine_are_the_pages_i_look_after_and_the_drafts_i_write(writer: Account, shown):
    other = factories.account(Role.BOARD, name="Eva Öst")
    made.write(whole(other, title="Min"), "Nytt.", by=writer.name, published=False)
    made.write(whole(other, title="Hennes"), "Nytt.", by="Eva Öst", published=False)

    assert "Min</strong>" in shown(whose="mine")
    assert "Hennes</strong>" not in shown(whose="mine")


def test_a_page_that_nobody_looks_after_can_be_taken(desk: Client, writer: Account, shown):
    page = whole(writer, owner_id=None)
    assert "Ingen sköter om den." in shown()

    desk.post(f"/write/{page.id}/mine", data={"from": "list"})
    assert "Inget väntar just nu" in shown()


def test_who_can_no_longer_write_looks_after_nothing(shown):
    whole(play("member"))

    assert "Ingen sköter om den." in shown()


def test_a_hidden_page_is_on_the_list_and_lacks_no_translation(writer: Account, shown):
    made.page(owner_id=writer.id, published=False)

    assert "Ingen läsare ser den." in shown()
    assert "Den är inte skriven på norska." not in shown()


def test_a_page_that_lacks_in_one_language_is_to_translate(desk: Client, writer: Account, shown):
    page = made.page(owner_id=writer.id)
    assert "Den är inte skriven på norska." in shown()

    desk.post(f"/write/{page.id}/text/nb", data={"title": "Ringe", "text": "Ring.", "version": "0", "publish": "1"})
    assert "Inget väntar just nu" in shown()


def test_nothing_is_to_translate_into_a_language_that_the_site_does_not_offer(writer: Account, shown):
    made.page(owner_id=writer.id, check_by=date(2027, 6, 1), title="Bara här")
    assert "Bara här" in shown()

    chapter().languages = ["sv"]

    assert "Bara här" not in shown()


@pytest.fixture
def changed(desk: Client, writer: Account) -> Page:
    """A page that was changed in Swedish today and not in Norwegian, which is from a week ago."""
    with clock.frozen(NOW - timedelta(days=7)):
        page = whole(writer)
    made.write(page, made.TEXT.replace("Ring", "Mejla"))
    return page


def test_a_page_changed_in_one_language_is_to_translate_and_it_says_since_when(changed: Page, shown):
    assert "Den ändrades på svenska 18 nov. 2026, men inte på norska." in shown()


def test_who_translates_sees_what_has_changed(desk: Client, changed: Page):
    text = desk.get(f"/write/{changed.id}/text/nb").text

    assert "</span>Mejla</ins>" in text
    assert "Lyssna sedan." in text


def test_who_has_translated_has_caught_up_in_both(desk: Client, changed: Page, shown):
    form = {"title": "Å ringe", "text": "Send e-post.", "version": made.newest(changed, "nb").id, "publish": "1"}
    with clock.frozen(NOW + timedelta(hours=1)):
        desk.post(f"/write/{changed.id}/text/nb", data=form)
        assert "Inget väntar just nu" in shown()


def test_it_may_say_the_same_already(desk: Client, changed: Page, shown):
    with clock.frozen(NOW + timedelta(hours=1)):
        desk.post(f"/write/{changed.id}/same/nb")
        assert "Inget väntar just nu" in shown()


@pytest.mark.parametrize(("says", "listed"), [({"same": "y"}, False), ({}, True)])
def test_a_small_correction_needs_no_translation(desk: Client, writer: Account, shown, says: dict, listed: bool):
    page = whole(writer)
    form = {"title": "Att ringa", "text": "Rätt.", "version": made.newest(page).id, "publish": "1", **says}
    with clock.frozen(NOW + timedelta(hours=1)):
        desk.post(f"/write/{page.id}/text/sv", data=form)
        assert ("men inte på norska" in shown()) is listed


def test_one_sets_who_looks_after_a_page(desk: Client, writer: Account):
    page = made.page()
    desk.post(f"/write/{page.id}/owner", data={"owner": writer.id, "check_by": "2027-01-15"})

    db.session.expire_all()
    assert (page.owner, page.check_by) == (writer, date(2027, 1, 15))


def test_a_day_that_is_none_is_said(desk: Client, writer: Account):
    page = made.page()
    response = desk.post(f"/write/{page.id}/owner", data={"owner": writer.id, "check_by": "i vår"})

    assert response.status_code == 422


@pytest.fixture
def outgrown(writer: Account) -> Page:
    """A text that came with the program, which the chapter has changed; the program has a newer one."""
    page = whole(writer, shipped="caller/report", published=True)
    db.session.add(Shipped(key="caller/report", language="sv", digest="x", is_newer=True))
    return page


def test_a_newer_text_of_the_program_is_told_of_and_shown(desk: Client, outgrown: Page, shown):
    assert "Programmet har en nyare text på svenska." in shown()
    assert "<ins>" in desk.get(f"/write/{outgrown.id}/newer/sv").text


def test_a_newer_text_is_taken_and_ours_is_an_earlier_version(desk: Client, outgrown: Page, shown):
    desk.post(f"/write/{outgrown.id}/newer/sv/take")

    assert (made.newest(outgrown).by, made.is_published(outgrown)) == ("", True)
    assert "Programmet har en nyare" not in shown()


def test_ours_is_kept(desk: Client, outgrown: Page, shown):
    desk.post(f"/write/{outgrown.id}/newer/sv/keep")

    assert made.newest(outgrown).text == made.TEXT
    assert "Programmet har en nyare" not in shown()
    assert "ingen nyare text på svenska" in desk.get(f"/write/{outgrown.id}/newer/sv").text


def test_other_rooms_add_their_lines(desk: Client, shown, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(care, "_others", {})
    care.also("dead", "Döda länkar")(lambda today: [care.Line("dead", "Filmen", "/x", f"Svarade inte {today}.")])

    assert "Svarade inte 2026-11-18." in shown(kind="dead")
    assert "Filmen" in shown()


def test_a_kind_alone_shows_all_of_it_and_among_others_a_few(writer: Account, shown):
    for number in range(7):
        whole(writer, title=f"Sida {number}", owner_id=None)

    assert "Sida 6" not in shown()
    assert "Sida 6" in shown(kind="ownerless")


def test_several_pages_are_given_to_somebody_at_once(desk: Client, writer: Account):
    one, other, owned = whole(writer, owner_id=None, check_by=None), whole(writer, owner_id=None), whole(writer)
    text = desk.get("/write/owners").text
    assert f'id="tick-{owned.id}"' not in text

    desk.post("/write/owners", data={"owner": writer.id, "tick": [one.id, other.id]})
    db.session.expire_all()
    assert (one.owner, other.owner) == (writer, writer)
    assert (one.check_by, other.check_by) == (date(2027, 5, 18), date(2027, 6, 1))


def test_to_share_out_no_page_is_said(desk: Client, writer: Account):
    whole(writer, owner_id=None)

    response = desk.post("/write/owners", data={"owner": writer.id})

    assert response.status_code == 422
    assert "Kryssa i minst en sida." in response.text


def test_what_another_has_taken_meanwhile_is_not_shared_out(desk: Client, writer: Account):
    taken = whole(play("board"))

    desk.post("/write/owners", data={"owner": writer.id, "tick": [taken.id]})

    assert taken.owner_id != writer.id
