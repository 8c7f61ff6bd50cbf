"""A new member is passed on to a group, or to another way in."""

import pytest

from chapter import clock
from chapter.db import db
from chapter.groups.rules import Standing
from chapter.welcome import actions, queries
from chapter.welcome.models import Routine, WelcomeCase
from chapter.welcome.rules import DEFAULT, State, kept
from tests import cast, factories
from tests.accounts.mails import sent_to
from tests.groups import made


@pytest.fixture
def mona(app):
    return cast.play("member_coordinator")


@pytest.fixture
def kim(app):
    return made.contact(email="kim@example.org", mobile="+46701740650")


@pytest.fixture
def case(mona) -> WelcomeCase:
    person = factories.person("Nora", "Ny", email="nora@example.org", language="nb", interests="Odling")
    return actions.open_case(person, clock.now(), mona)


def refer(client, case, group, **data):
    """Fill in the form and press the button."""
    given = {"group_id": group.id, "shares": ["email"], "said_yes": "y", "note": "På telefon"}
    return client.post(f"/welcome/{case.id}/refer", data={**given, **data})


def state(case, key="referral") -> State:
    """Where a step of the case stands."""
    db.session.expire_all()
    return queries.standing(case, clock.now()).point(key).state


def test_both_sides_are_told_and_the_step_is_done(client, mona, kim, case):
    group = made.group(kim)
    assert refer(client.sign_in(mona), case, group).status_code == 303
    assert (made.standing(group, case.person), state(case)) == (Standing.REFERRED, State.DONE)
    assert "nora@example.org" in sent_to("kim@example.org")[0].text
    (to_nora,) = sent_to("nora@example.org")
    assert ("kim@example.org" in to_nora.text, to_nora.language, to_nora.source) == (True, "nb", case.source)


def test_pressed_twice_it_is_done_once(client, mona, kim, case):
    group = made.group(kim)
    for _press in range(2):
        refer(client.sign_in(mona), case, group)
    assert len(sent_to("nora@example.org")) == 1
    assert len(queries.case_for(mona, case.id).referrals) == 1


def test_nobody_is_passed_on_without_a_yes_and_nothing_is_lost(client, mona, kim, case):
    page = refer(client.sign_in(mona), case, made.group(kim), said_yes="")
    assert (page.status_code, "said_yes-error" in page.text, "På telefon" in page.text) == (422, True, True)
    assert sent_to("kim@example.org") == []


@pytest.mark.parametrize("group_id", ["", "999", "x"])
def test_a_group_must_be_chosen(client, mona, kim, case, group_id):
    page = refer(client.sign_in(mona), case, made.group(kim), group_id=group_id)
    assert (page.status_code, "group_id-error" in page.text) == (422, True)


def test_who_is_in_the_group_already_is_said_so(client, mona, kim, case):
    group = made.group(kim)
    made.place(group, case.person, Standing.MEMBER, by="Kim Kontakt")
    page = refer(client.sign_in(mona), case, group)
    assert (page.status_code, "group_id-error" in page.text) == (422, True)


def test_no_group_fits_and_another_way_is_mailed_with_its_link(client, mona, case):
    link = {"text": {"sv": "Klimatkören", "nb": "Klimakoret"}, "url": "https://example.org/kor"}
    db.session.add(Routine(id=1, steps=kept(DEFAULT), links=[link], version=1))
    data = {"ways": ["0"], "words": "Ringer i januari", "is_told": "y"}
    assert client.sign_in(mona).post(f"/welcome/{case.id}/another-way", data=data).status_code == 303
    (mail,) = sent_to("nora@example.org")
    assert ("Klimakoret: https://example.org/kor" in mail.text, state(case)) == (True, State.DONE)


def test_another_way_may_be_noted_without_a_mail(client, mona, case):
    client.sign_in(mona).post(f"/welcome/{case.id}/another-way", data={"words": "Tar en fika först"})
    assert (sent_to("nora@example.org"), state(case)) == ([], State.DONE)


def test_another_way_needs_a_word(client, mona, case):
    page = client.sign_in(mona).post(f"/welcome/{case.id}/another-way", data={"words": " "})
    assert (page.status_code, "words-error" in page.text) == (422, True)


def test_who_welcomes_refers_their_own_and_nobody_elses(client, mona, kim, case):
    board, group = cast.play("board"), made.group(kim)
    assert refer(client.sign_in(board), case, group).status_code == 404
    actions.hand_over(case, board)
    assert refer(client, case, group).status_code == 303


def test_without_an_address_somebody_must_tell_them(client, mona, kim, case):
    case.person.email = None
    refer(client.sign_in(mona), case, made.group(kim), shares=[])
    page = client.get(f"/welcome/{case.id}?lang=sv").text
    assert 'class="flash warning"' in page


def test_a_closed_case_refers_nobody(client, mona, kim, case):
    group = made.group(kim)
    case.closed_on = clock.now().date()
    page = refer(client.sign_in(mona), case, group)
    assert (page.status_code, made.standing(group, case.person)) == (422, None)
