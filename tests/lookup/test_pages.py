"""The page of search."""

import pytest

from chapter.settings.queries import chapter
from tests.cast import play
from tests.conftest import Client
from tests.lookup.found import put, shown


def test_the_words_are_marked_and_nothing_else_is_html(client: Client):
    put("ko", "Ringkö <b>", "Kön är <script>lång</script>.")
    page = client.get("/search?q=ringkö").text

    assert "<mark>Ringkö</mark> &lt;b&gt;" in page
    assert "&lt;script&gt;" in page


def test_a_hit_in_the_other_language_says_so(client: Client):
    put("kontingent", "Kontingent", "Betal.", "nb")
    page = client.get("/search?q=kontingent&lang=sv").text

    assert 'lang="nb" hreflang="nb"' in page
    assert "På norska" in page


def test_it_says_where_a_hit_stands(client: Client):
    put("film", "En film om möten", kind="film", address="/resources/film")

    assert "Resurser · Film" in shown(client.get("/search?q=film&lang=sv").text)


def test_as_one_types_only_the_hits_are_sent(client: Client):
    put("mote", "Möte")
    part = client.htmx("/search?q=mö").text

    assert part.lstrip().startswith('<div id="found"')


def test_many_hits_come_in_pages(client: Client):
    for number in range(25):
        put(f"p{number}", "Möte")
    first, second, beyond = (client.get(f"/search?q=möte&page={page}").text for page in (1, 2, 99))

    assert [page.count('class="open"') for page in (first, second, beyond)] == [20, 5, 5]


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_that_is_none_does_no_harm(client: Client, page: str):
    put("mote", "Möte")

    assert client.get(f"/search?q=möte&page={page}").status_code == 200


def test_nothing_found_helps_on(client: Client):
    chapter().contact_email = "malin@example.org"
    put("uppdrag", "Ringuppdrag")
    page = client.get("/search?q=ringupdrag&lang=sv").text

    assert "/search?q=ringuppdrag" in page
    assert "malin@example.org" in page


@pytest.mark.parametrize("typed", ["", "   ", "%22%00%F0%9F%98%80", "x" * 3000])
def test_odd_words_get_a_page(client: Client, typed: str):
    assert client.get(f"/search?q={typed}").status_code == 200


def test_search_stands_among_the_tabs_of_the_handbook(client: Client):
    assert 'href="/search"' in client.sign_in(play("volunteer")).get("/search").text
