"""The coordinator refers somebody of the register to a group, who has said yes to it."""

import pytest

from chapter.db import db
from chapter.groups.models import GroupPlace
from chapter.groups.rules import Standing
from chapter.people.queries import history
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.groups import made


@pytest.fixture
def nils(app):
    """Somebody in the register."""
    return factories.person("Nils", "Ny", email="nils@example.org", interests="Odling")


def refer(client, person, group, **data):
    """Fill in the form and press the button."""
    given = {"group_id": group.id, "to": "referred", "said_yes": "y", "shares": ["email"], "note": "På telefon"}
    return client.post(f"/groups/refer/{person.id}", data={**given, **data})


def test_somebody_is_referred_with_what_they_agreed_to(client, mona, cafe, nils):
    answer = refer(client.sign_in(mona), nils, cafe)

    there = db.session.scalars(db.select(GroupPlace)).one()
    assert answer.location == f"/groups/{cafe.id}/people"
    assert (there.standing, there.shares, there.note, there.by) == (
        Standing.REFERRED,
        ["email"],
        "På telefon",
        "Mona Medlem",
    )


def test_somebody_is_put_into_the_group(client, mona, cafe, nils):
    refer(client.sign_in(mona), nils, cafe, to="member")

    assert made.standing(cafe, nils) is Standing.MEMBER
    assert history(nils)[0].kind == "group_added"


def test_nobody_is_referred_without_having_said_yes(client, mona, cafe, nils):
    page = refer(client.sign_in(mona), nils, cafe, said_yes="")

    assert page.status_code == 422
    assert "said_yes-error" in page.text
    assert "På telefon" in page.text
    assert made.standing(cafe, nils) is None


@pytest.mark.parametrize("given", [{"group_id": 0}, {"group_id": 999}, {"group_id": "x"}, {"to": "left"}, {"to": ""}])
def test_what_is_not_offered_can_not_be_chosen(client, mona, cafe, nils, given):
    assert refer(client.sign_in(mona), nils, cafe, **given).status_code == 422
    assert made.standing(cafe, nils) is None


def test_a_note_about_health_is_warned_of(client, mona, cafe, nils):
    page = refer(client.sign_in(mona), nils, cafe, note="Sjukskriven, men vill")

    assert page.status_code == 422
    assert refer(client, nils, cafe, note="Sjukskriven, men vill", sure="y").status_code == 303


@pytest.mark.parametrize(("language", "words"), [("sv", "har hänvisats till Läxcaféet"), ("nb", "er henvist til")])
def test_the_contact_is_told(client, mona, nils, language, words):
    contact = made.contact(language=language)

    refer(client.sign_in(mona), nils, made.group(contact))

    mail = sent_to(contact.email)[0]
    assert words in mail.subject
    assert "nils@example.org" in mail.text


def test_pressed_twice_it_is_done_once(client, mona, cafe, nils):
    client.sign_in(mona)

    answers = [refer(client, nils, cafe).status_code for _time in range(2)]

    assert answers == [303, 303]
    assert len(sent_to("kim@example.org")) == 1


def test_who_is_in_the_group_is_not_referred_to_it(client, mona, cafe, nils):
    made.place(cafe, nils, Standing.MEMBER)

    assert refer(client.sign_in(mona), nils, cafe).status_code == 422


def test_the_group_may_close_meanwhile(client, mona, cafe, nils):
    cafe.closed_at = NOW

    assert refer(client.sign_in(mona), nils, cafe).status_code == 422


def test_who_has_left_the_chapter_is_not_referred(client, mona, cafe, nils):
    nils.left_on = NOW.date()

    assert refer(client.sign_in(mona), nils, cafe).status_code == 422


def test_the_form_shows_what_is_known_and_where_they_stand(client, mona, cafe, nils):
    made.place(made.group(name={"sv": "Kören", "nb": ""}), nils, Standing.MEMBER)

    page = client.sign_in(mona).get(f"/groups/refer/{nils.id}?group={cafe.id}&lang=sv").text

    assert "Odling" in page
    assert "Kören: Med i gruppen" in page
    assert f'selected value="{cafe.id}"' in page


def test_the_register_is_searched_as_one_types(client, mona, cafe, nils):
    made.place(cafe, factories.person("Nilla", "Ny"), Standing.MEMBER)

    found = client.sign_in(mona).htmx(f"/groups/{cafe.id}/add?q=ni ny&lang=sv").text

    assert f"/groups/refer/{nils.id}?group={cafe.id}" in found
    assert "Med i gruppen" in found
    assert "<html" not in found


def test_nothing_is_shown_before_something_is_typed(client, mona, cafe, nils):
    assert "Nils" not in client.sign_in(mona).get(f"/groups/{cafe.id}/add").text


def test_somebody_who_is_not_in_the_register_can_not_be_referred(client, mona, cafe):
    assert client.sign_in(mona).get("/groups/refer/4711").status_code == 404
