"""Who has no e-mail address gets the letter on paper."""

import pytest

from chapter.access import Role
from chapter.db import db
from chapter.welcome.models import CaseStep
from tests import factories
from tests.letters import mailed as letters
from tests.letters.mailed import mails, standing


@pytest.fixture
def ada(app):
    return factories.account(Role.BOARD, name="Ada Ek")


@pytest.fixture
def office(client, ada):
    return client.sign_in(ada)


def test_there_is_no_button_to_mail_it_and_one_to_print_it(office, ada):
    page = office.get(f"/welcome/{letters.case(ada, email=None).id}/letter").text
    assert "så det här brevet går på papper" in page
    assert "Skicka till" not in page
    assert '<button class="big primary" formaction="/welcome/1/letter/print">' in page


def test_on_paper_it_has_the_day_the_place_for_the_window_and_the_letter(office, ada):
    case = letters.case(ada, email=None, postcode="123 45", town="Kvarnbyn", language="nb")
    page = office.get(f"/welcome/{case.id}/letter/print").text
    paper = page[page.index("<article") :]
    assert "onsdag 18. november 2026" in paper
    assert "123 45 Kvarnbyn" in paper
    assert "Hei Emma!" in paper


def test_without_a_place_there_is_none(office, ada):
    page = office.get(f"/welcome/{letters.case(ada, email=None, town=None).id}/letter/print").text
    assert 'class="street"' not in page


def test_the_words_that_were_typed_are_printed_and_wrong_ones_are_not(office, ada):
    path = f"/welcome/{letters.case(ada, email=None).id}/letter/print"
    assert "Kom, Emma!" in office.post(path, data={"subject": "Hej", "body": "Kom, {first_name}!"}).text
    page = office.post(path, data={"subject": "Hej", "body": "Kom, {förnamn}!"})
    assert (page.status_code, "{first_name}?" in page.text) == (422, True)


def test_posted_twice_it_is_done_once(office, ada):
    case = letters.case(ada, email=None)
    for _twice in range(2):
        assert office.post(f"/welcome/{case.id}/letter/posted").status_code == 303
    (step,) = db.session.scalars(db.select(CaseStep)).all()
    assert (step.how, step.by, standing(case), mails()) == ("print", "Ada Ek", "done", [])


def test_sending_without_an_address_says_what_to_do_instead(office, ada):
    case = letters.case(ada, email=None)
    office.post(f"/welcome/{case.id}/letter", data={"subject": "Hej", "body": "Hej"})
    assert "Skriv ut brevet i stället." in office.get(f"/welcome/{case.id}/letter").text
    assert standing(case) == "due"
