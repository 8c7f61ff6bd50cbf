"""Signing up through a link, for the first time."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.accounts.actions import note_attempt
from chapter.accounts.models import Account
from chapter.accounts.queries import by_email
from chapter.calling.models import AssignmentCaller
from chapter.db import db
from chapter.people.history import sentence
from chapter.people.queries import history
from chapter.settings.queries import chapter
from chapter.settings.values import write_consent
from chapter.signup import actions
from chapter.signup.rules import Purpose
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.signup.links import INGRID, TASKS, confirm, link, sign_up, signups


@pytest.mark.parametrize(("language", "words"), [("sv", "Bli aktiv"), ("nb", "Bli aktiv hos oss")])
def test_the_page_invites_in_the_readers_language(client, language, words):
    link()

    page = client.get(f"/join/bli-aktiv?lang={language}").text

    assert f'<h1 class="face">{words}</h1>' in page
    assert f'lang="{language}"' in page


def test_the_text_is_markdown(client):
    link()

    assert "Vi är <strong>många</strong>." in client.get("/join/bli-aktiv").text


def test_the_page_says_how_many_have_signed_up_and_how_many_places_are_left(client):
    link(places=20)
    sign_up(client)
    confirm(client)

    page = app_client(client).get("/join/bli-aktiv").text

    assert "<dd>1</dd>" in page
    assert "<dd>19</dd>" in page


def app_client(client):
    """Another browser."""
    return client.application.test_client()


def test_looking_at_the_page_writes_nothing(client):
    made = link()

    client.get("/join/bli-aktiv")

    assert made.visits == 0


def test_a_browser_tells_of_its_visit(client):
    made = link()

    answer = client.htmx("/join/bli-aktiv/visit", {})

    assert answer.status_code == 204
    assert made.visits == 1


def test_signing_up_mails_a_link_and_says_so(client):
    link()

    answer = sign_up(client)

    assert answer.location == "/sign-in/sent"
    assert len(sent_to(INGRID["email"])) == 1
    assert INGRID["email"] in client.get("/sign-in/sent").text


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_mail_names_the_link_in_the_visitors_language(client, language):
    link()

    client.post(f"/join/bli-aktiv?lang={language}", data=INGRID)

    wanted = {"sv": "Bli aktiv", "nb": "Bli aktiv hos oss"}[language]
    assert sent_to(INGRID["email"])[0].subject.endswith(f": {wanted}")


def test_the_account_waits_until_its_address_is_confirmed(client):
    link()
    sign_up(client)

    account = by_email(INGRID["email"])

    assert account.confirmed_at is None
    assert account.person is None


def test_confirming_leads_to_my_page_with_a_welcome(client):
    link()
    sign_up(client)

    answer = confirm(client)

    assert answer.location == "/my"
    assert "flash success" in client.get("/my").text


def test_confirming_puts_a_caller_on_the_assignment(client):
    assignment = factories.assignment()
    link(purpose=Purpose.JOIN_ASSIGNMENT, assignment_id=assignment.id)
    sign_up(client)
    assert db.session.scalars(db.select(AssignmentCaller)).all() == []

    confirm(client)

    assert by_email(INGRID["email"]).id == db.session.scalars(db.select(AssignmentCaller)).one().account_id


def test_the_tasks_chosen_become_interests(client):
    link(tasks=TASKS)
    sign_up(client, tasks=["0", "1"])
    confirm(client)

    assert by_email(INGRID["email"]).person.interests == "Dela ut flygblad, Baka"


def test_the_sign_up_is_in_the_history(client):
    link(tasks=TASKS)
    sign_up(client, tasks=["1"])
    confirm(client)

    entries = [sentence(entry) for entry in history(by_email(INGRID["email"]).person)]

    assert any("Bli aktiv" in entry and "Baka" in entry for entry in entries)


def test_the_consent_is_kept_with_its_version_and_time(client):
    link()
    sign_up(client)
    with clock.frozen(NOW + timedelta(minutes=5)):
        confirm(client)

    person = by_email(INGRID["email"]).person

    assert (person.consent_id, person.consented_at) == (1, NOW)


def test_the_consent_is_to_the_text_that_was_on_the_page(client):
    link()
    write_consent({"sv": "En nyare text."}, NOW)
    sign_up(client, consent_id="1")
    confirm(client)

    assert by_email(INGRID["email"]).person.consent_id == 1


@pytest.mark.parametrize("field", ["name", "email", "mobile", "consent"])
def test_everything_asked_for_is_needed(client, field):
    link()

    answer = sign_up(client, **{field: ""})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert signups() == []


def test_a_form_with_a_mistake_keeps_what_was_filled_in(client):
    link(tasks=TASKS)

    page = sign_up(client, email="ingrid.example.org", tasks=["1"]).text

    for kept in ("Ingrid Solli", "ingrid.example.org"):
        assert f'value="{kept}"' in page
    assert 'value="1" checked' in page


def test_a_mobile_from_abroad_keeps_its_country(client):
    link()
    sign_up(client, mobile="+47 400 00 000")

    assert by_email(INGRID["email"]).mobile == "+4740000000"


def test_a_machine_that_fills_in_everything_is_not_written_down(client):
    link()

    answer = sign_up(client, website="https://example.org")

    assert answer.location == "/sign-in/sent"
    assert db.session.scalars(db.select(Account)).all() == []


@pytest.mark.parametrize("number", ["-1", "-5", "2", "x", "1" + "0" * 20])
def test_a_task_that_the_link_does_not_have_cannot_be_chosen(client, number):
    link(tasks=TASKS)

    answer = sign_up(client, tasks=[number])

    assert (answer.status_code, signups()) == (422, [])
    assert 'id="tasks-error"' in answer.text


@pytest.mark.parametrize("version", ["-1", "0", "²", "1" + "0" * 5000])
def test_a_consent_to_no_version_there_can_be_is_none(client, version):
    link()

    assert (sign_up(client, consent_id=version).status_code, signups()) == (422, [])


def signed_up_here(times):
    """So many have just signed up from the client's network address."""
    for _time in range(times):
        note_attempt("signup:127.0.0.1", NOW)


def test_a_network_that_signs_up_too_many_has_to_wait_and_loses_nothing(client):
    link(tasks=TASKS)
    signed_up_here(300)
    chapter().contact_name = "Mia Lund"

    answer = sign_up(client, tasks=["1"])

    assert (answer.status_code, signups()) == (429, [])
    for kept in ('value="Ingrid Solli"', 'value="1" checked', "19.30", "Mia Lund"):
        assert kept in answer.text


def test_a_whole_meeting_can_sign_up_from_one_network(client):
    link()
    signed_up_here(299)

    assert sign_up(client).status_code == 303


def test_a_sign_up_that_nobody_confirms_is_forgotten_after_a_day(client):
    link()
    sign_up(client)

    assert actions.forget_unconfirmed(NOW + timedelta(hours=23)) == 0
    assert actions.forget_unconfirmed(NOW + timedelta(hours=24)) == 1
    assert signups() == []


def test_a_confirmed_sign_up_is_not_forgotten(client):
    link()
    sign_up(client)
    confirm(client)

    assert actions.forget_unconfirmed(NOW + timedelta(days=400)) == 0
