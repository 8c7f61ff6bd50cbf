"""Searches are kept under a name, changed, copied and deleted; whatever uses them follows."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import event, select

from chapter import clock
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.calling.models import CallAssignment
from chapter.db import db
from chapter.searches.asked import compact
from chapter.searches.models import SavedSearch
from chapter.searches.queries import search_named
from chapter.searches.rules import condition, every
from tests import cast, factories
from tests.conftest import NOW, Client
from tests.leading.test_target_group import queue
from tests.searches.built import built, opened

TOWN, OLD = condition("towns", ["Ås"]), condition("age_from", 70)


@pytest.fixture
def owner(client: Client) -> Account:
    """Who keeps the searches."""
    return factories.account(Role.MEMBER_COORDINATOR, name="Mona Medlem")


@pytest.fixture
def officer(client: Client, owner: Account) -> Client:
    """Their browser."""
    return client.sign_in(owner)


def kept(name: str = "I Ås", *parts: dict, owner: Account | None = None) -> SavedSearch:
    """A search that is kept."""
    made = SavedSearch(name=name, note="", criteria=every(*(parts or (TOWN,))), created_at=NOW, changed_at=NOW)
    made.owner = owner
    db.session.add(made)
    db.session.flush()
    return made


def one() -> SavedSearch:
    """The only search there is."""
    return db.session.scalars(select(SavedSearch)).one()


def form(search: SavedSearch | None = None, **other: str) -> dict[str, str]:
    """What the page sends."""
    seen = {"seen": search.changed_at.isoformat()} if search else {}
    return {"name": "I Ås", "note": "", **seen, **built(OLD), **other}


def test_a_search_is_kept_with_its_name_note_and_owner(officer: Client, owner: Account):
    officer.post("/searches/new", data=form(name="  Alla   gamla ", note="Till julkaffet"))

    search = one()
    assert (search.name, search.note, search.owner_id) == ("Alla gamla", "Till julkaffet", owner.id)
    assert search.criteria == every(OLD)


def test_the_list_tells_all_about_it(officer: Client, owner: Account):
    factories.person(town="Ås"), factories.person(town="Lund")
    search = kept(owner=owner)
    factories.assignment(search_id=search.id)

    page = officer.get("/searches/").text

    for told in ("I Ås", "Bor i Ås", "1 person<", "Mona Medlem", "Höstens medlemssamtal", "/people/?search=1"):
        assert told in page


def test_an_empty_list_says_what_to_do(officer: Client):
    assert 'class="empty"' in officer.get("/searches/").text


def test_who_may_not_read_the_register_has_no_way_to_the_people(client: Client):
    kept()
    leader = client.sign_in(cast.play("call_leader"))

    for path in ("/searches/", "/searches/1", "/searches/new"):
        page = leader.get(path).text
        assert "/people/?" not in page
        assert 'name="show"' not in page


@pytest.mark.parametrize("name", ["", "   ", "I Ås", "i ås", "x" * 81])
def test_a_name_that_cannot_be_is_said_beside_it_and_nothing_is_lost(officer: Client, name: str):
    kept()

    page = officer.post("/searches/new", data=form(name=name, note="Viktigt"))

    assert page.status_code == 422
    assert 'id="name-error"' in page.text
    for kept_here in ("Viktigt", "Fyller 70"):
        assert kept_here in page.text
    assert one().name == "I Ås"


def test_its_own_name_is_no_other_search(officer: Client):
    search = kept()

    assert officer.post("/searches/1", data=form(search, name="i ås")).status_code == 303
    assert (search.name, search.criteria) == ("i ås", every(OLD))


def test_a_condition_that_cannot_be_is_not_saved(officer: Client):
    search = kept()

    page = officer.post("/searches/1", data={**form(search), **opened("age_from", "gammal", "0-1")})

    assert page.status_code == 422
    assert 'id="target-0-1-value-error"' in page.text
    assert search.criteria == every(TOWN)


def test_the_second_of_two_is_told_and_may_save_again(officer: Client):
    search = kept()
    mine = form(search)
    officer.post("/searches/1", data={**form(search, name="Deras"), **built(TOWN)})
    search.changed_at = clock.now() + timedelta(minutes=1)

    told = officer.post("/searches/1", data=mine)

    assert told.status_code == 422
    assert "Nu lyder den: Deras; Bor i Ås." in told.text
    assert "Fyller 70" in told.text
    assert search.name == "Deras"
    assert f'value="{search.changed_at.isoformat()}"' in told.text
    assert officer.post("/searches/1", data=form(search)).status_code == 303


def test_whom_it_finds_can_be_seen_without_keeping_it(officer: Client):
    seen = officer.post("/searches/new?q=eva", data=form(name="", show="people"))

    assert seen.status_code == 303
    assert dict(parse_qsl(urlsplit(seen.location).query)) == {"s": compact(every(OLD)), "q": "eva"}
    assert db.session.scalars(select(SavedSearch)).all() == []


def test_a_copy_has_a_name_of_its_own(officer: Client):
    kept("x" * 80)

    for number in (2, 3):
        assert officer.post("/searches/1/copy").location == f"/searches/{number}"

    names = db.session.scalars(select(SavedSearch.name).order_by(SavedSearch.id)).all()
    assert names[1:] == ["x" * 72 + " (kopia)", "x" * 70 + " (kopia 2)"]


def test_deleting_asks_first_and_says_where_it_is_used(officer: Client):
    factories.assignment(search_id=kept().id)

    page = officer.get("/searches/1/delete").text

    assert "Höstens medlemssamtal" in page
    assert one()


def test_an_assignment_keeps_the_conditions_of_a_search_that_is_deleted(officer: Client):
    assignment = factories.assignment(search_id=kept().id)

    officer.post("/searches/1/delete")

    assert (assignment.search_id, assignment.target) == (None, every(TOWN))
    assert officer.get("/searches/1/delete").status_code == 404


def test_an_assignment_follows_a_search_that_is_changed_at_once(officer: Client):
    factories.person("Eva", town="Ås", birth_year=2000), factories.person("Gun", birth_year=1940)
    search = kept()
    live = factories.assignment(search_id=search.id)
    frozen = factories.assignment(search_id=search.id, frozen_at=NOW, target_found_at=NOW)
    over = factories.assignment(search_id=search.id, ends_at=NOW - timedelta(days=1))

    officer.post("/searches/1", data=form(search))

    assert (queue(live), queue(frozen), queue(over)) == ({"Gun"}, set(), set())


def test_a_name_is_found_however_its_capitals_are(app):
    kept("Årsta norra")

    assert search_named(" ÅRSTA  NORRA ") is not None
    assert search_named("Årsta") is None


@pytest.mark.parametrize(
    "s", ["", "{", "[]", "null", '{"all":3}', "[" * 3000, '{"all":[{"is":"towns","value":"\\ud800"}]}']
)
def test_garbage_in_the_address_never_breaks_a_page(officer: Client, s: str):
    for page in ("/searches/new", "/calling/new", "/people/"):
        assert officer.get(page, query_string={"s": s}).status_code == 200
    for page in ("/searches/new", "/people/"):
        assert officer.get(page, query_string={"search": s or "99999999999999999999"}).status_code == 200


def test_a_page_of_many_searches_takes_few_queries(officer: Client, owner: Account):
    tag = factories.tag("ny")
    for number in range(60):
        search = kept(f"Nr {number}", condition("tags", [tag.id]), condition("called_in", [1]), owner=owner)
        factories.assignment(search_id=search.id)
    db.session.commit()
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    page = officer.get("/searches/?page=2")

    assert page.text.count('class="card"') == 25
    assert len([query for query in seen if query.startswith("SELECT")]) <= 12, "\n".join(seen)


def test_assignments_without_a_search_are_untouched_by_deleting_one(officer: Client):
    kept()
    assignment: CallAssignment = factories.assignment(target=every(OLD))

    officer.post("/searches/1/delete")

    assert assignment.target == every(OLD)
