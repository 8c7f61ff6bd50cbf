"""A responsible person handles what a caller flagged."""

from datetime import timedelta

import pytest

from chapter.access import Role
from chapter.calling.models import Flag
from chapter.calling.queue import counts
from chapter.calling.rules import Waiting
from chapter.people.models import Person
from chapter.people.queries import history
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports

HOUR = timedelta(hours=1)


def kinds(flag: Flag) -> list[str]:
    """What stands in the person's history."""
    return [entry.kind for entry in history(flag.person)]


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_page_has_the_report_the_note_and_the_numbers(leader: Client, flag: Flag, language: str):
    page = leader.get(f"/calling/flags/{flag.id}?lang={language}").text

    for words in ("Vill ha en mentor", "Ring på kvällen", "Cilla Ringare", "070-174 06 99"):
        assert words in page


def test_whoever_may_read_the_register_gets_to_the_person_and_a_leader_does_not(client: Client, flag: Flag):
    there = f'href="/people/{flag.person_id}/"'

    for role, may in ((Role.MEMBER_COORDINATOR, True), (Role.CALL_LEADER, False)):
        assert (there in client.sign_in(factories.account(role)).get(f"/calling/flags/{flag.id}").text) is may


def test_take_it_twice_and_it_is_mine(leader: Client, lena, flag: Flag):
    for _time in range(2):
        assert leader.post(f"/calling/flags/{flag.id}/take").status_code == 303

    assert flag.taken_by_id == lena.id


def test_the_answer_to_the_caller_is_kept_and_takes_the_flag(leader: Client, lena, flag: Flag):
    leader.post(f"/calling/flags/{flag.id}/reply", data={"reply": "Tack, jag ringer henne."})

    assert (flag.reply, flag.taken_by_id) == ("Tack, jag ringer henne.", lena.id)


def test_a_form_without_its_box_is_an_empty_answer(leader: Client, flag: Flag):
    assert leader.post(f"/calling/flags/{flag.id}/reply", data={}).status_code == 303

    assert flag.reply == ""


def test_handled_the_person_may_be_called_again(leader: Client, emma: Person):
    assignment = factories.assignment(emma, cooldown_hours=0)
    flag = reports.reported(assignment, emma, factories.account(), reports.NO_ANSWER, "Fel namn i registret").flag
    assert counts(assignment, NOW + HOUR)[Waiting.FLAGGED] == 1

    leader.post(f"/calling/flags/{flag.id}/handled")

    assert counts(assignment, NOW + HOUR)[Waiting.READY] == 1


def test_handled_twice_it_stands_once_in_the_history(leader: Client, flag: Flag):
    for _time in range(2):
        leader.post(f"/calling/flags/{flag.id}/handled")

    assert kinds(flag).count("flag_handled") == 1
    assert flag.handled_at == NOW


def test_reopened_it_waits_again(leader: Client, flag: Flag):
    leader.post(f"/calling/flags/{flag.id}/handled")
    leader.post(f"/calling/flags/{flag.id}/reopen")

    assert flag.handled_at is None
    assert "flag_reopened" in kinds(flag)


def test_a_corrected_number_is_wrong_no_more(leader: Client, flag: Flag):
    flag.person.mobile_is_wrong = True

    leader.post(f"/calling/flags/{flag.id}/numbers", data={"mobile": "070-174 06 50", "phone2": "070-174 06 99"})

    assert (flag.person.mobile, flag.person.mobile_is_wrong) == ("+46701740650", False)
    assert kinds(flag).count("number_corrected") == 1


def test_correcting_one_number_leaves_the_other_wrong(leader: Client, flag: Flag):
    flag.person.mobile_is_wrong = flag.person.phone2_is_wrong = True

    leader.post(f"/calling/flags/{flag.id}/numbers", data={"mobile": "070-174 06 50", "phone2": "070-174 06 99"})

    assert flag.person.phone2_is_wrong


def test_a_number_can_be_right_after_all(leader: Client, flag: Flag):
    flag.person.phone2_is_wrong = True
    given = {"mobile": flag.person.mobile, "phone2": flag.person.phone2, "phone2_is_right": "y"}

    leader.post(f"/calling/flags/{flag.id}/numbers", data=given)

    assert not flag.person.phone2_is_wrong


def test_a_number_that_cannot_be_one_is_kept_on_the_page(leader: Client, flag: Flag):
    page = leader.post(f"/calling/flags/{flag.id}/numbers", data={"mobile": "12 apor", "phone2": ""})

    assert page.status_code == 422
    assert "12 apor" in page.text


def test_do_not_call_holds_at_once_and_once(leader: Client, flag: Flag):
    for _time in range(2):
        leader.post(f"/calling/flags/{flag.id}/do-not-call", data={"why": "Sa det i telefon"})

    assert flag.person.do_not_call_why == "Sa det i telefon"
    assert kinds(flag).count("do_not_call") == 1


def test_a_call_leader_cannot_lift_do_not_call(leader: Client, flag: Flag):
    flag.person.do_not_call_at = NOW

    assert leader.post(f"/calling/flags/{flag.id}/lift", data={"reason": "Nej"}).status_code == 403
    assert "/lift" not in leader.get(f"/calling/flags/{flag.id}").text


def test_the_coordinator_lifts_do_not_call_with_a_reason(coordinator: Client, flag: Flag):
    flag.person.do_not_call_at = NOW

    assert coordinator.post(f"/calling/flags/{flag.id}/lift", data={"reason": " "}).status_code == 422
    assert flag.person.do_not_call_at is not None
    coordinator.post(f"/calling/flags/{flag.id}/lift", data={"reason": "Hon hörde av sig"})

    assert flag.person.do_not_call_at is None


def test_a_note_stands_in_the_history_once(leader: Client, flag: Flag):
    for _time in range(2):
        leader.post(f"/calling/flags/{flag.id}/note", data={"note": "Har pratat med mentorn"})

    assert kinds(flag).count("flag_note") == 1
    assert "Har pratat med mentorn" in leader.get(f"/calling/flags/{flag.id}").text


def test_an_empty_note_is_no_note(leader: Client, flag: Flag):
    assert leader.post(f"/calling/flags/{flag.id}/note", data={"note": " "}).status_code == 422


def test_the_report_is_the_one_that_was_sent_and_not_a_correction_that_is_being_written(leader: Client, flag: Flag):
    reports.begun(flag.call, flag.call.caller, {"note": {"answer": "send", "text": "Ännu inte skickat"}})

    for path in (f"flags/{flag.id}", f"calls/{flag.call_id}/report", f"calls/{flag.call_id}/redact"):
        page = leader.get(f"/calling/{path}").text
        assert "Ring på kvällen" in page
        assert "Ännu inte skickat" not in page
