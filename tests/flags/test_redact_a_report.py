"""Words that must not be kept are removed, in every version."""

from chapter.calling.models import Call
from chapter.people.queries import history
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports

ALL = {"parts": ["note", "message", "ours"]}


def kept(call: Call) -> str:
    """Everything that is kept of a report."""
    versions = [version.answers for version in call.versions]
    told = [entry.facts for entry in history(call.person)]
    return repr(
        [call.answers, call.correction, call.note, call.flag and (call.flag.message, call.flag.reply), versions, told]
    )


def test_the_page_asks_first_and_shows_the_words(leader: Client, call: Call):
    page = leader.get(f"/calling/calls/{call.id}/redact").text

    assert "Ring på kvällen" in page
    assert call.note == "Ring på kvällen"


def test_the_words_are_gone_from_all_versions(leader: Client, call: Call):
    reports.corrected(call, call.caller, {"note": {"answer": "send", "text": "Ring på morgonen"}})
    reports.begun(call, call.caller, {"note": {"answer": "send", "text": "Ring på lördag"}})
    leader.post(f"/calling/flags/{call.flag.id}/note", data={"note": "Hemlighet"})
    leader.post(f"/calling/flags/{call.flag.id}/reply", data={"reply": "Tystnad"})

    leader.post(f"/calling/calls/{call.id}/redact", data=ALL)

    for words in ("Ring på", "mentor", "Hemlighet", "Tystnad"):
        assert words not in kept(call)


def test_what_was_not_chosen_stays(leader: Client, call: Call):
    leader.post(f"/calling/calls/{call.id}/redact", data={"parts": ["note"]})

    assert "Ring på" not in kept(call)
    assert "Vill ha en mentor" in kept(call)


def test_the_history_says_who_did_it(leader: Client, call: Call):
    leader.post(f"/calling/calls/{call.id}/redact", data=ALL)

    entry = next(entry for entry in history(call.person) if entry.kind == "redacted")
    assert (entry.facts["by"], entry.at) == ("Lena Ledare", NOW)


def test_choosing_nothing_removes_nothing(leader: Client, call: Call):
    assert leader.post(f"/calling/calls/{call.id}/redact").status_code == 422
    assert call.note == "Ring på kvällen"


def test_a_report_that_was_not_flagged_can_hold_such_words_too(leader: Client):
    person = factories.person()
    call = reports.reported(factories.assignment(person), person, factories.account(), note="Personnummer")

    done = leader.post(f"/calling/calls/{call.id}/redact", data={"parts": ["note"]}, follow_redirects=False)

    assert done.status_code == 303
    assert "Personnummer" not in kept(call)


def test_a_call_that_goes_on_has_no_report_yet(leader: Client):
    person = factories.person()
    call = reports.going_on(factories.assignment(person), person, factories.account())

    assert leader.get(f"/calling/calls/{call.id}/redact").status_code == 404


def test_why_somebody_is_not_to_be_called_can_be_removed(leader: Client, call: Call):
    leader.post(f"/calling/flags/{call.flag.id}/do-not-call", data={"why": "Hemlighet"})
    assert "Hemlighet" in leader.get(f"/calling/calls/{call.id}/redact").text

    leader.post(f"/calling/calls/{call.id}/redact", data={"parts": ["ours"]})

    assert "Hemlighet" not in kept(call) + call.person.do_not_call_why
    assert call.person.do_not_call_at is not None


def test_why_somebody_may_be_called_again_can_be_removed(coordinator: Client, call: Call):
    call.person.do_not_call_at = NOW
    coordinator.post(f"/calling/flags/{call.flag.id}/lift", data={"reason": "Hemlighet"})

    coordinator.post(f"/calling/calls/{call.id}/redact", data={"parts": ["ours"]})

    assert "Hemlighet" not in kept(call)


def test_words_that_stand_only_in_an_earlier_version_can_be_removed(leader: Client, call: Call):
    reports.corrected(call, call.caller, {"note": {"answer": "none"}})
    assert "Ring på kvällen" in leader.get(f"/calling/calls/{call.id}/redact").text

    leader.post(f"/calling/calls/{call.id}/redact", data={"parts": ["note"]})

    assert "Ring på" not in kept(call)
