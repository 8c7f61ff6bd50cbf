"""What people ask for on their own page: it has its month, some of it is done at once, and it can be taken back."""

from datetime import date

import pytest
from sqlalchemy import select

from chapter.access import Role
from chapter.db import db
from chapter.messages.models import Message
from chapter.people.models import HistoryEntry, Person
from chapter.rights.models import Answered, Request
from chapter.rights.rules import Kind, Result
from chapter.signup.models import Signup
from tests import factories
from tests.conftest import NOW, Client
from tests.rights.conftest import Somebody
from tests.signup.links import link


def requests() -> list[Request]:
    return list(db.session.scalars(select(Request).order_by(Request.id)))


def mails() -> list[tuple[str, str]]:
    """To whom, and what about."""
    return [(mail.to_email, mail.subject) for mail in db.session.scalars(select(Message).order_by(Message.id))]


def test_a_wish_gets_its_month_and_both_are_told(own: Client, emma: Somebody, coordinator: Client):
    own.post("/my/data/ask", data={"kind": "correct", "words": "Jag heter Dahlkvist med k"})

    (made,) = requests()
    assert (made.kind, made.received_on, made.due_on) == (Kind.CORRECT, date(2026, 11, 18), date(2026, 12, 18))
    assert made.person_id == emma.person.id
    assert mails() == [
        ("emma@example.org", "Vi har tagit emot det du bad om"),
        ("mia@example.org", "Någon har en begäran om sina uppgifter"),
    ]
    assert "Du får svar senast fredag 18 december" in own.get("/my/data").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"kind": "correct", "words": ""}, "Skriv vad det gäller."),
        ({"words": "Hej"}, "Välj vad det gäller."),
        ({"kind": "erase", "words": "Hej"}, 'id="kind-error"'),
        ({"kind": "see", "words": "x" * 4001}, "Skriv högst 4 000 tecken."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(own: Client, data: dict[str, str], words: str):
    answer = own.post("/my/data/ask", data=data)

    assert answer.status_code == 422
    assert words in answer.text
    assert data["words"] in answer.text
    assert requests() == []


def test_pressed_twice_it_is_one_with_the_newer_words(own: Client):
    for words in ("Först", "Sedan"):
        own.post("/my/data/ask", data={"kind": "see", "words": words})

    assert [made.words for made in requests()] == ["Sedan"]
    assert len(mails()) == 1, "nobody holds the office here, so that only Emma is told"


def test_who_answers_is_an_administrator_where_nobody_else_does(own: Client):
    factories.account(Role.ADMINISTRATOR, email="admin@example.org")

    own.post("/my/data/ask", data={"kind": "see", "words": "Allt"})

    assert [to for to, _subject in mails()] == ["emma@example.org", "admin@example.org"]


def test_it_can_be_taken_back_until_it_is_answered(own: Client):
    own.post("/my/data/erase")
    (made,) = requests()
    path = f"/my/data/requests/{made.id}/take-back"

    own.post(path)
    again = own.post(path)

    assert (made.result, again.status_code) == (Result.TAKEN_BACK, 303)
    assert [kept.result for kept in db.session.scalars(select(Answered))] == [Result.TAKEN_BACK]
    assert mails() == [], "what was written about it goes too"


def test_nobody_takes_back_what_is_somebody_elses(own: Client, app):
    own.post("/my/data/erase")
    other = app.test_client().sign_in(factories.account(name="Bo Ek"))

    assert other.post(f"/my/data/requests/{requests()[0].id}/take-back").status_code == 404
    assert requests()[0].is_open


def test_no_to_calls_holds_at_once(own: Client, emma: Somebody):
    own.post("/my/data/stop", data={"what": "calls"})

    person = db.session.get(Person, emma.person.id)
    assert (person.do_not_call_at, person.do_not_call_why) == (NOW, "Bad om det själv, på sin egen sida.")
    assert "Det har du redan sagt" in own.get("/my/data/stop").text


def test_a_yes_is_taken_back_at_once_and_somebody_sees_to_the_rest(own: Client, emma: Somebody):
    emma.person.consent_id, emma.person.consented_at = 1, NOW
    pending = Signup(
        link_id=link().id,
        account_id=emma.account.id,
        tasks=[],
        consent_id=1,
        consented_at=NOW,
        created_at=NOW,
        held_until=NOW,
    )
    db.session.add(pending)

    own.post("/my/data/stop", data={"what": "consent"})

    person = db.session.get(Person, emma.person.id)
    assert (person.consent_id, person.consented_at) == (None, None)
    assert [made.kind for made in requests()] == [Kind.WITHDRAW]
    assert "took_back" in db.session.scalars(select(HistoryEntry.kind)).all()
    assert db.session.scalars(select(Signup)).all() == []


def test_nothing_chosen_ends_nothing(own: Client):
    answer = own.post("/my/data/stop", data={})

    assert (answer.status_code, "Välj vad du vill avsluta." in answer.text) == (422, True)
    assert requests() == []


@pytest.mark.parametrize(("number", "says"), [("1234", True), (None, False)])
def test_what_follows_is_explained_by_whether_they_are_a_member(own: Client, emma: Somebody, number, says: bool):
    emma.person.member_number = number

    assert ("Du är kvar som medlem" in own.get("/my/data/stop").text) is says
    assert ("Du är medlem." in own.get("/my/data/erase").text) is says


def test_before_one_is_erased_one_sees_what_goes_and_what_stays(own: Client, emma: Somebody):
    emma.person.do_not_call_at = NOW

    page = own.get("/my/data/erase").text

    assert "Om du är medlem eller stöder oss</dt><dd>" in page
    assert "så att vi inte ringer dig av misstag" in page
    assert "Vad partiet har om dig på andra ställen" in page


def test_whoever_holds_an_office_hears_that_somebody_takes_over_first(client: Client):
    ulf = factories.person("Ulf")
    account = factories.account(Role.BOARD, name=ulf.name, person=ulf)

    assert "Någon annan måste ta över det först" in client.sign_in(account).get("/my/data/erase").text


def test_to_be_erased_is_asked_for_and_not_done_by_itself(own: Client, emma: Somebody):
    own.post("/my/data/erase")

    assert [made.kind for made in requests()] == [Kind.ERASE]
    assert db.session.get(Person, emma.person.id) is not None
    assert "Det görs senast fredag 18 december" in own.get("/my/data/erase").text
