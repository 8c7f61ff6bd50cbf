"""My page of those who welcome new members: whom to turn to first."""

import pytest

from benchmarks.queries import counted
from chapter.access import Role
from tests import cast, factories
from tests.welcome.cases import case


@pytest.fixture
def mona(client):
    """The coordinator, who is signed in."""
    account = cast.play("member_coordinator")
    client.sign_in(account)
    return account


def test_the_five_most_urgent_stand_there_with_what_to_do(client, mona):
    for days in (3, 9, 4, 8, 5, 7):
        case(mona, days, first_name=f"Dag{days}")

    page = client.get("/my").text
    shown = [name for name in ("Dag9", "Dag8", "Dag7", "Dag5", "Dag4", "Dag3") if f"{name} Dahlqvist" in page]
    assert shown == ["Dag9", "Dag8", "Dag7", "Dag5", "Dag4"]
    assert "Brevet är 6 dagar försenat." in page
    assert "Se alla 6 som välkomnas" in page


def test_where_nothing_is_to_be_done_it_says_so(client, mona):
    case(mona, 20, "letter call referral")

    assert "Inget behöver göras just nu." in client.get("/my").text


def test_who_welcomes_nobody_is_not_troubled_with_it(client, mona):
    assert "Nya medlemmar att välkomna" not in client.get("/my").text


def test_an_officer_of_the_board_sees_their_own(client, mona):
    bo = cast.play("board")
    case(bo, 9, first_name="Bara"), case(mona, 9, first_name="Annan")

    page = client.sign_in(bo).get("/my").text
    assert "Bara Dahlqvist" in page
    assert "Annan Dahlqvist" not in page


def test_it_has_room_among_the_twelve_queries_also_for_who_has_every_role(client, app):
    everything = factories.account(*Role)
    case(everything, 9, "letter")
    client.sign_in(everything)

    with counted() as said:
        client.get("/my")
    assert len(said) <= 12
