"""The checklist and what a new member wishes for, saved while one talks."""

import re
from html import unescape

import pytest

from chapter.db import db
from chapter.people.models import Person
from chapter.people.queries import history
from chapter.welcome.models import WelcomeCase
from tests import cast, factories
from tests.welcome import ringing

SAID = {
    "wish-expectations": "Lära känna folk",
    "wish-interests": "Odling, kör",
    "wish-skills": "Baka",
    "wish-time": "monthly",
    "wish-other": "Ring helst efter sex",
}


@pytest.fixture
def bo(app):
    return cast.play("board")


@pytest.fixture
def case(bo):
    return ringing.case_of(bo)


def wishes(case: WelcomeCase) -> dict:
    db.session.expire_all()
    return case.wishes


def test_each_tick_is_saved_as_one_ticks_and_stands_there_when_one_comes_back(client, bo, case):
    call = ringing.ring(client.sign_in(bo), case)
    saved = client.htmx(f"/welcome/{case.id}/ticks", {"ticks": ["warm", "listen"]})
    assert (saved.status_code, "Sparat kl. 18.30" in saved.text) == (200, True)
    page = client.get(f"/calling/calls/{call.id}").text
    assert [f'value="{tick}" id="tick-{tick}" checked' in page for tick in ("warm", "listen", "next")] == [
        True,
        True,
        False,
    ]


def test_what_is_unticked_goes_and_what_is_no_tick_is_nothing(client, bo, case):
    case.ticks = ["warm", "listen"]
    client.sign_in(bo).htmx(f"/welcome/{case.id}/ticks", {"seen": "warm listen", "ticks": ["listen", "nonsense"]})
    assert case.ticks == ["listen"]


def test_what_was_ticked_in_another_window_stays(client, bo, case):
    for ticked in (["warm"], ["listen"]):
        client.sign_in(bo).htmx(f"/welcome/{case.id}/ticks", {"seen": "", "ticks": ticked})
    assert case.ticks == ["warm", "listen"]


def test_a_tick_that_was_saved_by_itself_can_be_taken_back(client, bo, case):
    saved = client.sign_in(bo).htmx(f"/welcome/{case.id}/ticks", {"seen": "", "ticks": ["warm"]})
    assert 'name="seen" value="warm"' in saved.text
    client.htmx(f"/welcome/{case.id}/ticks", {"seen": "warm"})
    assert case.ticks == []


def test_without_a_script_ticking_and_writing_lead_back_to_the_call(client, bo, case):
    call = ringing.ring(client.sign_in(bo), case)
    for path, data in (("ticks", {"ticks": "warm"}), ("wishes", SAID)):
        assert client.post(f"/welcome/{case.id}/{path}", data=data).location == f"/calling/calls/{call.id}"


def test_wishes_are_saved_while_one_types_and_shown_on_the_case(client, bo, case):
    saved = client.sign_in(bo).htmx(f"/welcome/{case.id}/wishes", SAID)
    assert (saved.status_code, 'id="wishes-saved"' in saved.text) == (200, True)
    page = client.get(f"/welcome/{case.id}").text
    assert all(words in page for words in ("Lära känna folk", "Några timmar i månaden", "Ring helst efter sex"))


def test_wishes_stay_out_of_the_register_unless_they_want_it(client, bo, case):
    client.sign_in(bo).post(f"/welcome/{case.id}/wishes", data=SAID)
    assert (case.person.interests, case.person.skills) == (None, None)
    client.post(f"/welcome/{case.id}/wishes", data=SAID | {"wish-kept": "y"})
    person = db.session.get_one(Person, case.person_id)
    assert (person.interests, person.skills) == ("Odling, kör", "Baka")


def test_what_the_register_knows_is_there_to_begin_with_and_never_emptied(client, bo):
    case = ringing.case_of(bo, factories.person("Olle", interests="Schack"))
    assert "Schack" in client.sign_in(bo).get(f"/welcome/{case.id}/wishes").text
    client.post(f"/welcome/{case.id}/wishes", data={"wish-time": "", "wish-kept": "y"})
    assert (case.person.interests, wishes(case)) == ("Schack", {"kept": True})


def hidden(page: str, name: str) -> dict[str, str]:
    """A hidden field of a page, as it would be sent."""
    return {name: unescape(re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1])}


def test_an_older_window_empties_nothing_and_adds_what_is_written_in_it(client, bo, case):
    old = hidden(client.sign_in(bo).get(f"/welcome/{case.id}/wishes").text, "wish-seen")
    client.htmx(f"/welcome/{case.id}/wishes", SAID | old)
    client.htmx(f"/welcome/{case.id}/wishes", {"wish-expectations": "Lära känna folk", "wish-time": "weekly"} | old)
    assert wishes(case) == {name[5:]: words for name, words in SAID.items()}
    client.htmx(f"/welcome/{case.id}/wishes", {"wish-kept": "y"} | old)
    assert wishes(case)["kept"] is True


def test_what_was_written_meanwhile_in_the_same_place_is_said_and_replaced_by_the_button_alone(client, bo, case):
    here, mine = f"/welcome/{case.id}/wishes", {"wish-expectations": "Mitt", "wish-time": "weekly", "wish-skills": ""}
    client.sign_in(bo).htmx(here, SAID)
    for _words in range(2):
        refused = client.htmx(here, mine)
    assert (refused.status_code, "Lära känna folk" in refused.text, "Mitt" in refused.text) == (422, True, True)
    assert ("Några timmar i månaden" in refused.text, wishes(case)["expectations"]) == (True, "Lära känna folk")

    client.post(here, data=mine | hidden(refused.text, "wish-told"))
    assert wishes(case) == {n[5:]: w for n, w in SAID.items()} | {"expectations": "Mitt", "time": "weekly"}


def test_what_is_saved_by_itself_can_be_changed_and_taken_away_again(client, bo, case):
    here, page = f"/welcome/{case.id}/wishes", client.sign_in(bo).get(f"/welcome/{case.id}/wishes").text
    for said in ({"wish-skills": "Baka"}, {"wish-skills": "Baka bröd"}, {"wish-skills": ""}):
        page = client.htmx(here, said | hidden(page, "wish-seen")).text
    assert wishes(case) == {}


@pytest.mark.parametrize("seen", ["{", "[]", "[" * 5000])
def test_what_cannot_be_read_of_what_was_seen_is_nothing(client, bo, case, seen):
    assert client.sign_in(bo).htmx(f"/welcome/{case.id}/wishes", SAID | {"wish-seen": seen}).status_code == 200
    assert wishes(case)["skills"] == "Baka"


def test_a_text_that_must_not_be_written_down_is_asked_about_and_not_lost(client, bo, case):
    data = SAID | {"wish-other": "Har cancer"}
    refused = client.sign_in(bo).htmx(f"/welcome/{case.id}/wishes", data)
    assert (refused.status_code, refused.headers["HX-Retarget"]) == (422, "#wishes")
    assert [words in refused.text for words in ("Har cancer", "Lära känna folk")] == [True, True]
    assert wishes(case) == {}
    sure = client.htmx(f"/welcome/{case.id}/wishes", data | {"wish-sure": "y", "whole": "y"})
    assert ('id="error-summary"' in sure.text, wishes(case)["other"]) == (False, "Har cancer")


@pytest.mark.parametrize("data", [{"wish-time": "forever"}, {"wish-interests": "x" * 501}])
def test_bad_input_is_refused_beside_the_field(client, bo, case, data):
    refused = client.sign_in(bo).post(f"/welcome/{case.id}/wishes", data=SAID | data)
    assert refused.status_code == 422
    assert 'class="error"' in refused.text


def test_neither_ticks_nor_wishes_stand_in_the_history(client, bo, case):
    client.sign_in(bo).post(f"/welcome/{case.id}/wishes", data=SAID)
    client.post(f"/welcome/{case.id}/ticks", data={"ticks": "warm"})
    assert {entry.kind for entry in history(case.person)} == {"welcome_opened"}


def test_who_doesnt_have_the_case_writes_nothing_in_it(client, case):
    client.sign_in(factories.account(*cast.CAST["board"], name="Eva Ek"))
    for path in ("ticks", "wishes", "invite", "call", "call/done"):
        assert client.post(f"/welcome/{case.id}/{path}", data=SAID).status_code == 404
