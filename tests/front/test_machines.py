"""What machines ask for: a map of what anybody may read, what may be read at all, whom to tell of a hole."""

import re
from xml.etree import ElementTree

from chapter.access import Audience
from chapter.handbook.rules import Section
from chapter.settings.queries import chapter
from tests.courses import made as courses
from tests.front import made
from tests.resources import made as resources
from tests.signup.links import link

HERE = "http://localhost"


def addresses(client):
    text = client.get("/sitemap.xml").text
    ElementTree.fromstring(text)
    return re.findall(r"<loc>(.*?)</loc>", text)


def test_the_map_has_what_is_public_and_nothing_else(client):
    link()
    made.news()
    made.news(title={"sv": "Bara vi"}, audience=Audience.MEMBERS)
    made.news(title={"sv": "Utkast"}, is_published=False)
    made.page()
    made.page("Öppen", section=Section.HANDBOOK)
    made.page("Intern", Audience.VOLUNTEERS)
    courses.course(audience=Audience.PUBLIC)
    courses.course(audience=Audience.MEMBERS)
    resources.resource(audience=Audience.PUBLIC)
    resources.resource(audience=Audience.MEMBERS)

    found = [address.removeprefix(HERE) for address in addresses(client)]

    public = [
        "/join/bli-aktiv",
        "/news/1-bussen-blir-kvar",
        "/courses/1/",
        "/resources/1",
        "/about/vad-vi-vill",
        "/handbook/oppen",
    ]
    assert found == ["/", "/news", "/your-data", *public]


def test_the_map_leads_to_every_page_in_both_languages_and_says_when_it_changed(client):
    made.page()

    text = client.get("/sitemap.xml").text

    assert f'hreflang="nb" href="{HERE}/about/vad-vi-vill?lang=nb"' in text
    assert "<lastmod>2026-11-18</lastmod>" in text


def test_where_the_site_has_one_language_machines_are_told_of_no_other(client):
    chapter().languages = ["sv"]

    for path in ("/sitemap.xml", "/"):
        assert set(re.findall(r'hreflang="([^"]+)"', client.get(path).text)) == {"sv", "x-default"}
    assert "Preferred-Languages: sv\n" in client.get("/.well-known/security.txt").text


def test_all_that_the_map_names_is_there_for_strangers(client):
    link()
    made.news()
    made.page()

    for address in addresses(client):
        assert client.get(address.removeprefix(HERE)).status_code == 200


def test_machines_keep_out_of_a_demo(client):
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_a_live_chapter_can_be_found(client, monkeypatch):
    monkeypatch.setitem(client.application.config, "CHAPTER_MODE", "live")

    text = client.get("/robots.txt").text

    assert "Allow: /$" in text
    assert text.index("Allow: /join/") < text.index("Disallow: /\n")
    assert f"Sitemap: {HERE}/sitemap.xml" in text


def test_holes_are_told_to_the_chapters_contact(client):
    chapter().contact_email = "malin@example.org"

    answer = client.get("/.well-known/security.txt")

    assert answer.content_type == "text/plain; charset=utf-8"
    assert "Contact: mailto:malin@example.org\n" in answer.text


def test_without_an_address_they_are_told_through_the_front_page(client):
    assert f"Contact: {HERE}/\n" in client.get("/.well-known/security.txt").text
