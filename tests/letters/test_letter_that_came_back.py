"""A letter that didn't arrive shows on the case and on the board as something to do, with what to do."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.letters import actions as actions_letters
from chapter.letters import jobs as jobs_letters
from chapter.welcome import actions, queries_board
from chapter.welcome.rules import Closing
from tests import cast, factories
from tests.conftest import NOW
from tests.letters import mailed as letters
from tests.letters.mailed import mails, refuse, standing


@pytest.fixture
def mona(app):
    return cast.play("member_coordinator")


@pytest.fixture
def sent(app):
    case = letters.case(days=5)
    actions_letters.send(case, "welcome", "Ada Ek", NOW)
    db.session.commit()
    return case


def test_what_was_sent_says_to_whom_when_and_by_whom(client, mona, sent):
    page = client.sign_in(mona).get(f"/welcome/{sent.id}/letter").text
    assert "Till emma@example.org, onsdag 18 november kl. 18.30. Skickat av Ada Ek." in page


def test_refused_the_step_is_late_again_on_the_case_and_on_the_board(mona, sent):
    assert standing(sent) == "done"
    refuse(mails()[0])
    assert standing(sent) == "late"
    assert [line.first.step.key for line in queries_board.open_lines(mona, NOW)] == ["letter"]
    assert [line.first.step.key for line in queries_board.open_lines(mona, NOW)] == ["letter"]


def test_the_page_has_the_servers_words_and_what_to_do(client, mona, sent):
    refuse(mails()[0])
    page = client.sign_in(mona).get(f"/welcome/{sent.id}/letter").text
    assert "550 5.1.1 No such user" in page
    assert f"/people/{sent.person_id}/edit" in page
    assert "Skriv ut brevet" in page


def test_an_officer_who_cannot_change_the_register_is_told_who_can(client, sent):
    ada = factories.account(Role.BOARD, name="Ada Ek")
    sent.responsible = ada
    refuse(mails()[0])
    page = client.sign_in(ada).get(f"/welcome/{sent.id}/letter").text
    assert "Medlemsansvarig kan rätta adressen." in page
    assert f"/people/{sent.person_id}/edit" not in page


def test_with_the_address_corrected_it_is_sent_once_more_and_done(client, mona, sent):
    refuse(mails()[0])
    sent.person.email = "ny@example.org"
    client.sign_in(mona)
    assert "ny@example.org. Skicka brevet en gång till." in client.get(f"/welcome/{sent.id}/letter").text
    for _twice in range(2):
        client.post(f"/welcome/{sent.id}/letter", data={"subject": "Hej", "body": "Hej"})
    assert (len(mails("ny@example.org")), standing(sent)) == (1, "done")


def test_printed_and_posted_it_is_done(client, mona, sent):
    refuse(mails()[0])
    client.sign_in(mona).post(f"/welcome/{sent.id}/letter/posted")
    assert standing(sent) == "done"


@pytest.mark.parametrize("instead", ["letter", "letter/posted", "step/letter/leave-out"])
def test_what_something_else_was_done_for_is_never_sent_again(client, mona, sent, instead):
    refuse(mails()[0], "452 Mailbox full")
    client.sign_in(mona).post(f"/welcome/{sent.id}/{instead}", data={"subject": "Hej", "body": "Hej", "words": "Nej"})
    assert standing(sent) in ("done", "skipped")
    client.post(f"/outbox/{mails()[0].id}/again")
    assert [mail.state for mail in mails()] == ["failed", "waiting"][: 1 + (instead == "letter")]


def test_what_came_back_to_the_chapters_mailbox_is_noted_by_hand(client, mona, sent):
    mails()[0].state = "sent"
    client.sign_in(mona).post(f"/welcome/{sent.id}/letter/welcome/came-back")
    assert standing(sent) == "late"
    assert "Kom inte fram" in client.get(f"/welcome/{sent.id}/letter").text


def test_a_letter_that_was_never_sent_cannot_come_back(client, mona):
    case = letters.case()
    assert client.sign_in(mona).post(f"/welcome/{case.id}/letter/welcome/came-back").status_code == 303
    assert standing(case) == "due"


def test_the_case_has_them_all_on_its_page(client, mona, sent):
    actions_letters.posted(sent, "write_instead", "Ada Ek", NOW)
    refuse(mails()[0])
    page = client.sign_in(mona).get(f"/welcome/{sent.id}").text
    panel = page[page.index('id="letters"') :]
    assert "kom inte fram" in panel
    assert "Postat på papper onsdag 18 november av Ada Ek." in panel


def test_in_a_closed_case_too_it_counts_as_never_sent_and_stops_no_other_letter(mona, sent):
    refuse(mails()[0])
    actions.close(sent, Closing.NO_CONTACT, mona, NOW + timedelta(days=80))
    letters.case(email="bo@example.org", days=-83)
    db.session.commit()
    with clock.frozen(NOW + timedelta(days=85)):
        jobs_letters.send_letters()
    assert ([step.key for step in sent.done], len(mails("bo@example.org"))) == ([], 1)
