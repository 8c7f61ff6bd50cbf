"""Who may not read the register learns nothing of one person by narrowing a search down."""

import pytest
from sqlalchemy import select

from chapter.access import Role
from chapter.db import db
from chapter.searches.asked import compact
from chapter.searches.models import SavedSearch
from chapter.searches.rules import Search, condition, every, some
from tests import cast, factories
from tests.conftest import NOW, Client
from tests.searches.built import built

AS, LEAVING = condition("towns", ["Ås"]), condition("wants_to_leave", True)
CLOSED = [condition(name, True, turned) for name in ("wants_to_leave", "left", "missing") for turned in (False, True)]
NOT_TOLD = "Uppfyller ett villkor som bara medlemsansvarig får se"


@pytest.fixture
def leader(client: Client) -> Client:
    """A call leader's browser."""
    return client.sign_in(cast.play("call_leader"))


@pytest.fixture
def coordinator(client: Client) -> Client:
    """The member coordinator's browser."""
    return client.sign_in(cast.play("member_coordinator"))


@pytest.fixture
def crowd(app) -> None:
    """Six people of Ås, one of whom wants to leave."""
    for number in range(6):
        factories.person(town="Ås", leaving_at=None if number else NOW, birth_year=1971 if number == 0 else 1990)


def kept(criteria: Search) -> SavedSearch:
    """A search that the coordinator has kept."""
    owner = factories.account(Role.MEMBER_COORDINATOR)
    search = SavedSearch(name="På väg ut", criteria=criteria, owner=owner, created_at=NOW, changed_at=NOW)
    db.session.add(search)
    db.session.commit()
    return search


@pytest.mark.parametrize("name", ["wants_to_leave", "left", "missing"])
def test_a_call_leader_is_offered_no_condition_about_leaving(client: Client, name: str):
    offer = f'<option value="{name}">'

    assert offer in client.sign_in(cast.play("member_coordinator")).get("/searches/new").text
    assert offer not in client.sign_in(cast.play("call_leader")).get("/searches/new").text


@pytest.mark.parametrize("part", CLOSED)
@pytest.mark.parametrize("send", [{"build": "count"}, {"name": "Ås", "note": ""}])
def test_one_that_is_sent_all_the_same_is_refused_and_not_counted(leader: Client, crowd, part, send):
    page = leader.post("/searches/new", data=built(AS, some(AS, part)) | send)

    assert (page.status_code, "personer</strong>" in page.text) == (422, False)
    assert db.session.scalars(select(SavedSearch)).all() == []


def test_one_that_is_chosen_all_the_same_is_not_added(leader: Client, crowd):
    page = leader.post("/searches/build", data=built(AS) | {"target-0-add": "left", "build": "add-0"})

    assert 'id="target-0-add-error"' in page.text


@pytest.mark.parametrize("path", ["/searches/new", "/calling/new"])
def test_an_address_with_one_cant_be_read(leader: Client, crowd, path: str):
    page = leader.get(path, query_string={"s": compact(every(AS, LEAVING))}).text

    assert "Sökningen i adressen gick inte att läsa" in page
    assert "Vill gå ur" not in page


def test_a_kept_search_with_one_is_in_the_list_without_saying_what_and_how_many(leader: Client, crowd):
    kept(every(AS, LEAVING))

    page = leader.get("/searches/").text

    assert "På väg ut" in page
    assert NOT_TOLD in page
    assert "Vill gå ur" not in page
    assert "personer</strong>" not in page


@pytest.mark.parametrize(("method", "end"), [("get", ""), ("post", ""), ("post", "/copy")])
def test_nobody_else_builds_on_it(leader: Client, crowd, method: str, end: str):
    path = f"/searches/{kept(every(AS, LEAVING)).id}{end}"

    assert leader.open(path, method=method, data=built(AS)).status_code == 404


def test_the_coordinator_sees_all_of_it(coordinator: Client, crowd):
    search = kept(every(AS, LEAVING))

    for page in ("/searches/", f"/searches/{search.id}"):
        text = coordinator.get(page).text
        assert NOT_TOLD not in text
        assert "<strong>1 person</strong>" in text


@pytest.mark.parametrize(("year", "told"), [(1990, "5 personer"), (1971, "Färre än 5 personer"), (1900, "Färre än 5")])
def test_few_people_are_not_counted_for_who_may_not_read_the_register(leader: Client, crowd, year: int, told: str):
    age = 2026 - year
    narrow = built(AS, condition("age_from", min(age, 120)), condition("age_to", min(age, 120)))

    assert f"<strong>{told}" in leader.post("/searches/build", data=narrow | {"build": "count"}).text


def test_nor_in_the_list_of_searches(leader: Client, crowd):
    kept(every(AS, condition("age_from", 55)))

    assert "<strong>Färre än 5 personer</strong>" in leader.get("/searches/").text
