"""An officer sends a letter to one new member, once, as it was shown."""

import pytest

from chapter.access import Role
from chapter.db import db
from chapter.groups.models import Group
from chapter.letters import actions as actions_letters
from chapter.settings.queries import chapter
from chapter.welcome import actions
from chapter.welcome.models import Welcomer
from chapter.welcome.rules import Closing
from tests import cast, factories
from tests.conftest import NOW
from tests.groups import made
from tests.groups.test_at_once import at_once
from tests.letters import mailed as letters
from tests.letters.mailed import EMAIL, mails


@pytest.fixture
def ada(app):
    return factories.account(Role.BOARD, name="Ada Ek", email="ada@example.org", mobile="+46701740620")


@pytest.fixture
def office(client, ada):
    return client.sign_in(ada)


def typed(**words):
    return {"subject": "Hej {first_name}", "body": "Välkommen!\n\n{signer}", **words}


def shown(page):
    """The letter itself on a page."""
    return page.text[page.text.index("<article") : page.text.index("</article>")]


def test_it_is_shown_as_they_will_get_it_in_their_language(office, ada):
    made.group()
    page = office.get(f"/welcome/{letters.case(ada, language='nb').id}/letter").text
    assert "Velkommen til Lokalföreningen Lövåsen, Emma!" in page
    assert "Leksekafeen" in page
    assert "Tirsdager kl. 15" in page


def test_who_has_said_no_language_gets_the_chapters(office, ada):
    chapter().language = "nb"
    assert "Hei Emma!" in office.get(f"/welcome/{letters.case(ada).id}/letter").text


def test_sent_it_is_in_the_outbox_from_the_responsible_and_the_step_is_done(office, ada):
    db.session.add(Welcomer(account_id=ada.id, title={"sv": "Ordförande"}))
    case = letters.case(ada)
    assert office.post(f"/welcome/{case.id}/letter", data=typed()).status_code == 303
    (mail,) = mails()
    assert (mail.subject, mail.from_name, mail.reply_to) == ("Hej Emma", "Ada Ek", "ada@example.org")
    assert (mail.source, letters.standing(case)) == (case.source, "done")


def test_who_signs_is_the_one_chosen_when_the_responsible_has_not_said_how(app, ada):
    mona = cast.play("member_coordinator")
    letters.routine(signer_id=mona.id)
    assert actions_letters.send(letters.case(ada), "welcome", "", NOW).from_name == mona.name


def test_who_may_no_longer_welcome_people_signs_nothing(app):
    gone, here = factories.account(name="Borta Ek"), chapter()
    here.contact_name, here.contact_email = "Malin Åkerlund", "malin@example.org"
    db.session.add(Welcomer(account_id=gone.id, title={"sv": "Ordförande"}))
    letters.routine(signer_id=gone.id)
    mail = actions_letters.send(letters.case(gone), "welcome", "", NOW)
    assert (mail.from_name, mail.reply_to) == ("Malin Åkerlund", "malin@example.org")


def test_pressed_twice_in_two_tabs_by_two_officers_at_once_one_mail_goes(app, ada):
    mona, case = cast.play("member_coordinator"), letters.case(ada)
    answers = at_once(app, [(account, f"/welcome/{case.id}/letter", typed()) for account in (ada, mona)] * 3)
    assert {answer.status_code for answer in answers} == {303}
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("subject", "body", "words"),
    [
        ("", "Hej", "subject-error"),
        ("Hej", "", "body-error"),
        ("Hej", "Hej {firstname}", "{first_name}?"),
        ("Hej {groups}", "Hej", "subject-error"),
        ("Hej", "[Du]({first_name})", "body-error"),
        ("x" * 201, "Hej", "subject-error"),
    ],
)
def test_what_cannot_go_out_is_said_beside_the_field_and_nothing_is_lost(office, ada, subject, body, words):
    case = letters.case(ada)
    page = office.post(f"/welcome/{case.id}/letter", data=typed(subject=subject, body=body))
    assert (page.status_code, words in page.text, mails()) == (422, True, [])
    assert subject in page.text
    assert body in page.text


def test_showing_it_keeps_nothing_and_sends_nothing(office, ada):
    case = letters.case(ada)
    page = office.post(f"/welcome/{case.id}/letter", data=typed(show="1", body="Bara för dig, {first_name}"))
    assert (page.status_code, "Bara för dig, Emma" in page.text, mails()) == (200, True, [])
    part = office.htmx(f"/welcome/{case.id}/letter", typed(show="1")).text
    assert part.startswith('<div id="shown"')


def test_a_name_that_would_be_a_link_is_only_a_name(office, ada):
    case = letters.case(ada, first_name="[Klicka](https://evil.example)")
    office.post(f"/welcome/{case.id}/letter", data=typed(body="Hej {first_name}"))
    (mail,) = mails()
    assert "[Klicka](https://evil.example)" in mail.html
    assert 'href="https://evil' not in mail.html


def test_that_somebody_will_ring_is_promised_to_those_alone_who_can_be_rung(office, ada):
    cases = [letters.case(ada, **facts) for facts in ({}, {"mobile": None}, {"do_not_call_at": NOW}, {})]
    actions.do(cases[-1], "call", "Ada", NOW)
    told = ["ringer dig inom en vecka" in shown(office.get(f"/welcome/{case.id}/letter")) for case in cases]
    assert told == [True, False, False, False]


def test_who_is_not_to_be_called_gets_letters_and_who_has_left_gets_none(office, ada):
    quiet, left = letters.case(ada, do_not_call_at=NOW), letters.case(ada, email="b@example.org")
    left.person.left_on = NOW.date()
    for case in (quiet, left):
        office.post(f"/welcome/{case.id}/letter", data=typed())
    assert (len(mails()), len(mails("b@example.org"))) == (1, 0)


def test_a_case_that_is_closed_sends_nothing(office, ada):
    case = letters.case(ada)
    actions.close(case, Closing.NOT_NOW, ada, NOW)
    assert office.post(f"/welcome/{case.id}/letter", data=typed()).status_code == 303
    assert mails() == []


def test_the_letter_of_somebody_elses_new_member_is_not_there(office):
    case = letters.case(cast.play("member_coordinator"))
    assert office.get(f"/welcome/{case.id}/letter").status_code == 404
    assert office.post(f"/welcome/{case.id}/letter", data=typed()).status_code == 404


@pytest.mark.parametrize("key", ["welcome_back", "finns-inte"])
def test_a_letter_that_belongs_to_no_case_is_not_there(office, ada, key):
    assert office.get(f"/welcome/{letters.case(ada).id}/letter/{key}").status_code == 404


def test_after_calls_that_nobody_answered_one_writes_once(office, ada):
    case = letters.case(ada)
    page = office.get(f"/welcome/{case.id}/letter/write_instead").text
    assert "Vi har försökt nå dig, Emma" in page
    for _twice in range(2):
        office.post(f"/welcome/{case.id}/letter/write_instead", data=typed())
    assert (len(mails()), letters.standing(case, "call")) == (1, "due")


def test_with_no_group_and_no_contact_the_letter_is_still_whole(office, ada):
    assert db.session.scalars(db.select(Group)).all() == []
    letter = shown(office.get(f"/welcome/{letters.case(ada).id}/letter"))
    assert "Hej Emma!" in letter
    assert "Jag heter" not in letter
    assert "Våra grupper" not in letter


def test_without_javascript_enter_in_the_subject_only_shows(office, ada):
    page = office.get(f"/welcome/{letters.case(ada).id}/letter").text
    form = page[page.index('id="letter"') :]
    assert form.index('name="show"') < form.index(f"{EMAIL}</button>")
