"""The coordinator puts a letter into the chapter's own words, and sees how it looks for somebody real."""

import html
import re

import pytest

from chapter.db import db
from chapter.letters import actions as actions_letters
from chapter.letters.drafts import standard
from chapter.letters.models import Letter
from chapter.letters.rules import Key
from chapter.welcome import queries
from tests import cast, factories
from tests.conftest import NOW
from tests.letters import mailed as letters
from tests.letters.mailed import mails

PAGE = "/welcome/letters/welcome"


@pytest.fixture
def mona(app):
    return cast.play("member_coordinator")


@pytest.fixture
def office(client, mona):
    return client.sign_in(mona)


def typed(office, **words):
    """What a browser sends of the page as it is, with some fields changed."""
    page = office.get(PAGE).text
    found = dict(re.findall(r'name="((?:subject|version)\w*)"[^>]*value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea[^>]*name="(body_\w+)"[^>]*>\r?\n?(.*?)</textarea>', page, re.S))
    assert len(found) == 5
    return {name: html.unescape(value) for name, value in found.items()} | words


def shown(page):
    """The letter beside the words."""
    text = page.text
    return text[text.index("<article") : text.index("</article>")]


def test_with_nobody_new_it_is_shown_as_one_would_get_it_oneself(office):
    assert "Hej Member!" in shown(office.get(PAGE))


def test_it_is_shown_for_who_is_newest_in_their_language(office):
    letters.case(first_name="Maja")
    letters.case(first_name="Kari", language="nb")
    assert "Hei Kari!" in shown(office.get(PAGE))


def test_somebody_else_can_be_found_by_name_and_chosen_in_either_language(office):
    letters.case()
    nora = factories.person("Nora", "Falk")
    page = office.post(PAGE, data=typed(office, show="1", q="falk"))
    assert f'value="{nora.id}"' in page.text
    page = office.post(PAGE, data=typed(office, show="1", person=nora.id, language="nb"))
    assert "Hei Nora!" in shown(page)


def test_what_is_typed_is_shown_and_nothing_is_kept(office):
    letters.case()
    page = office.post(PAGE, data=typed(office, show="1", body_sv="Tjena {first_name}"))
    assert (page.status_code, "Tjena Emma" in shown(page), db.session.scalars(db.select(Letter)).all()) == (
        200,
        True,
        [],
    )
    part = office.htmx(PAGE, typed(office, show="1", body_sv="Tjena {first_name}")).text
    assert part.startswith('<div id="beside"')


def test_saved_it_goes_out_so_in_that_language_and_as_we_came_with_it_in_the_other(office):
    assert office.post(PAGE, data=typed(office, body_sv="Tjena {first_name}")).status_code == 303
    swede, norwegian = letters.case(), letters.case(email="kari@example.org", language="nb")
    for case in (swede, norwegian):
        actions_letters.send(case, Key.WELCOME, "Ada", NOW)
    assert mails()[0].text == "Tjena Emma\n"
    assert "Så hyggelig" in mails("kari@example.org")[0].text


def test_what_is_as_we_came_with_it_isnt_kept_whatever_ends_a_line_in_browsers(office):
    words = typed(office)
    office.post(PAGE, data={**words, "body_sv": words["body_sv"].replace("\n", "\r\n"), "subject_sv": "Hej"})
    letter = db.session.get(Letter, "welcome")
    assert (letter.subject, letter.body) == ({"sv": "Hej"}, {})


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("body_sv", "Hej {firstname}", "{firstname} är inget fält. Menade du {first_name}?"),
        ("subject_nb", "{groups}", "{groups} är en lista."),
        ("subject_sv", "", "Skriv en ämnesrad"),
        ("body_nb", "", "Skriv brevet."),
        ("body_sv", "x" * 10_001, "Skriv högst 10 000 tecken."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(office, field, value, words):
    page = office.post(
        PAGE, data=typed(office, **{field: value, "body_nb" if field != "body_nb" else "body_sv": "Kvar"})
    )
    assert (page.status_code, f'id="{field}-error"' in page.text, words in html.unescape(page.text)) == (
        422,
        True,
        True,
    )
    assert ("Kvar" in page.text, value in page.text) == (True, True)


def test_of_two_who_write_at_once_the_second_sees_what_the_first_wrote_and_loses_nothing(office, client):
    first, second = typed(office, body_sv="Först"), typed(office, body_sv="Sedan")
    office.post(PAGE, data=first)
    page = office.post(PAGE, data=second)
    assert (page.status_code, "ändrade brevet medan du skrev" in page.text) == (422, True)
    stale = page.text[page.text.index('id="stale"') : page.text.index("</dl>")]
    assert ("Först" in stale, "Sedan</textarea>" in page.text) == (True, True)
    assert office.post(PAGE, data={**second, "version": "1"}).status_code == 303
    assert db.session.get(Letter, "welcome").body == {"sv": "Sedan"}


def test_pressed_twice_is_no_conflict(office):
    words = typed(office, body_sv="Tjena")
    assert [office.post(PAGE, data=words).status_code for _twice in range(2)] == [303, 303]


def test_the_standard_text_is_fetched_and_holds_only_when_saved(office):
    office.post(PAGE, data=typed(office, body_sv="Tjena"))
    page = office.get(f"{PAGE}?standard=1").text
    assert standard()[Key.WELCOME]["sv"].body.splitlines()[2] in html.unescape(page)
    assert db.session.get(Letter, "welcome").body == {"sv": "Tjena"}
    words = {
        f"{part}_{code}": text for code, t in standard()[Key.WELCOME].items() for part, text in t._asdict().items()
    }
    office.post(PAGE, data={**words, "version": "1"})
    assert db.session.get(Letter, "welcome").body == {}


def test_a_test_goes_to_oneself_and_what_was_typed_stays(office, mona):
    letters.case()
    page = office.post(PAGE, data=typed(office, test="1", body_sv="Tjena {first_name}"))
    (mail,) = mails(mona.email)
    assert (mail.subject[:5], mail.text, mail.source) == ("Test:", "Tjena Emma\n", queries.case_of(1).source)
    assert ("Tjena {first_name}</textarea>" in page.text, mails()) == (True, [])


def test_all_letters_are_on_one_page_with_who_changed_them(office, mona):
    office.post(PAGE, data=typed(office, body_sv="Tjena"))
    page = office.get("/welcome/letters/").text
    assert page.count("Standardtexten.") == 3
    assert f"ändrade av {mona.name}" in page


def test_the_coordinator_chooses_who_signs_for_the_others(office, mona):
    office.post("/welcome/letters/signer", data={"signer": str(mona.id)})
    assert queries.routine().signer_id == mona.id
    office.post("/welcome/letters/signer", data={"signer": "0"})
    assert queries.routine().signer_id is None


@pytest.mark.parametrize("signer", ["4711", "x", ""])
def test_somebody_who_may_not_welcome_people_cannot_be_chosen(office, signer):
    assert office.post("/welcome/letters/signer", data={"signer": signer}).status_code == 422


def test_a_letter_that_is_not_there_is_a_kind_404(office):
    assert office.get("/welcome/letters/finns-inte").status_code == 404
    assert office.post("/welcome/letters/finns-inte").status_code == 404
