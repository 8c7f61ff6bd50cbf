"""After 8 to 10 weeks the coordinator asks how it went: on a phone, saved as one types, done when it says where they
stand."""

import re
from datetime import timedelta

import pytest

from chapter import clock
from chapter.calling.models import Call
from chapter.calling.rules import Purpose
from chapter.db import db
from chapter.groups.rules import Standing
from chapter.people.models import HistoryEntry
from chapter.welcome import actions
from chapter.welcome.models import CaseStep, FollowUp, Referral, WelcomeCase
from chapter.welcome.rules import Closing
from tests import cast, factories
from tests.calling import steps
from tests.conftest import Client
from tests.groups import made
from tests.welcome import ringing

SAID = {"came": "not_yet", "help": "Skjuts till mötet", "unclear": "", "training": "yes", "note": "Ring i vår"}


@pytest.fixture
def mona(app):
    return cast.play("member_coordinator")


@pytest.fixture
def case(mona) -> WelcomeCase:
    """Somebody who came nine weeks ago."""
    person = factories.person("Emma", added_at=clock.now() - timedelta(days=63))
    found = actions.open_case(person, person.added_at, mona)
    db.session.commit()
    return found


@pytest.fixture
def here(client: Client, mona, case: WelcomeCase) -> str:
    """Where the coordinator writes."""
    client.sign_in(mona)
    return f"/welcome/{case.id}/follow-up"


def kept() -> FollowUp | None:
    return db.session.scalars(db.select(FollowUp)).one_or_none()


def done() -> CaseStep | None:
    return db.session.scalars(db.select(CaseStep).where(CaseStep.key == "follow_up")).one_or_none()


def test_it_is_saved_while_one_types_and_is_there_afterwards(client: Client, here: str):
    answer = client.htmx(here, {**SAID, "seen": ""})

    assert (answer.status_code, "18.30" in answer.text, "<html" in answer.text) == (200, True, False)
    assert "Skjuts till mötet" in client.get(here).text
    assert (kept().help, kept().came, done()) == ("Skjuts till mötet", "not_yet", None)


def seen(page: str, name: str = "seen") -> str:
    """When what a page shows was written, as its form says."""
    return re.search(rf'name="{name}" type="hidden" value="([^"]*)"', page)[1]


def test_reading_writes_nothing(client: Client, here: str):
    assert (client.get(here).status_code, kept()) == (200, None)


def test_without_a_script_it_is_saved_with_the_button(client: Client, here: str):
    assert client.post(here, data=SAID).location == here
    assert kept().note == "Ring i vår"


def test_it_is_done_when_it_says_where_they_stand(client: Client, here: str, case: WelcomeCase):
    assert client.post(f"{here}/done", data={**SAID, "result": "active"}).location == f"/welcome/{case.id}"
    assert (kept().result, done().by, done().how, done().words) == ("active", "Member Coordinator Ek", "", "")


def test_without_that_it_is_not_done_and_nothing_is_lost(client: Client, here: str):
    answer = client.post(f"{here}/done", data=SAID)

    assert (answer.status_code, done()) == (422, None)
    assert all(words in answer.text for words in ('href="#result"', "Skjuts till mötet"))


def test_pressed_twice_it_is_done_once(client: Client, here: str):
    for _press in range(2):
        client.post(f"{here}/done", data={**SAID, "result": "active"})

    entries = db.session.scalars(db.select(HistoryEntry).where(HistoryEntry.kind == "welcome_step")).all()
    assert [entry.facts["step"] for entry in entries] == ["follow_up"]


def test_what_was_left_out_can_be_done_after_all(client: Client, here: str, case: WelcomeCase):
    actions.skip(case, "follow_up", "Bortrest", "Mona", clock.now())
    client.post(f"{here}/done", data={"result": "not_now"})

    assert done().is_skipped is False


def test_it_can_be_corrected_until_it_is_erased(client: Client, here: str):
    for result in ("active", "another_way"):
        client.post(f"{here}/done", data={**SAID, "result": result, "seen": seen(client.get(here).text)})

    assert kept().result == "another_way"


@pytest.mark.parametrize(
    "answer", [{"came": "maybe"}, {"result": "rich"}, {"note": "x" * 2001}, {"help": "har cancer"}]
)
def test_what_it_can_t_be_is_said_and_nothing_is_saved(client: Client, here: str, answer: dict[str, str]):
    for press in (client.htmx(here, {**SAID, **answer}), client.post(here, data={**SAID, **answer})):
        assert press.status_code == 422

    assert kept() is None


def test_what_has_to_be_there_is_saved_when_one_is_sure(client: Client, here: str):
    client.post(here, data={**SAID, "help": "har cancer", "sure": "y"})

    assert kept().help == "har cancer"


def test_who_was_not_referred_is_not_asked_twice(client: Client, here: str):
    assert 'value="not_referred" checked' in client.get(here).text


def test_the_groups_they_were_referred_to_are_named(client: Client, here: str, case: WelcomeCase):
    group = made.group(name={"sv": "Studiecirkeln"})
    made.place(group, case.person, Standing.REFERRED)
    db.session.add(Referral(case_id=case.id, group_id=group.id, at=clock.now(), by="Mona"))

    text = client.get(here).text
    assert ("Studiecirkeln" in text, "checked" in text) == (True, False)


@pytest.mark.parametrize("name", ["Ali", "Member Coordinator Ek"])
def test_what_was_written_meanwhile_is_not_overwritten_unseen(client: Client, here: str, case: WelcomeCase, name: str):
    case.follow_up = FollowUp(at=clock.now(), by=name, note="Skrivet i en annan flik")
    refused = client.post(here, data={**SAID, "seen": ""})
    assert (refused.status_code, kept().note) == (422, "Skrivet i en annan flik")
    assert (name in refused.text, "Ring i vår" in refused.text) == (True, True)

    client.post(here, data={**SAID, "seen": seen(refused.text), "told": seen(refused.text, "told")})
    assert kept().note == "Ring i vår"


def test_typing_on_never_puts_it_in_the_place_of_what_was_written_meanwhile(client: Client, here: str):
    client.htmx(here, {**SAID, "note": "Skrivet i en annan flik", "seen": ""})
    for _words in range(2):
        refused = client.htmx(here, {**SAID, "seen": "", "told": clock.now().isoformat()})

    assert (refused.status_code, kept().note) == (422, "Skrivet i en annan flik")


def test_what_is_saved_by_itself_does_not_stop_what_is_typed_next(client: Client, here: str):
    first = client.htmx(here, {**SAID, "note": "Ring", "seen": ""})
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        second = client.htmx(here, {**SAID, "note": "Ring i maj", "seen": seen(first.text)})

    assert (second.status_code, seen(first.text) != seen(second.text), kept().note) == (200, True, "Ring i maj")


def test_ringing_keeps_what_was_written_and_comes_back(client: Client, here: str, mona):
    there = client.post(f"{here}/ring", data=SAID).location
    call = db.session.scalars(db.select(Call)).one()

    assert (call.assignment.purpose, there) == (Purpose.FOLLOW_UP, f"/calling/calls/{call.id}")
    assert kept().help == "Skjuts till mötet"
    text = client.get(there).text
    assert ("Skjuts till mötet" in text, here in text) == (True, True)


def test_when_the_call_is_reported_one_is_back_at_the_questions(client: Client, here: str):
    call = steps.call_at(client.post(f"{here}/ring", data=SAID).location)

    assert here in ringing.report(client, call, "talked")


def test_what_it_can_t_be_is_said_before_one_rings(client: Client, here: str):
    assert client.post(f"{here}/ring", data={"came": "maybe"}).status_code == 422
    assert db.session.scalars(db.select(Call)).all() == []


def test_who_can_t_be_rung_is_not_and_what_was_written_is_kept(client: Client, here: str, case: WelcomeCase):
    case.person.do_not_call_at = clock.now()

    assert (client.post(f"{here}/ring", data=SAID).location, kept().help) == (here, "Skjuts till mötet")
    assert f"{here}/ring" not in client.get(here).text


def test_at_night_nobody_is_rung_and_what_was_written_is_kept(client: Client, here: str):
    with clock.frozen(clock.now() + timedelta(hours=5)):
        assert client.post(f"{here}/ring", data=SAID).location == here

    assert (kept().note, db.session.scalars(db.select(Call)).all()) == ("Ring i vår", [])


def test_a_closed_case_asks_for_nothing(client: Client, here: str, case: WelcomeCase, mona):
    actions.close(case, Closing.OTHER, mona, clock.now())

    assert '<form class="card"' not in client.get(here).text


@pytest.mark.parametrize("way", ["", "/ring", "/done"])
def test_on_a_case_closed_meanwhile_nothing_that_was_typed_is_lost(client: Client, here: str, case, mona, way: str):
    actions.close(case, Closing.OTHER, mona, clock.now())
    answer = client.post(here + way, data={**SAID, "result": "active"})

    assert (answer.status_code, kept()) == (422, None)
    assert all(words in answer.text for words in ("Skjuts till mötet", "Ring i vår", "Öppna"))


def test_saved_by_itself_on_a_case_closed_meanwhile_it_says_so_where_one_is(client: Client, here: str, case, mona):
    actions.close(case, Closing.OTHER, mona, clock.now())
    answer = client.htmx(here, {**SAID, "seen": ""})

    assert (answer.status_code, 'id="follow-up-kept"' in answer.text, "Öppna" in answer.text) == (422, True, True)


@pytest.mark.parametrize(("result", "there"), [("another_way", "/welcome/{case}/refer"), ("left", "/{person}/left")])
def test_the_case_leads_on_to_what_the_follow_up_found(client: Client, here: str, case: WelcomeCase, result, there):
    client.post(f"{here}/done", data={"result": result})

    assert there.format(case=case.id, person=case.person_id) in client.get(f"/welcome/{case.id}").text


def test_what_a_backup_left_out_is_asked_for_again(client: Client, here: str, case: WelcomeCase):
    actions.do(case, "follow_up", "Mona", clock.now())

    assert "säkerhetskopior" in client.get(f"/welcome/{case.id}").text
