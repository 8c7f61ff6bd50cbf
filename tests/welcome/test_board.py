"""The board: who waits for what, how late it is, and the quick things done there."""

import re
from datetime import timedelta

import pytest

from benchmarks.queries import counted
from chapter import clock
from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import local
from chapter.welcome import actions, queries, queries_board
from chapter.welcome.models import Referral, WelcomeCase
from chapter.welcome.queries_board import Wanted
from chapter.welcome.rules import Closing
from tests import cast, factories
from tests.groups import made
from tests.welcome.cases import again, case, done, switch_on


def names(page: str) -> list[str]:
    """Who stands on the board, from the top."""
    return re.findall(r'href="/welcome/\d+"><strong>([^<]*)', page)


def test_the_most_overdue_come_first_each_with_a_sentence(client, mona):
    case(mona, 1, first_name="Anna"), case(mona, 5, first_name="Bosse"), case(mona, 9, "letter", first_name="Cilla")

    page = client.get("/welcome/").text
    assert [name.split()[0] for name in names(page)] == ["Bosse", "Cilla", "Anna"]
    assert "Brevet är 2 dagar försenat." in page
    assert "Skicka brevet senast fredag 20 november." in page
    assert "3 personer välkomnas just nu." in page


def test_it_says_how_many_things_are_late(client, mona):
    case(mona, 9), case(mona, 1)

    assert "2 saker är försenade." in client.get("/welcome/").text


def test_who_rests_or_waits_stands_below_with_what_is_waited_for(client, mona):
    rests, waits = case(mona, 9, first_name="Rut"), case(mona, 20, "letter call referral", first_name="Vera")
    actions.pause(rests, local(clock.now()).date() + timedelta(days=10), clock.now())

    page = client.get("/welcome/").text
    assert [name.split()[0] for name in names(page)] == ["Vera", "Rut"]
    assert "Inget att göra förrän" in page
    assert "Vilar till lördag 28 november." in page
    assert waits.person.name in page


def test_an_officer_of_the_board_sees_their_own_alone(client, mona, bo):
    case(bo, first_name="Bara"), case(mona, first_name="Annan"), case(None, first_name="Ingens")

    page = client.sign_in(bo).get("/welcome/").text
    assert [name.split()[0] for name in names(page)] == ["Bara"]
    assert "Du välkomnar 1 person." in page


def test_the_follow_up_waits_for_the_coordinator_and_not_for_an_officer_of_the_board(client, mona, bo):
    theirs = case(bo, 71, "letter call referral")

    assert "Uppföljningen är 1 dag försenad." in client.get("/welcome/").text
    page = client.sign_in(bo).get("/welcome/").text
    assert "Inget är försenat." in page
    assert "Inget är kvar att göra." in page
    assert "Resten är det medlemsansvarig som gör." in client.get(f"/welcome/{theirs.id}").text


@pytest.mark.parametrize(("whose", "who"), [("", {"Min", "Bos", "Ingens"}), ("mine", {"Min"}), ("nobody", {"Ingens"})])
def test_whose_they_are(client, mona, bo, whose, who):
    case(mona, first_name="Min"), case(bo, first_name="Bos"), case(None, first_name="Ingens")

    assert {name.split()[0] for name in names(client.get(f"/welcome/?whose={whose}").text)} == who


def test_who_may_not_welcome_people_any_more_is_responsible_for_nobody(client, mona, bo):
    case(bo)
    bo.given = []

    assert len(names(client.get("/welcome/?whose=nobody").text)) == 1


def test_by_what_is_to_be_done_the_soonest_first(client, mona):
    both, _rung = case(mona, 9, first_name="Båda"), case(mona, 20, "letter call", first_name="Ringd")

    page = client.get("/welcome/?step=call").text
    assert [name.split()[0] for name in names(page)] == ["Båda"]
    assert "Samtalet är 2 dagar försenat." in page
    assert f'href="/welcome/{both.id}/call"' in page


def test_by_the_group_that_they_were_referred_to(client, mona):
    group, case_of_nora = made.group(), case(mona, first_name="Nora")
    case(mona, first_name="Olle")
    db.session.add(Referral(case_id=case_of_nora.id, group_id=group.id, at=clock.now(), by="Mona"))

    assert [name.split()[0] for name in names(client.get(f"/welcome/?group={group.id}").text)] == ["Nora"]


@pytest.mark.parametrize("typed", ["åsa", "ASA LIND", "lind", "as"])
def test_by_name_however_it_is_spelt(client, mona, typed):
    case(mona, first_name="Åsa", last_name="Lind"), case(mona, first_name="Olle", last_name="Ek")

    assert names(client.get("/welcome/", query_string={"q": typed}).text) == ["Åsa Lind"]


def test_htmx_gets_the_list_alone_and_the_address_that_gives_it_again(client, mona):
    case(mona, first_name="Nora")

    response = client.htmx("/welcome/?q=nora&step=&whose=odd")
    assert response.text.startswith('<section id="found"')
    assert response.headers["HX-Replace-Url"] == "/welcome/?q=nora"
    assert 'hx-swap-oob="innerHTML:#announce"' in response.text


@pytest.mark.parametrize("asked", ["step=finns-inte", "group=99", "q=zzz"])
def test_who_finds_nobody_can_see_everybody_again(client, mona, asked):
    case(mona)

    assert "Ingen av dem som välkomnas stämmer" in client.get(f"/welcome/?{asked}").text


def test_those_that_have_ended_stand_on_a_shelf_of_their_own(client, mona):
    closed, landed = case(mona, first_name="Stina"), case(mona, 60, "follow_up", first_name="Folke")
    actions.close(closed, Closing.NOT_NOW, mona, clock.now())

    assert names(client.get("/welcome/").text) == []
    page = client.get("/welcome/?whose=ended").text
    assert [name.split()[0] for name in names(page)] == ["Stina", "Folke"]
    assert "Vill inte just nu" in page
    assert landed.closed_on is None


def test_there_are_thirty_on_a_page(client, mona):
    for _number in range(31):
        case(mona, 1)

    assert len(names(client.get("/welcome/").text)) == 30
    assert len(names(client.get("/welcome/?page=2").text)) == len(names(client.get("/welcome/?page=99").text)) == 1


def test_it_costs_the_same_whatever_the_number(client, mona):
    case(mona, 9, "letter")
    asked = []
    for _more in range(2):
        with counted() as said:
            client.get("/welcome/")
        asked.append(len(said))
        _many(mona)

    assert asked[0] == asked[1] <= 12


def _many(mona: Account) -> None:
    for number in range(20):
        case(mona, number, "letter call")


@pytest.mark.parametrize(
    ("is_on", "part", "words"),
    [
        (True, "member_coordinator", "kommer hit automatiskt inom en minut"),
        (False, "member_coordinator", "Rutinen är avstängd"),
        (True, "board", "När medlemsansvarig lämnar över någon till dig"),
    ],
)
def test_where_nobody_is_welcomed_it_says_how_they_come(client, is_on, part, words):
    routine = queries.routine()
    routine.is_on = is_on
    db.session.add(routine)

    assert words in client.sign_in(cast.play(part)).get("/welcome/").text


def test_a_plain_step_is_done_in_place_and_taken_back(client, mona):
    switch_on("coffee")
    nora = case(mona, 9, "letter call referral")

    row = client.htmx(f"/welcome/{nora.id}/step/coffee/done", {}).text
    assert f'id="case-{nora.id}"' in row
    assert "Antecknat: Fika." in row
    assert 'id="standing"' in row, "how many things are late is told again"
    assert "coffee" in done(nora)
    assert "Ångrat: Fika." in client.htmx(f"/welcome/{nora.id}/step/coffee/undo", {}).text
    assert "coffee" not in done(nora)


def test_without_scripts_one_comes_back_to_the_same_list(client, mona):
    switch_on("coffee")
    nora, here = case(mona, 9, "letter"), {"Referer": "http://localhost/welcome/?step=coffee"}

    response = client.post(f"/welcome/{nora.id}/step/coffee/done", headers=here)
    assert (response.status_code, response.location) == (303, "/welcome/?step=coffee")
    assert f'action="/welcome/{nora.id}/step/coffee/undo"' in client.get(response.location).text


def test_pressed_twice_it_is_the_first_who_did_it(client, mona, bo):
    switch_on("coffee")
    nora = case(mona, 9)
    actions.do(nora, "coffee", "Bo Ek", clock.now() - timedelta(hours=1))

    assert "Bo Ek hade redan antecknat det." in client.htmx(f"/welcome/{nora.id}/step/coffee/done", {}).text
    assert [step.by for step in again(nora).done] == ["Bo Ek"]


def test_several_are_handed_over_at_once(client, mona, bo):
    ticked, left = [case(None), case(mona)], case(mona)

    response = client.post("/welcome/hand-over", data={"case": [c.id for c in ticked], "to": bo.id, "q": "d"})
    assert response.location == "/welcome/?q=d"
    assert [again(c).responsible_id for c in (*ticked, left)] == [bo.id, bo.id, mona.id]
    assert "Board Ek har fått ta över 2 nya medlemmar." in client.get("/welcome/").text


def test_or_given_back_to_nobody(client, mona):
    nora = case(mona)

    client.post("/welcome/hand-over", data={"case": nora.id, "to": "nobody"})
    assert again(nora).responsible_id is None


def test_nobody_hands_over_what_isn_t_theirs(client, mona, bo):
    theirs = case(mona)

    client.sign_in(bo).post("/welcome/hand-over", data={"case": theirs.id, "to": bo.id})
    assert again(theirs).responsible_id == mona.id


@pytest.mark.parametrize(
    ("data", "words"), [({"to": "nobody"}, "Kryssa i dem"), ({"case": 1, "to": ""}, "Välj till vem."), ({}, "Kryssa i")]
)
def test_what_is_missing_is_said_and_the_ticks_stay(client, mona, data, words):
    case(mona)

    response = client.post("/welcome/hand-over", data=data)
    assert response.status_code == 422
    assert words in response.text
    assert response.text.count(" checked") == ("case" in data)


def test_all_on_the_page_can_be_ticked_at_once(client, mona):
    case(mona), case(mona)

    assert client.get("/welcome/?tick=1").text.count(" checked") == 0
    assert client.get("/welcome/?tick=all").text.count(" checked") == 2


def test_only_those_who_may_welcome_people_can_be_chosen(client, mona, bo):
    case(mona), factories.account(name="Frivillig Ek")
    page = client.get("/welcome/?tick=1").text

    assert bo.name in page
    assert "Frivillig Ek" not in page


def test_a_line_says_what_the_case_itself_says(app, mona):
    wants, rests = case(mona, 9, leaving_at=clock.now()), case(mona, 12, "letter", leaving_at=None)
    actions.pause(rests, None, clock.now())
    case(mona, 30, "letter call meeting"), case(mona, 71, "letter call")

    lines = {line.case_id: line for line in queries_board.board(mona, Wanted(), clock.now()).open}
    for known in db.session.scalars(db.select(WelcomeCase)):
        assert lines[known.id].points == queries.standing(known, clock.now()).points
    assert lines[wants.id].wants_to_leave
