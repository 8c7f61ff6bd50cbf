"""Steps that are only noted: done on which day, left out with a reason, taken back."""

from datetime import date

import pytest

from tests.welcome.cases import again, case, done, history, switch_on


def test_any_step_can_be_left_out_with_a_reason_and_taken_back(client, mona):
    nora = case(mona, 9)
    path = f"/welcome/{nora.id}/step/letter/leave-out"
    assert client.post(path).status_code == 422
    assert client.post(path, data={"words": "Fick brevet på mötet"}).status_code == 303

    assert "Överhoppat onsdag 18 november av" in client.get(f"/welcome/{nora.id}").text
    assert client.get(path).status_code == 303, "there is nothing more to leave out"
    assert history(nora) == ["welcome_opened", "welcome_step"]
    client.post(f"/welcome/{nora.id}/step/letter/undo")
    assert (done(nora), history(nora)) == (set(), ["welcome_opened"])


def test_what_was_sent_or_said_is_not_taken_back(client, mona):
    nora = case(mona, 9, "letter call")

    client.post(f"/welcome/{nora.id}/step/letter/undo")
    assert done(nora) == {"letter", "call"}


def test_the_follow_up_is_the_coordinator_s_to_leave_out(client, mona, bo):
    nora, path = case(bo, 60), "step/follow_up/leave-out"

    assert client.sign_in(bo).get(f"/welcome/{nora.id}/{path}").status_code == 404
    assert client.post(f"/welcome/{nora.id}/{path}", data={"words": "Hann inte"}).status_code == 404
    assert client.sign_in(mona).post(f"/welcome/{nora.id}/{path}", data={"words": "Flyttar"}).status_code == 303
    client.sign_in(bo).post(f"/welcome/{nora.id}/step/follow_up/undo")
    assert done(nora) == {"follow_up"}


def test_a_plain_step_is_noted_on_the_day_it_was_done(client, mona):
    switch_on("coffee")
    nora = case(mona, 9)
    path = f"/welcome/{nora.id}/step/coffee"
    assert 'value="2026-11-18"' in client.get(path).text

    client.post(path, data={"on": "2026-11-15", "words": "På Café Amatör"})
    (step,) = again(nora).done
    assert (step.done_on, step.words, step.by) == (date(2026, 11, 15), "På Café Amatör", mona.name)
    assert "Gjort söndag 15 november" in client.get(path).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"on": "2026-11-19"}, "Den dagen har inte varit än."),
        ({"on": ""}, "Välj en dag."),
        ({"on": "2026-11-18", "words": "Är gravid"}, "handla om hälsa, tro"),
        ({"on": "2026-11-18", "words": "x" * 301}, "Skriv högst 300 tecken."),
    ],
)
def test_what_can_t_be_is_said_beside_the_field(client, mona, data, words):
    switch_on("coffee")
    nora = case(mona, 9)

    response = client.post(f"/welcome/{nora.id}/step/coffee", data=data)
    assert response.status_code == 422
    assert words in response.text
    assert done(nora) == set()


@pytest.mark.parametrize("key", ["letter", "follow_up", "coffee", "finns-inte"])
def test_only_plain_steps_of_the_routine_have_the_plain_page(client, mona, key):
    nora = case(mona)

    assert client.get(f"/welcome/{nora.id}/step/{key}").status_code == 404
    assert client.post(f"/welcome/{nora.id}/step/{key}", data={"on": "2026-11-18"}).status_code == 404
    assert client.post(f"/welcome/{nora.id}/step/{key}/done").status_code == 404
