"""Reading the handbook: what one finds, what one doesn't, and where a page stands."""

from datetime import timedelta

import pytest
from sqlalchemy import event, insert

from chapter import clock
from chapter.access import Audience, Role
from chapter.db import db
from chapter.handbook import actions
from chapter.handbook.models import Page, Revision, Wording
from chapter.handbook.rules import Section
from chapter.settings.queries import chapter
from tests import factories
from tests.editing.made import page, write
from tests.handbook.uploads import medium

MOST = 12


@pytest.fixture
def reader(client):
    return client.sign_in(factories.account(language="sv"))


@pytest.fixture
def writer(client):
    return client.sign_in(factories.account(Role.CALL_LEADER, language="sv"))


def test_a_page_says_where_it_stands_and_what_is_around_it(reader):
    first = page("Ringarens bok", audience=Audience.PUBLIC)
    middle = page("Samtalet", "Ring.", parent=first)
    page("Svåra lägen", parent=middle)
    page("Efteråt", parent=first)

    text = reader.get("/handbook/samtalet").text

    assert text.index("Var sidan finns") < text.index('href="/handbook/ringarens-bok">Ringarens bok')
    assert '<a href="#page" aria-current="page">Samtalet</a>' in text
    assert '<a href="/handbook/efterat">Efteråt</a>' in text
    assert 'rel="prev" href="/handbook/ringarens-bok"' in text
    assert 'rel="next" href="/handbook/svara-lagen"' in text


def test_a_long_page_begins_with_its_contents(reader):
    page("Lång", "## Ett\n\n## Två\n\n## Tre")
    page("Kort", "## Ett\n\n## Två")

    assert '<li><a href="#tva">Två</a></li>' in reader.get("/handbook/lang").text
    assert "På den här sidan" not in reader.get("/handbook/kort").text


def test_a_page_in_the_other_language_says_so_and_in_which_language_it_is(reader):
    page("Samtalet", "Ring først.", language="nb")

    text = reader.get("/handbook/samtalet").text

    assert "Sidan är inte skriven på svenska än. Här är den på norska." in text
    assert '<h1 lang="nb">Samtalet</h1>' in text
    assert '<div class="prose" lang="nb"><p>Ring først.</p>' in text


def test_a_page_is_read_in_ones_own_language(reader):
    both = page("Samtalet", "Ring först.")
    write(both, "Ring først.", "Samtalen", "nb")

    assert "Ring först." in reader.get("/handbook/samtalet").text
    assert "Ring først." in reader.get("/handbook/samtalet?lang=nb").text


def test_who_looks_after_a_page_is_told_to_those_who_are_signed_in(client, app):
    known = page("Om oss", audience=Audience.PUBLIC, section=Section.ABOUT)
    known.owner, known.checked_at = factories.account(name="Bo Ek", language="sv"), clock.now() - timedelta(days=8)

    stranger = client.get("/about/om-oss?lang=sv").text

    assert "Bo Ek" not in stranger
    assert "Ändrad onsdag 18 november. Genomläst tisdag 10 november." in " ".join(stranger.split())
    assert "Bo Ek sköter om sidan." in client.sign_in(known.owner).get("/about/om-oss").text


@pytest.mark.parametrize("audience", [Audience.MEMBERS, Audience.OFFICERS])
def test_what_one_may_not_read_isnt_there(reader, audience):
    page("Hemligt", audience=audience)
    page("Ringarens bok")

    assert reader.get("/handbook/hemligt").status_code == 404
    assert "Hemligt" not in reader.get("/handbook/").text + reader.get("/handbook/ringarens-bok").text


def test_strangers_sign_in_whether_there_is_a_page_or_not(client):
    page("Samtalet")

    there, gone = (client.get(f"/handbook/{slug}") for slug in ("samtalet", "finns-inte"))

    assert (there.status_code, gone.status_code) == (303, 303)
    assert there.location == "/sign-in?next=/handbook/samtalet"


def test_a_draft_is_seen_by_writers_who_ask_for_it(client):
    page("Nytt", "Hemlig plan.", published=False)
    leader, caller = factories.account(Role.CALL_LEADER, language="sv"), factories.account()

    assert client.sign_in(leader).get("/handbook/nytt").status_code == 404
    draft = client.get("/handbook/nytt?draft=1").text
    assert "Utkast: läsarna ser inte det här än" in draft
    assert client.sign_in(caller).get("/handbook/nytt?draft=1").status_code == 404


def test_readers_see_what_is_published_while_somebody_writes(reader):
    write(page("Samtalet", "Förr."), "Snart.", published=False)

    text = reader.get("/handbook/samtalet?draft=1").text

    assert "Förr." in text
    assert "Snart." not in text


def test_an_old_address_leads_on_for_those_who_may_read_there(client):
    moved = page("Samtalet", audience=Audience.PUBLIC)
    actions.move(moved, Section.ABOUT, "om-samtalet")

    found = client.get("/handbook/samtalet")

    assert (found.status_code, found.location) == (301, "/about/om-samtalet")
    moved.audience = Audience.MEMBERS
    assert client.get("/handbook/samtalet").status_code == 303


def test_writers_edit_from_the_page(client):
    made = page("Samtalet")
    here = f"/write/{made.id}/text/sv"

    assert here in client.sign_in(factories.account(Role.BOARD)).get("/handbook/samtalet").text
    assert here not in client.sign_in(factories.account()).get("/handbook/samtalet").text


def test_the_front_leads_to_where_one_begins_and_to_every_chapter(reader):
    book = page("Ringarens bok", "Allt om att {call_leader} ringer.\n\nMer.", audience=Audience.PUBLIC)
    page("Innan du börjar", parent=book, shipped="caller/before-you-start")

    text = reader.get("/handbook/").text

    assert 'class="button primary big" href="/handbook/innan-du-borjar"' in text
    assert "<small>Allt om att ringledaren ringer.</small>" in text
    assert "2 sidor" in text


def test_a_front_without_pages_says_what_to_do(client):
    assert "Här finns inget att läsa än." in client.get("/handbook/?lang=sv").text
    writer = client.sign_in(factories.account(Role.BOARD, language="sv"))
    assert "Skriv en sida" in writer.get("/handbook/").text


def test_strangers_read_what_is_public_and_are_told_that_there_is_more(client):
    page("Vi ringer", audience=Audience.PUBLIC)
    page("Samtalet")

    text = client.get("/handbook/?lang=sv").text

    assert "Vi ringer" in text
    assert "Samtalet" not in text
    assert "Den som är inloggad kan läsa mer." in text


def test_many_chapters_are_turned_through(reader):
    for number in range(61):
        page(f"Kapitel {number:02}")

    first, second = (reader.get(f"/handbook/?page={number}").text for number in (1, 2))

    assert "Kapitel 59" in first
    assert "Kapitel 60" not in first
    assert 'href="/handbook/?page=2"' in first
    assert "Kapitel 60" in second


@pytest.fixture
def thousand(app):
    """A thousand pages in two languages, in chapters of ten, and one that refers to all that there is."""
    now, width, both = clock.now(), 10, ("sv", "nb")
    facts = {"section": Section.HANDBOOK, "audience": Audience.VOLUNTEERS, "created_at": now}
    rows = [{"slug": f"sida-{n}", "position": n, "parent_id": n // width or None} for n in range(1, 1001)]
    db.session.execute(insert(Page), [row | facts for row in rows])
    said = [{"page_id": n, "language": code} for n in range(1, 1001) for code in both]
    db.session.execute(
        insert(Revision), [row | {"title": f"Sida {row['page_id']}", "text": "Ja.", "written_at": now} for row in said]
    )
    used = [row | {"newest_id": number, "published_id": number} for number, row in enumerate(said, 1)]
    db.session.execute(insert(Wording), used)
    page("Ordlista", "## Ringkö\n\nDe som väntar.", shipped="glossary", audience=Audience.PUBLIC)
    every = " ".join(f"[a](page:{n})" for n in range(1, 300)) + "".join(
        f"![a](media:{medium().id})" for _n in range(20)
    )
    found = page("Allt", f"[[ringkö]] {{chair}} {every}", parent=db.session.get(Page, 55))
    found.owner = factories.account()
    chapter().contact_name = "Malin"


@pytest.mark.parametrize("path", ["/handbook/", "/handbook/allt", "/handbook/sida-55", "/handbook/print?chapter=5"])
def test_a_thousand_pages_are_read_as_quickly_as_ten(thousand, writer, path):
    seen: list[str] = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def see(*given):
        seen.append(given[2])

    found = writer.get(path)
    event.remove(db.engine, "before_cursor_execute", see)

    assert found.status_code == 200
    assert len([query for query in seen if query.startswith("SELECT")]) <= MOST, "\n".join(seen)
    assert len(found.data) < 60_000


def test_the_tree_is_not_sent_whole(thousand, reader):
    tree = reader.get("/handbook/sida-55").text.partition('id="tree"')[2].partition("</nav>")[0]

    assert tree.count("<li>") < 30
