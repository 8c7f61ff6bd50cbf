"""The page about what is stored: nothing is left out, every figure is the one that holds, and it is easy to read."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import String

from chapter.db import Base, db
from chapter.messages import rules as messages
from chapter.people.stored import BASES, kinds
from chapter.settings import rules_changes as settings
from chapter.settings.models import ConsentText
from chapter.settings.queries import chapter
from tests.conftest import NOW
from tests.lix import lix
from tests.signup.links import link

TABLES = Base.metadata.tables
LOOSE = {"attempt", "contact", "do_not_contact", "message", "picture"}
"""These tell of people without pointing at them."""


def about_people():
    """The tables that point at people or accounts, those that go with such rows, and those that say who did it."""
    near = {t.name for t in TABLES.values() for key in t.foreign_keys if key.column.table.name in ("person", "account")}
    theirs = {"person", "account"}
    while more := {t.name for t in TABLES.values() if any(_goes_with(key, theirs) for key in t.foreign_keys)} - theirs:
        theirs |= more
    signed = {t.name for t in TABLES.values() for c in t.columns if _is_signature(c)}
    return near | theirs | signed | LOOSE


def _goes_with(key, tables):
    return key.ondelete == "CASCADE" and key.column.table.name in tables


def _is_signature(column):
    return isinstance(column.type, String) and f"_{column.name}".endswith("_by")


def test_every_table_that_tells_of_somebody_is_told_of(made):
    told = {table for kind in kinds() for table in kind.tables}

    assert about_people() - told == set(), "describe these in the feature's personal_data.py, see chapter/people/stored"
    assert told - TABLES.keys() == set()


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_page_tells_every_kind_and_is_easy_to_read(client, language):
    page = client.get(f"/your-data?lang={language}").text

    main = re.sub(r"</(p|li|dt|dd|h\d|summary)>", "\n\n", page.split("<main")[1].split("<footer")[0])
    text = re.sub(r"<[^>]+>", "", main.partition(">")[2])
    assert page.count("<h3>") == len(kinds())
    assert lix(text) <= 40


def test_how_long_is_what_the_jobs_go_by(client):
    page = client.get("/your-data").text

    assert f"Texten i {messages.WORDS_KEPT.days} dagar." in page
    assert f"Att mejlet fanns, i {messages.KEPT.days} dagar." in page
    assert f"Vem som ändrade en inställning, i {settings.KEPT.days} dagar." in page
    assert f"Tills någon annan tar över, och {settings.NAMES_KEPT.days} dagar till" in page


@pytest.mark.parametrize(
    ("country", "months", "words"),
    [("SE", 3, "Om du går ur: högst 3 månader."), ("NO", 3, "Om du går ur raderas du genast.")],
)
def test_leavers_are_kept_as_the_chapters_own_rules_say(client, country, months, words):
    chapter().country, chapter().leavers_kept = country, months

    assert words in client.get("/your-data?lang=sv").text


def test_it_says_who_answers_and_how_to_reach_them(client):
    chapter().contact_name, chapter().contact_email = "Malin Åkerlund", "malin@example.org"

    page = client.get("/your-data").text

    assert "Lokalföreningen Lövåsen ansvarar" in page
    assert 'href="mailto:malin@example.org"' in page


def test_it_names_the_offices_that_see_a_kind(client):
    register = client.get("/your-data").text.split("Om du är medlem eller stöder oss")[1].split("</details>")[0]

    assert "medlemsansvarig" in register
    assert "ringledare" not in register
    assert str(BASES["members"])[:20] in register or "politiskt syfte" in register


def test_every_version_of_the_consent_is_there(client):
    db.session.add(ConsentText(text={"sv": "Nytt ja", "nb": "Nytt ja"}, written_at=NOW + timedelta(days=1)))

    page = client.get("/your-data").text

    assert page.count('id="consent-') == 2
    assert page.index("Nytt ja") < page.index("Ja, föreningen får spara")


def test_the_footer_and_the_sign_up_form_lead_there(client):
    link()

    page = client.get("/join/bli-aktiv").text

    assert page.split("<footer")[0].count('href="/your-data"') == 1
    assert page.split("<footer")[1].count('href="/your-data"') == 1
