"""My page: what the reader has to do here."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from chapter import clock
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.calling.models import Call, CallAssignment, Flag, QueuePlace
from chapter.calling.rules import Outcome
from chapter.db import db
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.settings.queries import chapter
from tests import factories
from tests.conftest import NOW
from tests.signup.links import link

HOUR = timedelta(hours=1)


@pytest.fixture
def caller(client) -> Account:
    """Bo, who is signed in."""
    account = factories.account(name="Bo Ek")
    client.sign_in(account)
    return account


def call(assignment: CallAssignment, caller: Account, **facts) -> Call:
    """A call to Emma."""
    times = {"claimed_at": clock.now(), "lease_until": clock.now() + HOUR}
    person = factories.person("Emma", "Dahlqvist")
    made = Call(assignment=assignment, person=person, caller=caller, answers={}, **times | facts)
    db.session.add(made)
    db.session.flush()
    return made


def reported(assignment: CallAssignment, caller: Account, ago: timedelta = HOUR, **facts) -> Call:
    """A call to Emma that nobody answered."""
    at = clock.now() - ago
    return call(assignment, caller, reported_at=at, outcome=Outcome.NO_ANSWER, **facts)


def promise(assignment: CallAssignment, caller: Account, after: timedelta) -> None:
    """The caller has promised somebody to ring back."""
    place = QueuePlace(assignment_id=assignment.id, person_id=factories.person().id)
    place.promised_to_id, place.call_back_after = caller.id, clock.now() + after
    db.session.add(place)


@pytest.mark.parametrize(("language", "title"), [("sv", "Höstens medlemssamtal"), ("nb", "Høstens medlemssamtaler")])
def test_a_running_assignment_has_one_big_button(client, caller, language, title):
    assignment = factories.assignment(callers=(caller,))

    page = client.get(f"/my?lang={language}").text

    assert title in page
    assert f'class="button primary big" href="/calling/{assignment.id}/ring"' in page


def test_a_future_assignment_says_when_it_starts(client, caller):
    factories.assignment(callers=(caller,), starts_at=NOW + timedelta(days=1))

    page = client.get("/my?lang=sv").text

    assert "torsdag 19 november" in page
    assert "18.30" in page
    assert "primary big" not in page


def test_a_finished_assignment_is_only_thanked_for(client, caller):
    ended = factories.assignment(callers=(caller,), starts_at=NOW - timedelta(days=9), ends_at=NOW - HOUR)

    page = client.get("/my").text

    assert "Höstens medlemssamtal" in page
    assert f"/calling/{ended.id}/ring" not in page


def test_practice_is_offered(client, caller):
    assignment = factories.assignment(callers=(caller,))

    assert f'href="/calling/{assignment.id}/practice"' in client.get("/my").text


def test_call_backs_that_are_due_are_counted(client, caller):
    assignment = factories.assignment(callers=(caller,))
    promise(assignment, caller, -HOUR)
    promise(assignment, caller, -2 * HOUR)
    promise(assignment, caller, HOUR)

    assert "<strong>2 " in client.get("/my").text


def test_a_call_back_that_is_not_due_says_when(client, caller):
    assignment = factories.assignment(callers=(caller,))
    promise(assignment, caller, 2 * HOUR)
    promise(assignment, caller, HOUR)

    assert "19.30" in client.get("/my?lang=sv").text


def test_nobodys_name_stands_with_a_call_back(client, caller):
    assignment = factories.assignment(callers=(caller,))
    promise(assignment, caller, -HOUR)

    assert "Dahlqvist" not in client.get("/my").text


def test_a_call_that_is_open_can_be_gone_on_with(client, caller):
    held = call(factories.assignment(callers=(caller,)), caller)

    page = client.get("/my").text

    assert f'class="button primary big" href="/calling/calls/{held.id}"' in page
    assert page.count("primary") == 1


def test_todays_calls_can_be_opened_again(client, caller):
    assignment = factories.assignment(callers=(caller,))
    today = reported(assignment, caller)
    yesterday = reported(assignment, caller, ago=timedelta(days=1))

    page = client.get("/my").text

    assert f'href="/calling/calls/{today.id}"' in page
    assert f'href="/calling/calls/{yesterday.id}"' not in page


def test_somebody_elses_calls_are_not_shown(client, caller):
    other = reported(factories.assignment(), factories.account())

    assert f"/calling/calls/{other.id}" not in client.get("/my").text


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_whoever_has_no_assignment_is_told_whom_to_ask(client, caller, language):
    chapter().contact_name, chapter().contact_email = "Malin Åkerlund", "malin@example.org"

    page = client.get(f"/my?lang={language}").text.split('id="no-assignment"')[1]

    assert "Malin Åkerlund" in page
    assert "mailto:malin@example.org" in page


def flagged(count: int) -> None:
    """So many flags that wait; and one that is handled."""
    for number in range(count + 1):
        there = reported(factories.assignment(), factories.account())
        flag = Flag(call=there, person=there.person, message="Fel nummer.", raised_at=NOW)
        flag.handled_at = NOW if number == count else None
        db.session.add(flag)


@pytest.mark.parametrize(("role", "sees"), [(Role.CALL_LEADER, True), (Role.BOARD, False)])
def test_those_who_handle_flags_see_how_many_wait(client, role, sees):
    flagged(3)
    client.sign_in(factories.account(role))

    page = client.get("/my?lang=sv").text

    assert ('href="/calling/flags"><strong>' in page) is sees
    assert (">3 " in page) is sees


def test_those_who_read_the_outbox_see_that_mail_fails(client):
    facts = {"to_name": "", "to_email": "x@example.org", "language": "sv", "subject": "", "text": "", "html": ""}
    db.session.add(Message(**facts, state=State.FAILED, written_at=NOW, try_at=NOW, tries=8))
    client.sign_in(factories.account(Role.ADMINISTRATOR))

    assert 'href="/outbox"><strong>' in client.get("/my").text


def test_an_outbox_without_trouble_is_not_mentioned(client):
    client.sign_in(factories.account(Role.ADMINISTRATOR))

    assert 'href="/outbox"><strong>' not in client.get("/my").text


def test_officers_see_how_the_links_go(client):
    made = link(visits=41)
    client.sign_in(factories.account(Role.BOARD))

    page = client.get("/my").text

    assert f'href="/links/{made.id}"' in page
    assert "41" in page


def test_a_volunteer_sees_no_links(client, caller):
    link()

    assert "/links" not in client.get("/my").text


def test_my_page_needs_somebody_signed_in(client):
    assert client.get("/my").location == "/sign-in?next=/my"


def queries_for(client, path: str) -> int:
    """How many queries a page takes."""
    seen: list[str] = []
    db.session.commit()

    def see(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", see)
    assert client.get(path).status_code == 200
    event.remove(db.engine, "before_cursor_execute", see)
    return sum(statement.startswith("SELECT") for statement in seen)


def busy_evening(account: Account, size: int) -> None:
    """``size`` of everything that my page shows."""
    for number in range(size):
        assignment = factories.assignment(callers=(account,), leader_id=factories.account().id)
        promise(assignment, account, -HOUR)
        reported(assignment, account)
        link(slug=f"link-{number}")
    flagged(size)


def test_the_number_of_queries_does_not_grow(client):
    account = factories.account(Role.MEMBER_COORDINATOR, Role.ADMINISTRATOR)
    client.sign_in(account)
    busy_evening(account, 1)
    few = queries_for(client, "/my")
    for made in db.session.scalars(db.select(type(link(slug="x")))):
        db.session.delete(made)
    busy_evening(account, 6)

    assert queries_for(client, "/my") == few <= 12
