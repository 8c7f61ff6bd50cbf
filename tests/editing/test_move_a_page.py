"""Where pages stand: in their tree, at which address, for whom; and deleting them."""

import pytest

from chapter import clock
from chapter.access import Audience
from chapter.db import db
from chapter.handbook.models import OldAddress, Page
from chapter.handbook.rules import Section
from chapter.media.models import Medium, MediumUse
from tests.conftest import Client
from tests.editing import made


@pytest.fixture
def tree(app: object) -> dict[str, Page]:
    """A, with B under it, and C."""
    a = made.page("Aaa")
    return {"a": a, "b": made.page("Bbb", parent=a), "c": made.page("Ccc")}


def standing(page: Page) -> tuple[int | None, int]:
    """Under which page it stands, and after how many."""
    db.session.expire_all()
    return page.parent_id, page.position


def test_the_tree_shows_all_and_the_steps_of_the_one_that_is_chosen(desk: Client, tree: dict[str, Page]):
    text = desk.get(f"/write/tree/handbook?page={tree['b'].id}").text

    assert text.index("Aaa") < text.index("Bbb") < text.index("Ccc")
    assert f"/write/{tree['b'].id}/step/out" in text
    assert f"/write/{tree['b'].id}/step/up" not in text


def test_a_page_moves_a_step_at_a_time(desk: Client, tree: dict[str, Page]):
    a, b, c = tree.values()
    desk.post(f"/write/{c.id}/step/up")
    assert standing(c) == (None, 0)

    desk.post(f"/write/{b.id}/step/out")
    assert standing(b) == (None, 2)

    desk.post(f"/write/{b.id}/step/in")
    assert standing(b) == (a.id, 0)


def test_a_step_that_leads_nowhere_is_said(desk: Client, tree: dict[str, Page]):
    response = desk.post(f"/write/{tree['a'].id}/step/up")

    assert "kan inte flyttas längre" in desk.get(response.location).text
    assert desk.post(f"/write/{tree['a'].id}/step/sideways").status_code == 404


def test_a_page_to_stand_under_is_found_by_its_title(desk: Client, tree: dict[str, Page]):
    text = desk.htmx(f"/write/{tree['c'].id}/place?q=bb").text

    assert "Bbb <small>Aaa</small>" in text
    assert "<html" not in text


def test_no_page_is_offered_to_stand_under_itself(desk: Client, tree: dict[str, Page]):
    text = desk.htmx(f"/write/{tree['a'].id}/place?q=").text

    assert "Ccc" in text
    assert f'id="under-{tree["b"].id}"' not in text
    assert desk.post(f"/write/{tree['a'].id}/place", data={"under": tree["b"].id}).status_code == 422


def test_without_scripts_one_looks_and_then_moves(desk: Client, tree: dict[str, Page]):
    assert "Bbb" in desk.post(f"/write/{tree['c'].id}/place", data={"find": "1", "q": "bbb"}).text
    desk.post(f"/write/{tree['c'].id}/place", data={"under": tree["b"].id, "q": "bbb"})

    assert standing(tree["c"]) == (tree["b"].id, 0)


def test_a_page_comes_to_the_top(desk: Client, tree: dict[str, Page]):
    desk.post(f"/write/{tree['b'].id}/place", data={"under": "0"})

    assert standing(tree["b"]) == (None, 2)


def test_an_old_address_leads_to_the_new(desk: Client, tree: dict[str, Page]):
    data = {"section": "about", "slug": "Vår Å"}
    desk.post(f"/write/{tree['a'].id}/address", data=data)

    db.session.expire_all()
    assert (tree["a"].section, tree["a"].slug, tree["b"].parent_id) == (Section.ABOUT, "var-a", None)
    assert db.session.get_one(OldAddress, (Section.HANDBOOK, "aaa")).page_id == tree["a"].id


def test_an_address_that_is_the_same_once_it_is_spelt_is_no_old_one(desk: Client, tree: dict[str, Page]):
    desk.post(f"/write/{tree['a'].id}/address", data={"section": "handbook", "slug": " AAA! "})

    assert db.session.scalars(db.select(OldAddress)).all() == []


def test_an_address_is_needed(desk: Client, tree: dict[str, Page]):
    response = desk.post(f"/write/{tree['a'].id}/address", data={"section": "about", "slug": ""})

    assert response.status_code == 422


def test_other_readers_are_asked_about_first(desk: Client, tree: dict[str, Page]):
    medium = Medium(digest="x", name="torget.jpg", mimetype="image/jpeg", size=1)
    medium.uploaded_at = medium.needed_at = clock.now()
    medium.uses = [MediumUse(source=f"page:{tree['a'].id}", audience=Audience.VOLUNTEERS)]
    db.session.add(medium)

    text = desk.get(f"/write/{tree['a'].id}/readers?audience=public").text

    assert "de som inte är inloggade" in text
    assert "torget.jpg" in text
    assert db.session.get_one(Page, tree["a"].id).audience is Audience.VOLUNTEERS


def test_who_loses_a_page_is_said(desk: Client, tree: dict[str, Page]):
    text = desk.get(f"/write/{tree['a'].id}/readers?audience=officers").text

    assert "Dessa kan inte läsa den längre" in text
    assert "medlemmar som inte är förtroendevalda" in text


def test_other_readers_read_it_when_one_is_sure(desk: Client, tree: dict[str, Page]):
    desk.post(f"/write/{tree['a'].id}/readers", data={"audience": "members"})

    assert db.session.get_one(Page, tree["a"].id).audience is Audience.MEMBERS


def test_an_audience_that_is_none_changes_nothing(desk: Client, tree: dict[str, Page]):
    assert desk.post(f"/write/{tree['a'].id}/readers", data={"audience": "cats"}).status_code == 422


def test_before_a_page_is_deleted_one_sees_what_hangs_on_it(desk: Client, tree: dict[str, Page]):
    made.page("Länkar hit", f"[Se](page:{tree['a'].id}#topp)")
    made.page("Länkar inte", f"[Se](page:{tree['a'].id}9)")

    text = desk.get(f"/write/{tree['a'].id}/delete").text

    assert "Länkar hit" in text
    assert "Länkar inte" not in text
    assert "Bbb" in text


def test_a_deleted_page_s_own_pages_move_up(desk: Client, tree: dict[str, Page]):
    b = tree["b"].id
    here = f"/write/{tree['a'].id}"
    desk.post(f"{here}/delete")

    assert db.session.get_one(Page, b).parent_id is None
    assert desk.get(here).status_code == 404


def test_a_page_is_found_in_the_tree(desk: Client, tree: dict[str, Page]):
    text = desk.get("/write/tree/handbook?q=bbb").text

    assert "Bbb" in text
    assert "Ccc" not in text
    assert "Inget heter så" in desk.get("/write/tree/handbook?q=xyz").text


def test_the_alphabet_decides_where_an_entry_from_a_to_o_stands(desk: Client):
    entry = made.page("Skolan", section=Section.STANDPOINTS)

    assert desk.get(f"/write/{entry.id}/place").status_code == 404
    assert desk.post(f"/write/{entry.id}/step/up").status_code == 404
    assert "/step/" not in desk.get(f"/write/tree/standpoints?page={entry.id}").text
