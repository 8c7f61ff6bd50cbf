"""Who has left gets a thank you, and that they are welcome back: once."""

import pytest

from tests import cast, factories
from tests.conftest import NOW
from tests.letters.mailed import EMAIL, mails, refuse

WORDS = {"subject": "Tack {first_name}", "body": "Välkommen tillbaka, {first_name}."}


@pytest.fixture
def office(client):
    return client.sign_in(cast.play("member_coordinator"))


@pytest.fixture
def left(app):
    return factories.person(email=EMAIL, left_on=NOW.date())


def test_it_is_shown_and_sent_as_it_was_shown(office, left):
    assert "Tack för tiden med oss, Emma" in office.get(f"/welcome/back/{left.id}").text
    assert "Välkommen tillbaka, Emma." in office.post(f"/welcome/back/{left.id}", data={**WORDS, "show": "1"}).text
    assert mails() == []
    assert office.post(f"/welcome/back/{left.id}", data=WORDS).status_code == 303
    assert [(mail.subject, mail.source) for mail in mails()] == [("Tack Emma", f"person:{left.id}")]


def test_pressed_twice_it_goes_once_and_the_page_says_so(office, left):
    for _twice in range(2):
        office.post(f"/welcome/back/{left.id}", data=WORDS)
    assert len(mails()) == 1
    assert "Det skickas inte två gånger." in office.get(f"/welcome/back/{left.id}").text


def test_what_failed_and_was_written_anew_is_never_sent_again(office, left):
    office.post(f"/welcome/back/{left.id}", data=WORDS)
    refuse(mails()[0])
    office.post(f"/welcome/back/{left.id}", data=WORDS)
    office.post(f"/outbox/{mails()[0].id}/again")
    assert [mail.state for mail in mails()] == ["failed", "waiting"]


def test_who_came_back_and_leaves_again_may_have_another(office, left):
    office.post(f"/welcome/back/{left.id}", data=WORDS)
    left.left_on = NOW.date().replace(year=2027)
    office.post(f"/welcome/back/{left.id}", data=WORDS)
    assert len(mails()) == 2


def test_what_cannot_go_out_is_said_beside_the_field(office, left):
    page = office.post(f"/welcome/back/{left.id}", data={**WORDS, "body": "{hej}"})
    assert (page.status_code, 'id="body-error"' in page.text, mails()) == (422, True, [])


def test_without_an_address_it_is_printed(office, left):
    left.email = None
    office.post(f"/welcome/back/{left.id}", data=WORDS)
    assert "Skriv ut brevet" in office.get(f"/welcome/back/{left.id}").text
    assert "Välkommen tillbaka, Emma." in office.post(f"/welcome/back/{left.id}/print", data=WORDS).text
    assert office.post(f"/welcome/back/{left.id}/print", data={**WORDS, "body": ""}).status_code == 422
    assert "Hej Emma!" in office.get(f"/welcome/back/{left.id}/print").text


def test_there_is_none_for_those_who_are_still_with_us(office):
    assert office.get(f"/welcome/back/{factories.person(email=EMAIL).id}").status_code == 404
