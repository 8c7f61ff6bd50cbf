"""Which language a reader gets: their choice, then the account's, the browser's, the chapter's."""

from datetime import UTC, date, datetime

import pytest

from chapter import i18n
from chapter.settings.queries import chapter
from tests import factories


def spoken(response):
    return response.text.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("browser", "language"),
    [
        ("sv-SE,sv;q=0.9", "sv"),
        ("no", "nb"),
        ("nn-NO,nb;q=0.8", "nb"),
        ("nb-NO", "nb"),
        ("en-GB,en;q=0.9,nb;q=0.4,sv;q=0.3", "nb"),
        ("fi", "sv"),
        ("", "sv"),
    ],
)
def test_the_browser_s_language_else_the_chapter_s(client, browser, language):
    assert spoken(client.get("/", headers={"Accept-Language": browser})) == language


def test_a_norwegian_chapter_speaks_norwegian_to_the_undecided(client):
    chapter().language = "nb"
    assert spoken(client.get("/")) == "nb"


def test_the_account_s_language_comes_before_the_browser_s(client):
    client.sign_in(factories.account(language="nb"))
    assert spoken(client.get("/my", headers={"Accept-Language": "sv"})) == "nb"


@pytest.mark.parametrize("said", ["nb", "no"])
def test_a_choice_comes_before_all_and_lasts(client, said):
    client.sign_in(factories.account(language="sv"))
    assert spoken(client.get(f"/my?lang={said}")) == "nb"
    assert spoken(client.get("/my")) == "nb"


def test_the_switch_keeps_the_page_and_its_question(client):
    page = client.get("/sign-in?next=/my&lang=sv").text
    assert 'href="/sign-in?next=/my&amp;lang=nb"' in page or 'href="/sign-in?next=%2Fmy&amp;lang=nb"' in page


def test_a_language_that_we_lack_changes_nothing(client):
    assert spoken(client.get("/?lang=de")) == "sv"


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "torsdag 26 november kl. 18.00"), ("nb", "torsdag 26. november kl. 18.00")]
)
def test_dates_are_written_in_words(app, language, words):
    with i18n.speaking(language):
        assert i18n.daytime(datetime(2026, 11, 26, 17, tzinfo=UTC)) == words


def test_a_year_is_written_where_it_matters(app):
    with i18n.speaking("sv"):
        assert i18n.day(date(2027, 1, 2), year=True) == "lördag 2 januari 2027"


@pytest.mark.parametrize(
    ("e164", "shown"),
    [("+46701740605", "070-174 06 05"), ("+4740000000", "+47 40 00 00 00"), (None, ""), ("krångel", "krångel")],
)
def test_numbers_are_shown_as_people_write_them(app, e164, shown):
    assert i18n.phone(e164) == shown


@pytest.mark.parametrize(
    ("typed", "country", "e164"),
    [
        ("070-174 06 05", "SE", "+46701740605"),
        ("0046 70 174 06 05", "SE", "+46701740605"),
        ("+46 (0)70-1740605", "NO", "+46701740605"),
        ("40 00 00 00", "NO", "+4740000000"),
        ("12", "SE", None),
        ("ring mig", "SE", None),
    ],
)
def test_numbers_are_read_as_people_write_them(app, typed, country, e164):
    assert i18n.parse_phone(typed, country) == e164


def test_the_switch_after_a_mistake_leads_to_the_page_with_the_form(client):
    page = client.post("/sign-in", data={"email": "fel"}, headers={"Referer": "http://localhost/sign-in?next=/my"})
    assert 'href="/sign-in?next=%2Fmy&amp;lang=nb"' in page.text


@pytest.mark.parametrize("sender", ["https://evil.example/x", "", "http://localhost.evil.example/"])
def test_the_switch_leads_nowhere_else(client, sender):
    page = client.post("/sign-in", data={"email": "fel"}, headers={"Referer": sender})
    assert 'href="/?lang=nb"' in page.text


@pytest.mark.parametrize(
    "asked", ["endpoint=x", "_method=POST", "_scheme=x", "_external=1&_scheme=javascript", "self=1"]
)
def test_whatever_the_address_asks_the_switch_leads_to_the_same_page(client, asked):
    answer = client.get(f"/sign-in?{asked}")

    assert answer.status_code == 200
    assert f'href="/sign-in?{asked.replace("&", "&amp;")}&amp;lang=nb"' in answer.text


def test_the_switch_keeps_all_that_was_ticked_and_letters_such_as_å(client):
    answer = client.get("/resources/?tag=å&tag=ö")

    assert 'href="/resources/?tag=%C3%A5&amp;tag=%C3%B6&amp;lang=nb"' in answer.text


def test_another_year_is_written_out(app):
    with i18n.speaking("sv"):
        assert i18n.day(date(2020, 8, 27)) == "torsdag 27 augusti 2020"
