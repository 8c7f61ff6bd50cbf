"""Somebody sees the groups and asks to join one."""

import pytest

from chapter import clock
from chapter.db import db
from chapter.groups.models import GroupPlace
from chapter.groups.rules import Standing
from chapter.i18n import speaking
from chapter.people import history
from chapter.people.queries import history as history_of
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.groups import made


def ask(client, group, **data):
    """Press the button."""
    return client.post(f"/groups/{group.id}/ask", data=data)


def test_the_list_says_what_when_where_and_whom_to_turn_to(client, cafe, eva):
    page = client.sign_in(eva).get("/groups/?lang=sv").text

    for words in ("Läxcaféet", "<strong>läxor</strong>", "Tisdagar kl. 15", "Kim Kontakt"):
        assert words in page
    assert "Alla kan." not in page
    assert "kim@example.org" not in page


def test_closed_groups_are_not_offered(client, eva):
    made.group(closed_at=NOW)

    assert "Läxcaféet" not in client.sign_in(eva).get("/groups/").text


def test_one_press_is_enough_and_shares_the_name_alone(client, cafe, eva):
    response = ask(client.sign_in(eva), cafe)

    there = db.session.scalars(db.select(GroupPlace)).one()
    assert response.status_code == 303
    assert (there.standing, there.person_id, there.shares) == (Standing.ASKED, eva.person_id, [])


def test_pressed_twice_it_is_asked_once(client, cafe, eva):
    client.sign_in(eva)

    ask(client, cafe)
    ask(client, cafe)

    assert len(db.session.scalars(db.select(GroupPlace)).all()) == 1
    assert len(sent_to("kim@example.org")) == 1
    assert [e.kind for e in history_of(eva.person)].count("group_asked") == 1


def test_one_shares_what_one_ticks_and_no_more(client, cafe, eva):
    ask(client.sign_in(eva), cafe, shares=["email"], words="Gärna tisdagar")

    there = db.session.scalars(db.select(GroupPlace)).one()
    assert (there.shares, there.words) == (["email"], "Gärna tisdagar")


def test_one_can_not_share_what_is_not_offered(client, cafe, eva):
    assert ask(client.sign_in(eva), cafe, shares=["birth_year"]).status_code == 422
    assert db.session.scalars(db.select(GroupPlace)).all() == []


def test_a_line_about_health_is_warned_of_once_and_nothing_is_lost(client, cafe, eva):
    client.sign_in(eva)

    page = ask(client, cafe, shares=["email"], words="Jag har diabetes")

    assert page.status_code == 422
    assert 'value="Jag har diabetes"' in page.text
    assert 'value="email" checked' in page.text
    assert ask(client, cafe, words="Jag har diabetes", sure="y").status_code == 303


def test_too_long_a_line_is_refused_beside_the_field(client, cafe, eva):
    page = client.sign_in(eva).post(f"/groups/{cafe.id}/ask?lang=sv", data={"words": "x" * 301})

    assert page.status_code == 422
    assert "words-error" in page.text


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "vill vara med i Läxcaféet"), ("nb", "vil bli med i Leksekafeen")]
)
def test_every_contact_is_told_in_their_language_without_the_facts(client, eva, language, words):
    contacts = [made.contact(email=f"k{n}@example.org", language=language) for n in (1, 2)]
    ask(client.sign_in(eva), made.group(*contacts), shares=["mobile", "email"], words="Hej hopp")

    for mail in (sent_to(contact.email)[0] for contact in contacts):
        assert mail.subject == f"Eva Öst {words}"
        assert "eva@example.org" not in mail.text + mail.html
        assert "174" not in mail.text
        assert "Hej hopp" not in mail.text
        assert f"/people/{eva.person_id}" in mail.text


def test_without_a_contact_the_coordinator_is_told(client, eva, mona):
    ask(client.sign_in(eva), made.group())

    assert len(sent_to("mona@example.org")) == 1


def test_without_a_contact_the_page_says_so(client, eva):
    group = made.group()

    assert "svarar medlemsansvarig" in client.sign_in(eva).get(f"/groups/{group.id}/?lang=sv").text


def test_one_can_take_it_back(client, cafe, eva):
    ask(client.sign_in(eva), cafe)

    client.post(f"/groups/{cafe.id}/withdraw")

    assert made.standing(cafe, eva.person) is None
    assert [e.kind for e in history_of(eva.person)][:2] == ["group_withdrawn", "group_asked"]


def test_asking_again_at_once_sends_no_second_mail_but_later_does(client, cafe, eva):
    client.sign_in(eva)
    for hours in (0, 0.5, 3):
        with clock.frozen(NOW + made.HOUR * hours):
            ask(client, cafe)
            client.post(f"/groups/{cafe.id}/withdraw")

    assert len(sent_to("kim@example.org")) == 2


@pytest.mark.parametrize("standing", [Standing.MEMBER, Standing.REFERRED])
def test_a_member_can_leave_and_who_is_referred_can_say_no(client, cafe, eva, standing):
    made.place(cafe, eva.person, standing, shares=["email"], words="Hej", note="På telefon")

    client.sign_in(eva).post(f"/groups/{cafe.id}/withdraw")

    there = db.session.scalars(db.select(GroupPlace)).one()
    assert (there.standing, there.shares, there.words, there.note) == (Standing.LEFT, [], "", "")


def test_one_can_change_what_is_shared_but_not_what_the_coordinator_agreed_on(client, cafe, eva):
    made.place(cafe, eva.person, Standing.MEMBER, shares=["mobile", "town"])

    client.sign_in(eva).post(f"/groups/{cafe.id}/share", data={"shares": ["email"]})

    assert db.session.scalars(db.select(GroupPlace)).one().shares == ["email", "town"]


def test_who_is_nowhere_has_nothing_to_take_back_or_share(client, cafe, eva):
    client.sign_in(eva)

    assert client.post(f"/groups/{cafe.id}/withdraw").status_code == 404
    assert client.post(f"/groups/{cafe.id}/share").status_code == 404


def test_an_account_without_a_person_is_told_what_to_do(client, cafe):
    client.sign_in(factories.account())

    assert "Logga ut och in igen" in client.get(f"/groups/{cafe.id}/?lang=sv").text
    ask(client, cafe)
    assert db.session.scalars(db.select(GroupPlace)).all() == []


def test_who_has_left_the_chapter_is_told_whom_to_ask(client, cafe, eva):
    eva.person.left_on = NOW.date()

    assert "Du har gått ur föreningen" in client.sign_in(eva).get(f"/groups/{cafe.id}/?lang=sv").text
    ask(client, cafe)
    assert made.standing(cafe, eva.person) is None


def test_nobody_can_ask_to_join_a_closed_group(client, eva):
    group = made.group(closed_at=NOW)

    assert 'id="ask"' not in client.sign_in(eva).get(f"/groups/{group.id}/").text
    ask(client, group)
    assert made.standing(group, eva.person) is None


def test_the_history_names_the_group_in_the_readers_language(client, cafe, eva):
    ask(client.sign_in(eva), cafe, shares=["email"])

    entry = history_of(eva.person)[0]
    for language, name in (("sv", "Läxcaféet"), ("nb", "Leksekafeen")):
        with speaking(language):
            assert name in history.sentence(entry)


def test_a_number_that_is_not_to_be_called_is_not_offered(client, cafe, eva):
    eva.person.do_not_call_at = NOW

    page = client.sign_in(eva).get(f"/groups/{cafe.id}/").text

    assert 'value="email"' in page
    assert 'value="mobile"' not in page
