"""People find what helps them, open it, and keep it near; nobody knows who opened what."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from chapter import clock
from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.db import db
from chapter.handbook import actions as handbook
from chapter.resources import actions, jobs
from chapter.resources.models import Resource, ResourceFavourite, ResourceUse
from chapter.resources.rules import COUNTED_FOR, MOST_USED, Kind
from tests import factories
from tests.cast import CAST, play
from tests.conftest import NOW, Client
from tests.resources.made import category, resource, script

BANK = "/resources/"
MORE = {"about": {}, "tags": ["a"], "added_at": NOW, "address": "https://example.org"}
MEMBERS = set(CAST) - {"volunteer"}
READERS = {
    Audience.PUBLIC: {None, *CAST},
    Audience.VOLUNTEERS: set(CAST),
    Audience.MEMBERS: MEMBERS,
    Audience.OFFICERS: MEMBERS - {"member"},
}


@pytest.fixture
def account(app: Flask) -> Account:
    """A volunteer."""
    return factories.account(name="Ada Ek")


@pytest.fixture
def volunteer(client: Client, account: Account) -> Client:
    """The volunteer's browser."""
    return client.sign_in(account)


def titles(client: Client, query: str = "") -> list[str]:
    """What the list shows, in its order."""
    page = client.htmx(f"{BANK}?{query}").text
    return [part.partition("<")[0].partition(">")[2] for part in page.split("<strong")[1:]]


@pytest.mark.parametrize("audience", READERS)
@pytest.mark.parametrize("who", [None, "volunteer", "member", "board"])
def test_each_sees_what_is_for_them(client: Client, who: str | None, audience: Audience):
    found, _page = resource(audience=audience), script(audience=audience)
    reader = client.sign_in(play(who)) if who else client

    assert (len(titles(reader)) == 2) is (who in READERS[audience])
    assert (reader.get(f"{BANK}{found.id}").status_code == 200) is (who in READERS[audience])


def test_a_stranger_isnt_told_what_there_is(client: Client):
    found = resource(audience=Audience.MEMBERS)
    hidden, none = client.get(f"{BANK}{found.id}"), client.get(f"{BANK}99")

    assert (hidden.status_code, none.status_code) == (303, 303)
    assert "/sign-in?next=/resources/" in client.get(BANK).text
    assert client.sign_in(play("volunteer")).get(f"{BANK}{found.id}").status_code == 404


def test_files_films_links_and_scripts_stand_in_one_list(volunteer: Client):
    resource(Kind.FILE, title={"sv": "Ädelt"}), resource(Kind.FILM, title={"sv": "Åter"})
    resource(title={"sv": "zebra"}), script("Brev")

    assert titles(volunteer) == ["Brev", "zebra", "Åter", "Ädelt"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bostad", ["Affisch"]),
        ("q=AFFÌSCH", ["Affisch"]),
        ("q=plakat", ["Affisch"]),
        ("q=lyssna", ["Samtal"]),
        ("q=finns+inte", []),
        ("kind=script", ["Samtal"]),
        ("kind=konstigt", []),
        ("tag=bostad", ["Affisch"]),
        ("category=1", ["Affisch"]),
        ("category=x&page=x", ["Affisch", "Samtal"]),
        ("favourites=1", []),
        ("page=99", ["Affisch", "Samtal"]),
    ],
)
def test_what_one_looks_for_is_found(volunteer: Client, query: str, found: list[str]):
    shelf = category()
    resource(title={"sv": "Affisch", "nb": "Plakat"}, tags=["Bostad"], category_id=shelf.id)
    script("Samtal")

    assert titles(volunteer, query) == found


def test_a_text_in_the_other_language_says_so(volunteer: Client):
    resource(title={"sv": "", "nb": "Løpeseddel"}, about={"nb": "Om boliger"})
    page = volunteer.get(BANK).text

    assert 'lang="nb">Løpeseddel' in page
    assert "Om boliger" in page


def test_an_empty_bank_says_what_will_be_there(client: Client, volunteer: Client):
    assert 'class="empty"' in volunteer.get(BANK).text


def test_a_film_is_opened_from_its_own_page_and_nothing_comes_from_elsewhere(volunteer: Client):
    found = resource(Kind.FILM)
    bank, page = volunteer.get(BANK).text, volunteer.get(f"{BANK}{found.id}").text

    assert f'href="/resources/{found.id}"' in bank
    assert "example.org/sida" not in bank
    assert 'href="https://example.org/sida" rel="noopener noreferrer"' in page
    assert "<iframe" not in page
    assert 'src="https' not in page


def test_a_file_can_be_fetched_by_whoever_sees_it(client: Client):
    found = resource(Kind.FILE, audience=Audience.PUBLIC)

    assert "Flygblad.pdf" in client.get(f"{BANK}{found.id}").text
    assert client.get(f"/media/{found.medium_id}/Flygblad.pdf").status_code == 200
    actions.remove(found)
    assert client.get(f"/media/{found.medium_id}/Flygblad.pdf").status_code == 303


@pytest.mark.parametrize("kind", ["resource", "page"])
def test_one_tap_keeps_something_near_and_another_lets_it_go(volunteer: Client, kind: str):
    key = f"{kind}-{resource().id if kind == 'resource' else script().id}"
    button = volunteer.htmx(f"{BANK}{key}/favourite", {}).text
    assert 'aria-pressed="true"' in button
    assert len(titles(volunteer, "favourites=1")) == 1

    assert 'aria-pressed="false"' in volunteer.htmx(f"{BANK}{key}/no-favourite", {}).text
    assert titles(volunteer, "favourites=1") == []


def test_pressed_twice_it_is_a_favourite_once(volunteer: Client):
    key = f"resource-{resource().id}"
    answers = [volunteer.post(f"{BANK}{key}/favourite").status_code for _ in range(2)]

    assert answers == [303, 303]
    assert db.session.scalar(db.select(db.func.count()).select_from(ResourceFavourite)) == 1


@pytest.mark.parametrize("key", ["resource-99", "page-99", "resource", "x-1"])
def test_what_isnt_there_or_isnt_for_one_is_nobody_s_favourite(volunteer: Client, key: str):
    secret = resource(audience=Audience.OFFICERS)
    hidden = script(audience=Audience.OFFICERS)

    assert volunteer.post(f"{BANK}{key}/favourite").status_code == 404
    assert volunteer.post(f"{BANK}resource-{secret.id}/opened").status_code == 404
    assert volunteer.post(f"{BANK}page-{hidden.id}/opened").status_code == 404


def test_a_draft_tells_nobody_its_title(volunteer: Client):
    page = script("Känd titel")
    handbook.write(page, "sv", "Hemlig titel", "Nytt.", "Bo Ek", NOW)

    assert "Känd titel" in volunteer.htmx(f"{BANK}page-{page.id}/favourite", {}).text
    handbook.hide(page, "sv")
    for act in ("favourite", "no-favourite", "opened"):
        assert volunteer.htmx(f"{BANK}page-{page.id}/{act}", {}).status_code == 404


def test_what_was_opened_most_this_month_is_shown_first(volunteer: Client):
    for number in range(4):
        found = resource(title={"sv": f"Sak {number}"})
        for _ in range(number):
            volunteer.post(f"{BANK}resource-{found.id}/opened")
    volunteer.post(f"{BANK}page-{script().id}/opened")

    most = volunteer.get(BANK).text.partition('aria-labelledby="most"')[2].partition("</ol>")[0]
    assert [most.find(f"Sak {number}") for number in (3, 2, 1)] == sorted(most.find(f"Sak {n}") for n in (3, 2, 1))
    assert "Sak 0" not in most
    assert 'aria-labelledby="most"' not in volunteer.get(f"{BANK}?q=sak").text


def test_a_month_later_it_is_no_longer(volunteer: Client):
    for number in range(3):
        volunteer.post(f"{BANK}resource-{resource(title={'sv': str(number)}).id}/opened")
    with clock.frozen(NOW + MOST_USED - timedelta(days=1)):
        assert 'aria-labelledby="most"' in volunteer.get(BANK).text

    with clock.frozen(NOW + MOST_USED):
        assert 'aria-labelledby="most"' not in volunteer.get(BANK).text


def test_a_count_knows_the_day_and_nothing_else(volunteer: Client):
    found = resource()
    for _ in range(2):
        assert volunteer.post(f"{BANK}resource-{found.id}/opened").status_code == 204
    (count,) = db.session.scalars(db.select(ResourceUse))

    assert (count.day, count.number) == (NOW.date(), 2)
    assert set(ResourceUse.__table__.columns.keys()) == {"resource_id", "day", "number"}


def test_old_counts_are_forgotten(app: Flask):
    actions.count(resource(), NOW)
    db.session.commit()
    with clock.frozen(NOW + COUNTED_FOR - timedelta(days=1)):
        assert jobs.forget_counts() == {"forgotten": 0}
    with clock.frozen(NOW + COUNTED_FOR):
        assert jobs.forget_counts() == {"forgotten": 1}


def test_whoever_is_erased_leaves_no_favourites(volunteer: Client, account: Account):
    volunteer.post(f"{BANK}resource-{resource().id}/favourite")
    db.session.delete(db.session.get(Account, account.id))
    db.session.flush()

    assert db.session.scalars(db.select(ResourceFavourite)).all() == []


def asks(client: Client, path: str) -> int:
    """How often a page asks the database."""
    heard: list[str] = []
    listen = lambda *given: heard.append(given[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    client.get(path)
    event.remove(db.engine, "before_cursor_execute", listen)
    return len(heard)


def test_with_many_things_it_asks_the_database_no_more_and_turns_pages(volunteer: Client):
    for number in range(70):
        db.session.add(Resource(kind=Kind.LINK, title={"sv": str(number)}, audience=Audience.PUBLIC, **MORE))
    script(), category()
    db.session.commit()

    assert asks(volunteer, BANK) <= 12
    assert [len(titles(volunteer, f"page={page}")) for page in (1, 2, 3)] == [30, 30, 11]


def test_the_search_finds_it_and_forgets_what_is_removed(volunteer: Client):
    found = resource(about={"sv": "Bostadspolitik på en sida"})
    assert f"/resources/{found.id}" in volunteer.get("/search?q=bostadspolitik").text
    actions.remove(found)

    assert (
        "/resources/" not in volunteer.get("/search?q=bostadspolitik").text.partition("<main")[2].partition("found")[2]
    )
