"""The page of a case: who it is, the steps with who did them and when, notes, and who looks after it."""

from datetime import date, timedelta

import pytest

from benchmarks.queries import counted
from chapter import clock
from chapter.db import db
from chapter.welcome import actions, queries
from chapter.welcome.models import WelcomeCase
from chapter.welcome.rules import Closing
from tests import factories
from tests.conftest import Client
from tests.welcome.cases import again, case, history


def page(client: Client, case: WelcomeCase) -> str:
    """The page of the case."""
    return client.get(f"/welcome/{case.id}").text


def test_who_it_is_and_the_number_to_tap(client, mona):
    facts = {"mobile": "+46701740605", "email": "nora@example.org", "interests": "Klimat"}
    said = page(client, case(mona, **facts, tags=[factories.tag("Nattarbete")], source="Torgmötet"))

    for words in ('href="tel:+46701740605"', "mailto:nora@example.org", "30–39 år", "Kvarnbyn", "Torgmötet"):
        assert words in said
    assert "Nattarbete" in said
    assert "Klimat" in said


def test_who_is_not_to_be_called_has_no_number_to_tap(client, mona):
    said = page(client, case(mona, do_not_call_at=clock.now()))

    assert "vill inte bli uppringd" in said
    assert 'href="tel:' not in said.split('id="foot"')[0]


def test_the_register_is_a_link_away_for_who_may_read_it(client, mona, bo):
    theirs = case(bo)

    assert f'href="/people/{theirs.person_id}/"' in page(client, theirs)
    assert f"/people/{theirs.person_id}" not in page(client.sign_in(bo), theirs)


def test_each_step_says_who_did_it_and_when_or_what_is_to_be_done(client, mona):
    said = page(client, case(mona, 9, "letter"))

    assert "Gjort tisdag 10 november av Mona Ek." in said
    assert "Samtalet är 2 dagar försenat." in said
    assert "från måndag 4 januari 2027" in said


def test_a_promise_that_was_kept_late_says_so(client, mona):
    nora = case(mona, 9)
    actions.do(nora, "letter", "Mona Ek", clock.now())

    assert "Det var 6 dagar försenat." in page(client, nora)


def test_what_goes_by_itself_was_done_by_nobody(client, mona):
    nora = case(mona, 2)
    actions.do(nora, "letter", "", clock.now(), how="mail")

    assert "Gjort automatiskt onsdag 18 november." in page(client, nora)


def test_the_case_of_others_is_not_there_for_an_officer_of_the_board(client, mona, bo):
    theirs = case(mona)
    client.sign_in(bo)

    assert client.get(f"/welcome/{theirs.id}").status_code == 404
    for act in ("note", "hand-over", "pause", "resume", "close", "reopen", "step/letter/leave-out"):
        assert client.post(f"/welcome/{theirs.id}/{act}", data={"text": "x"}).status_code == 404
    assert history(theirs) == ["welcome_opened"]


def test_a_page_with_much_on_it_takes_twelve_queries(client, mona, bo):
    nora = case(mona, 20, "letter call referral", tags=[factories.tag("A"), factories.tag("B")])
    for number in range(5):
        actions.note(nora, f"Anteckning {number}", mona, clock.now())

    with counted() as said:
        page(client, nora)
    assert len(said) <= 12


def test_a_note_is_there_once_however_often_one_presses(client, mona):
    nora = case(mona)
    for _press in range(2):
        response = client.post(f"/welcome/{nora.id}/note", data={"text": "Ring efter sex."})

    assert response.location == f"/welcome/{nora.id}#notes"
    assert [(note.text, note.by) for note in again(nora).notes] == [("Ring efter sex.", mona.name)]
    assert "Ring efter sex." in page(client, nora)


def test_a_note_that_says_too_much_is_asked_about_once(client, mona):
    nora, words = case(mona), {"text": "Har diabetes"}

    response = client.post(f"/welcome/{nora.id}/note", data=words)
    assert response.status_code == 422
    assert "Har diabetes" in response.text
    client.post(f"/welcome/{nora.id}/note", data={**words, "sure": "y"})
    assert len(again(nora).notes) == 1


def test_handed_over_it_is_somebody_else_s(client, mona, bo):
    nora = case(mona)

    assert client.post(f"/welcome/{nora.id}/hand-over", data={"to": bo.id}).location == f"/welcome/{nora.id}"
    assert again(nora).responsible_id == bo.id
    assert client.sign_in(bo).post(f"/welcome/{nora.id}/hand-over", data={"to": mona.id}).location == "/welcome/"
    assert client.get(f"/welcome/{nora.id}").status_code == 404


@pytest.mark.parametrize("to", ["", "99", "x"])
def test_to_whom_must_be_one_of_those_who_welcome_people(client, mona, to):
    assert client.post(f"/welcome/{case(mona).id}/hand-over", data={"to": to}).status_code == 422


def test_while_it_rests_nothing_is_late_and_then_what_was_not_late_before_has_moved(client, mona):
    nora = case(mona, 6)

    client.post(f"/welcome/{nora.id}/pause", data={"until": ""})
    assert "Vilar tills vidare." in page(client, nora)
    with clock.frozen(clock.now() + timedelta(days=4)):
        client.sign_in(mona).post(f"/welcome/{nora.id}/resume")
        standing = queries.standing(again(nora), clock.now())
        assert [standing.point(key).late(standing.today) for key in ("letter", "call")] == [7, -1]


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-18", "Välj en dag som inte har varit än."),
        ("2027-05-19", "Välj senast tisdag 18 maj 2027."),
        ("i morgon", "giltigt"),
    ],
)
def test_it_rests_until_a_day_that_comes_before_it_is_erased(client, mona, until, words):
    nora = case(mona)

    response = client.post(f"/welcome/{nora.id}/pause", data={"until": until})
    assert response.status_code == 422
    assert words in response.text
    assert again(nora).paused_on is None


def test_it_rests_until_a_day(client, mona):
    nora = case(mona)

    client.post(f"/welcome/{nora.id}/pause", data={"until": "2026-12-01"})
    assert "Vilar till tisdag 1 december." in page(client, nora)


def test_closed_with_a_reason_it_says_so_and_can_be_opened_again(client, mona):
    nora = case(mona, 9)

    client.post(f"/welcome/{nora.id}/close", data={"why": "not_now"})
    assert (again(nora).closed_on, again(nora).closed_by) == (date(2026, 11, 18), mona.name)
    assert "Avsluta välkomnandet" not in page(client, nora)
    client.post(f"/welcome/{nora.id}/reopen")
    assert "Brevet är 6 dagar försenat." in page(client, nora)


@pytest.mark.parametrize("why", ["", "odd"])
def test_it_isn_t_closed_without_a_reason(client, mona, why):
    nora = case(mona)

    assert client.post(f"/welcome/{nora.id}/close", data={"why": why}).status_code == 422
    assert again(nora).closed_on is None


def test_what_somebody_has_closed_meanwhile_is_left_alone(client, mona):
    nora = case(mona)
    actions.close(nora, Closing.LEFT, mona, clock.now())

    response = client.post(f"/welcome/{nora.id}/pause", data={"until": ""})
    assert response.location == f"/welcome/{nora.id}"
    assert "Välkomnandet är avslutat. Öppna det igen först." in page(client, nora)


def test_a_case_is_opened_by_hand_from_the_register(client, mona):
    person = factories.person("Nora", is_new=False)
    assert f'action="/welcome/of/{person.id}"' in client.get(f"/people/{person.id}/").text

    response = client.post(f"/welcome/of/{person.id}")
    opened = db.session.scalars(db.select(WelcomeCase)).one()
    assert response.location == f"/welcome/{opened.id}"
    assert (opened.responsible_id, opened.opened_by) == (mona.id, mona.name)


def test_who_has_a_case_is_due_there_and_gets_no_second(client, mona):
    nora = case(mona, 9)
    said = client.get(f"/people/{nora.person_id}/").text

    assert "Välkomnas som ny. Brevet är 6 dagar försenat." in said
    assert "/welcome/of/" not in said
    assert client.post(f"/welcome/of/{nora.person_id}").location == f"/welcome/{nora.id}"


def test_a_person_s_page_still_takes_twelve_queries(client, mona):
    nora = case(mona, 9, "letter call")

    with counted() as said:
        client.get(f"/people/{nora.person_id}/")
    assert len(said) <= 12


def test_a_case_that_was_closed_is_opened_again_from_there(client, mona):
    nora = case(mona)
    actions.close(nora, Closing.NOT_NOW, mona, clock.now())

    client.post(f"/welcome/of/{nora.person_id}")
    assert again(nora).closed_on is None


def test_who_has_left_is_not_welcomed(client, mona):
    person = factories.person(left_on=date(2026, 11, 1))

    assert "/welcome/of/" not in client.get(f"/people/{person.id}/").text
    assert client.post(f"/welcome/of/{person.id}").location == f"/people/{person.id}/"
    assert "Personen har gått ur föreningen." in client.get(f"/people/{person.id}/").text
