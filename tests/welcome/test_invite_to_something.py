"""A definite invitation, its answer, the reminder the day before, and whether they came."""

from datetime import datetime, timedelta

import pytest

from chapter import clock
from chapter.db import db
from chapter.i18n import ZONES
from chapter.people.history import sentence
from chapter.people.queries import history
from chapter.welcome import actions, jobs_reminders
from chapter.welcome.models import Invitation, Routine, WelcomeCase
from chapter.welcome.rules import DEFAULT, Closing, State, changed, kept
from tests import cast, factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.welcome import ringing

SOUP = {"invite-what": "Soppa", "invite-at": "2026-11-26T18:00", "invite-place": "Folkets hus", "invite-answer": "yes"}
ZONE = ZONES["SE"]
DAY_BEFORE = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)


@pytest.fixture
def bo(app):
    return cast.play("board")


@pytest.fixture
def case(bo):
    return ringing.case_of(bo)


def invited(case: WelcomeCase) -> list[Invitation]:
    db.session.expire_all()
    return case.invitations


def invite(client, case: WelcomeCase, **data) -> Invitation:
    """Write an invitation down."""
    given = SOUP | {f"invite-{name}": value for name, value in data.items()}
    assert client.post(f"/welcome/{case.id}/invite", data=given).status_code == 303
    return invited(case)[-1]


def remind(at: datetime) -> int:
    """Run the job then; gives how many were reminded."""
    with clock.frozen(at):
        return jobs_reminders.remind()


def with_meeting() -> None:
    """Switch the meeting for new members on."""
    steps = kept(changed(DEFAULT, "meeting", is_on=True))
    db.session.add(Routine(id=1, is_on=True, steps=steps, links=[]))


def test_written_down_in_the_call_it_stands_beside_it_and_on_the_case(client, bo, case):
    call = ringing.ring(client.sign_in(bo), case)
    saved = client.htmx(f"/welcome/{case.id}/invite", SOUP)
    assert (saved.status_code, "Soppa" in saved.text, 'value="Soppa"' in saved.text) == (200, True, False)
    for page in (f"/calling/calls/{call.id}", f"/welcome/{case.id}"):
        assert "Folkets hus" in client.get(page).text


def test_the_history_tells_of_it_and_knows_its_case(client, bo, case):
    one = invite(client.sign_in(bo), case)
    (entry,) = [entry for entry in history(case.person) if entry.kind == "welcome_invited"]
    assert entry.source == case.source
    client.post(f"/welcome/{case.id}/invitations/{one.id}", data=SOUP | {"invite-answer": "no"})
    db.session.refresh(entry)
    assert "nej" in sentence(entry) or "They said no" in sentence(entry)


def test_pressed_twice_it_is_one_invitation(client, bo, case):
    for _press in range(2):
        invite(client.sign_in(bo), case)
    assert len(invited(case)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"invite-what": ""},
        {"invite-at": ""},
        {"invite-at": "2026-11-17T18:00"},
        {"invite-answer": ""},
        {"invite-answer": "perhaps"},
        {"invite-step": "meeting"},
        {"invite-place": "Hos en med diabetes"},
    ],
)
def test_bad_input_is_said_and_what_was_typed_is_kept(client, bo, case, wrong):
    refused = client.sign_in(bo).htmx(f"/welcome/{case.id}/invite", SOUP | wrong)
    assert (refused.status_code, 'id="error-summary"' in refused.text) == (422, True)
    assert "Folkets hus" in refused.text or "diabetes" in refused.text
    assert invited(case) == []


def test_a_closed_case_invites_to_nothing(client, bo, case):
    actions.close(case, Closing.OTHER, bo, NOW)
    refused = client.sign_in(bo).post(f"/welcome/{case.id}/invite", data=SOUP)
    assert (refused.status_code, invited(case)) == (422, [])


def test_an_invitation_is_corrected_and_withdrawn(client, bo, case):
    one = invite(client.sign_in(bo), case)
    here = f"/welcome/{case.id}/invitations/{one.id}"
    assert 'value="Soppa"' in client.get(here).text
    assert client.post(here, data=SOUP | {"invite-what": ""}).status_code == 422
    client.post(here, data=SOUP | {"invite-what": "Kören"})
    assert [one.what for one in invited(case)] == ["Kören"]
    client.post(f"{here}/withdraw")
    assert invited(case) == []
    assert [e.kind for e in history(case.person)] == ["welcome_opened"]


def test_nobody_finds_the_invitations_of_another_case(client, bo, case):
    one, other = invite(client.sign_in(bo), case), ringing.case_of(bo, factories.person("Olle"))
    assert client.get(f"/welcome/{other.id}/invitations/{one.id}").status_code == 404


def test_who_said_yes_is_reminded_the_day_before_once(client, bo, case):
    invite(client.sign_in(bo), case)
    assert [remind(DAY_BEFORE - timedelta(days=1)), remind(DAY_BEFORE), remind(DAY_BEFORE)] == [0, 1, 0]
    (mail,) = sent_to("nora@example.org")
    assert (mail.source, mail.reply_to, mail.from_name) == (case.source, bo.email, bo.name)
    assert "Folkets hus" in mail.text


@pytest.mark.parametrize("answer", ["maybe", "no"])
def test_who_did_not_say_yes_is_left_alone(client, bo, case, answer):
    invite(client.sign_in(bo), case, answer=answer)
    assert remind(DAY_BEFORE) == 0


def test_after_days_off_one_is_reminded_of_what_is_still_to_come_alone(client, bo, case):
    invite(client.sign_in(bo), case)
    invite(client, case, what="Kören", at="2026-11-26T08:00")
    assert remind(DAY_BEFORE + timedelta(days=1)) == 1
    assert "Soppa" in sent_to("nora@example.org")[0].subject
    assert remind(DAY_BEFORE + timedelta(days=2)) == 0


def test_moved_to_another_day_it_is_reminded_of_again(client, bo, case):
    one = invite(client.sign_in(bo), case)
    remind(DAY_BEFORE)
    later = SOUP | {"invite-at": "2026-12-03T18:00"}
    client.post(f"/welcome/{case.id}/invitations/{one.id}", data=later)
    assert remind(DAY_BEFORE + timedelta(days=7)) == 1


@pytest.mark.parametrize("facts", [{"email": None}, {"leaving_at": NOW}, {"left_on": NOW.date()}])
def test_who_has_no_address_or_leaves_is_not_reminded(client, bo, case, facts):
    invite(client.sign_in(bo), case)
    for name, value in facts.items():
        setattr(case.person, name, value)
    assert remind(DAY_BEFORE) == 0


def test_nobody_is_reminded_for_a_closed_case(client, bo, case):
    invite(client.sign_in(bo), case)
    actions.close(case, Closing.OTHER, bo, NOW)
    assert remind(DAY_BEFORE) == 0


def test_whether_they_came_is_asked_afterwards_and_can_be_taken_back(client, bo, case):
    one = invite(client.sign_in(bo), case)
    came = f"/welcome/{case.id}/invitations/{one.id}/came"
    assert came not in client.get(f"/welcome/{case.id}").text
    with clock.frozen(DAY_BEFORE + timedelta(days=3)):
        assert came in client.get(f"/welcome/{case.id}").text
        for said, kept_as in (("yes", True), ("", None), ("no", False), ("nonsense", False)):
            client.post(came, data={"came": said})
            assert invited(case)[0].came is kept_as


@pytest.mark.parametrize(("minutes", "is_kept"), [(-1, False), (0, True)])
def test_nobody_has_come_before_it_has_begun(client, bo, case, minutes, is_kept):
    with_meeting()
    one = invite(client.sign_in(bo), case, step="meeting", what="")
    with clock.frozen(one.at + timedelta(minutes=minutes)):
        client.post(f"/welcome/{case.id}/invitations/{one.id}/came", data={"came": "yes"})
        assert ("Det har inte börjat än." in client.get(f"/welcome/{case.id}").text) is not is_kept

    assert (invited(case)[0].came, ringing.state(case, "meeting")) == ((True, "done") if is_kept else (None, "due"))


def test_who_came_to_the_meeting_for_new_members_has_done_that_step(client, bo, case):
    with_meeting()
    one = invite(client.sign_in(bo), case, step="meeting", what="")
    came = f"/welcome/{case.id}/invitations/{one.id}/came"
    assert one.what == "Träff för nya"
    with clock.frozen(DAY_BEFORE + timedelta(days=3)):
        client.post(came, data={"came": "yes"})
        (done,) = [step for step in case.done if step.key == "meeting"]
        assert done.done_on == one.at.date()
        client.post(came, data={"came": "no"})
    assert ringing.state(case, "meeting") is not State.DONE
