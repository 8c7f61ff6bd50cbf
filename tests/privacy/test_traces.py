"""What tells of an erased person without pointing at them: mails, rows of files, marks of who isn't to be called."""

import re
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from chapter.accounts import actions as accounts
from chapter.accounts.models import Account
from chapter.db import db
from chapter.groups import actions_places
from chapter.groups.rules import Standing
from chapter.imports.models import ImportRow
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.people import actions as people
from chapter.people import marks
from chapter.people.models import DoNotContact, Person
from chapter.privacy import actions
from tests import factories
from tests.conftest import NOW
from tests.courses import made as courses
from tests.editing import made as pages
from tests.groups import made
from tests.imports import runs
from tests.leading import reports

pytestmark = pytest.mark.usefixtures("app")
REACH = {"email": "emma@example.org", "mobile": "+46701740605", "member_number": "123"}


def leaver(**facts: Any) -> Person:
    """Somebody who has left."""
    return factories.person("Emma", "Dahlqvist", **{**REACH, "left_on": date(2026, 1, 2), **facts})


def erase(person: Person) -> None:
    """Erase them, as the coordinator does."""
    actions.erase(person, "Mia Lund", NOW)
    db.session.commit()


def mail(text: str = "Hej!", state: State = State.SENT, **facts: Any) -> Message:
    """A mail to somebody."""
    given = {"to_name": "Bo", "to_email": "bo@example.org", "language": "sv", "subject": "Hej", "html": f"<p>{text}"}
    message = Message(**{**given, "text": text, "state": state, "written_at": NOW, "try_at": NOW, **facts})
    db.session.add(message)
    db.session.flush()
    return message


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("facts", [{"to_email": "Emma@example.org"}, {"source": "person:1"}, {"source": "case:7"}])
def test_mails_to_them_and_about_their_case_are_gone(state: State, facts: dict[str, str]):
    emma = leaver()
    people.remember(emma, "welcome_opened", NOW, source="case:7", by="")
    mail(state=state, **facts)

    erase(emma)

    assert db.session.scalars(select(Message)).all() == []


def test_mails_about_them_and_a_group_are_gone():
    emma = leaver(left_on=None)
    group = made.group(made.contact(email="kim@example.org"))
    actions_places.refer(group, emma, Standing.REFERRED, [], "Ja", made.coordinator(), NOW)
    db.session.execute(update(Message).values(state=State.SENT))
    emma.left_on = date(2026, 1, 2)

    erase(emma)

    assert db.session.scalars(select(Message)).all() == []


ABOUT = ["emma@example.org", "070-174 06 05", "+46701740605", "https://example.org/groups/1/people/1\n"]


@pytest.mark.parametrize("text", [*ABOUT, "Emma Dahlqvist vill vara med"])
def test_a_sent_mail_about_them_keeps_no_words(text: str):
    emma, message = leaver(), mail(f"Hej Bo! {text}", subject=text)

    erase(emma)

    assert (message.text, message.html, message.subject) == ("", "", "[raderad]")


@pytest.mark.parametrize("text", ABOUT)
def test_a_mail_that_would_tell_how_to_reach_them_is_not_sent(text: str):
    emma, _message = leaver(), mail(f"Hej Bo! {text}", State.WAITING)

    erase(emma)

    assert db.session.scalars(select(Message)).all() == []


@pytest.mark.parametrize("state", [State.SENT, State.WAITING])
@pytest.mark.parametrize("text", ["Hej", "https://example.org/people/12", "jemma@example.org", "Emmanuel"])
def test_other_mails_stay_as_they_are(state: State, text: str):
    emma, message = leaver(), mail(text, state)

    erase(emma)

    assert message.text == text


def test_a_name_alone_keeps_no_mail_from_being_sent():
    emma, message = leaver(), mail("Hälsningar, Emma Dahlqvist", State.WAITING)

    erase(emma)

    assert message.text == "Hälsningar, Emma Dahlqvist"


HEADINGS = ("Medlemsnummer", "Förnamn", "Efternamn", "E-post", "Mobil", "Född")


def test_rows_of_files_about_them_are_gone_and_others_stay():
    emma = leaver(left_on=None, birth_year=1990)
    rows = [("123", "Emma", "Dahlqvist", "", "", "okänt"), ("9", "Nils", "Falk", "fel", "", "")]
    runs.compared(HEADINGS, *rows, ("", "Emma", "Dahlqvist", "", "0701740605", "1990"))
    emma.left_on = date(2026, 1, 2)

    erase(emma)

    assert [row.said.get("first_name") for row in db.session.scalars(select(ImportRow))] == ["Nils"]


def test_what_an_import_notes_of_them_is_gone():
    emma = leaver()
    run = runs.applied(HEADINGS, ("9", "Nils", "Falk", "", "", ""))
    run.figures = {**run.figures, "were_missing": {str(emma.id): NOW.isoformat(), "77": NOW.isoformat()}}

    erase(emma)

    assert [*run.figures["were_missing"]] == ["77"]


KNOWN = [
    ("do-not-contact:member", "123"),
    ("do-not-contact:mail", REACH["email"]),
    ("do-not-contact:phone", REACH["mobile"]),
]
"""What the marks are made of; with no secret, anybody who guesses could find out whose they are."""


def asked(**facts: Any) -> None:
    """Somebody who had asked not to be called is erased."""
    erase(leaver(do_not_call_at=NOW, do_not_call_why="bad om det", **facts))


def test_who_asked_not_to_be_called_leaves_marks_that_say_nothing():
    asked()

    found = db.session.scalars(select(DoNotContact.mark)).all()
    assert len(found) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", mark) for mark in found)
    assert not {sha256(f"{kind}:{value}".encode()).hexdigest() for kind, value in KNOWN} & {*found}


def test_others_leave_none():
    erase(leaver())

    assert db.session.scalars(select(DoNotContact)).all() == []


@pytest.mark.parametrize(
    ("row", "is_asked"),
    [
        (("123", "Emma", "Dahlqvist", "", "", ""), True),
        (("", "Emma", "D", "EMMA@example.org", "", ""), True),
        (("", "Emma", "D", "", "070-174 06 05", ""), True),
        (("9", "Emma", "Dahlqvist", "e@example.org", "070-174 06 06", ""), False),
    ],
)
def test_who_comes_back_with_a_file_is_not_to_be_called(row: tuple[str, ...], is_asked: bool):
    asked()

    run = runs.applied(HEADINGS, row)

    emma = db.session.scalars(select(Person)).one()
    assert (emma.do_not_call_at is not None) == is_asked
    assert (emma.do_not_call_why is not None) == is_asked
    runs.undone(run)
    assert db.session.scalars(select(Person)).all() == []


def test_who_is_added_by_hand_is_not_to_be_called_until_the_coordinator_lifts_it():
    asked()

    emma = people.add("Emma", "D", NOW, email="emma@example.org")
    assert emma.do_not_call_why == "Ville inte bli uppringd. Raderades sedan ur registret."
    people.lift_do_not_call(emma, "Sade det själv", NOW, factories.account())

    assert not marks.marked([{"email": "emma@example.org"}])[0]


def test_who_signs_up_by_themselves_may_be_called(app: Flask):
    asked()
    account = accounts.account_for("emma@example.org", "Emma D", "+46701740605", "sv", NOW)

    with app.test_request_context():
        accounts.arrive(account, NOW)

    assert account.person is not None
    assert account.person.do_not_call_at is None
    assert not marks.marked([{"email": REACH["email"]}])[0]


def test_a_number_that_somebody_gives_lifts_nothing_as_nobody_has_proven_it(app: Flask):
    asked()
    account = accounts.account_for("stranger@example.org", "Emma D", REACH["mobile"], "sv", NOW)

    with app.test_request_context():
        accounts.arrive(account, NOW)

    assert marks.marked([{"phone2": REACH["mobile"]}])[0]


def test_who_has_rung_others_looks_after_nothing_any_more():
    emma = leaver()
    account = factories.account(name="Emma Dahlqvist", person_id=emma.id)
    rung = factories.person("Nora", "Falk")
    reports.reported(factories.assignment(rung, callers=(account,)), rung, account)
    page, course = pages.page(owner_id=account.id), courses.course(leader_id=account.id)

    erase(emma)

    assert db.session.get_one(Account, account.id).name == "[raderad]"
    assert (page.owner_id, course.leader_id) == (None, None)
