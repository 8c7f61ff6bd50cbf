"""The front page: who we are, and the way in."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from chapter.access import Audience, Role
from chapter.db import db
from chapter.settings.queries import chapter
from tests import factories
from tests.conftest import NOW
from tests.front import made
from tests.groups.made import group
from tests.signup.links import link


@pytest.mark.parametrize(("language", "words"), [("sv", "Bli aktiv"), ("nb", "Bli aktiv hos oss")])
def test_it_shows_the_open_links_in_the_readers_language(client, language, words):
    link()

    page = client.get(f"/?lang={language}").text

    assert f"<strong>{words}</strong>" in page
    assert 'href="/join/bli-aktiv"' in page


def test_it_does_not_show_links_that_are_shut(client):
    link(slug="old", closes_at=NOW - timedelta(hours=1))
    link(slug="coming", opens_at=NOW + timedelta(hours=1))
    link(slug="full", places=0)

    page = client.get("/").text

    assert "/join/" not in page


def test_it_tells_what_the_chapter_says_about_itself(client):
    chapter().about = {"sv": "Vi bor i **Lövåsen**."}

    assert "Vi bor i <strong>Lövåsen</strong>." in client.get("/").text


def test_it_tells_whom_to_ask(client):
    chapter().contact_name, chapter().contact_phone = "Malin Åkerlund", "+46701740606"

    page = client.get("/").text

    assert "Malin Åkerlund" in page
    assert 'href="tel:+46701740606"' in page


def test_a_visitor_can_sign_in(client):
    assert 'class="button primary" href="/sign-in"' in client.get("/").text


def test_whoever_is_signed_in_goes_to_their_page(client):
    client.sign_in(factories.account())

    assert 'class="button primary" href="/my"' in client.get("/").text


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_demo_says_who_one_can_be(client, language):
    factories.account(Role.CALL_LEADER, name="Lea Lind", email="leader@example.org")

    page = client.get(f"/?lang={language}").text

    assert "Lea Lind" in page
    assert 'value="leader@example.org"' in page


def test_one_click_makes_one_somebody_in_the_demo(client):
    factories.account(name="Lea Lind", email="leader@example.org")

    client.post("/become", data={"email": "leader@example.org", "next": "/my"})

    assert "Lea" in client.get("/my").text


def test_a_live_chapter_shows_nobody(client, monkeypatch):
    factories.account(name="Lea Lind", email="leader@example.org")
    monkeypatch.setitem(client.application.config, "CHAPTER_MODE", "live")

    assert "Lea Lind" not in client.get("/").text


def test_a_front_page_that_nobody_has_touched_says_who_we_are_and_whom_to_ask(client):
    page = client.get("/?lang=sv").text

    assert '<h1 class="face">Lokalföreningen Lövåsen</h1>' in page
    assert "i kvällar" in page or "kvällarna" in page
    assert "<h2>Nyheter</h2>" not in page
    assert "<h2>Det här gör vi</h2>" not in page


def test_it_leads_to_the_pages_about_the_chapter_that_the_reader_may_read(client):
    made.page()
    made.page("Intern", Audience.MEMBERS)

    page = client.get("/?lang=nb").text

    assert '<a class="open" href="/about/vad-vi-vill"><strong>Vad vi vill</strong>' in page
    assert "Intern" not in page
    assert "Intern" in client.sign_in(factories.account(Role.MEMBER)).get("/").text


def test_whoever_is_in_finds_the_way_to_what_is_theirs(client):
    client.sign_in(factories.account())

    members = client.get("/").text.split('id="members"')[1].split("</section>")[0]

    assert 'href="/my"' in members
    assert 'href="/groups/"' in members


def test_much_on_it_costs_no_more_queries(client, reads):
    few = reads("/")
    for number in range(12):
        link(slug=f"link-{number}")
        made.news(number)
        made.page(f"Sida {number}")
        group(name={"sv": f"Grupp {number}"})
    made.front(arranged={"groups": [str(number) for number in range(1, 13)]})

    assert reads("/") == few <= 12


@pytest.fixture
def reads(client):
    """How many queries a page takes."""

    def count(path):
        seen = []
        db.session.commit()

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        assert client.get(path).status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return sum(statement.startswith("SELECT") for statement in seen)

    return count
