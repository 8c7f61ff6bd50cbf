"""Passkeys: added, used instead of a link, used as the second step, removed."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.factors import queries
from chapter.settings.queries import chapter
from tests import factories
from tests.conftest import NOW
from tests.factors.authenticator import PRESENT, Authenticator
from tests.factors.doing import (
    OWN,
    add_app,
    add_passkey,
    codes_on,
    give_passkey,
    is_in,
    subjects,
    use_link,
    use_passkey,
)


@pytest.fixture
def has_one(client, bo, device):
    """Bo's browser, after Bo has added a passkey."""
    give_passkey(bo, device)
    return client.sign_in(bo)


def kept(account):
    db.session.expire_all()
    return queries.passkeys_of(account)


def test_the_first_one_brings_ten_recovery_codes_that_are_shown_once(client, bo, device):
    page = add_passkey(client.sign_in(bo), device)

    assert len(set(codes_on(page))) == 10
    assert codes_on(client.get(OWN)) == []


def test_it_is_listed_with_the_name_that_one_gave_it(has_one, bo):
    assert "Min mobil" in has_one.get(OWN).text
    assert [(key.name, key.transports, key.last_used_at) for key in kept(bo)] == [("Min mobil", ["internal"], None)]


def test_one_signs_in_with_it_alone(has_one, other, bo, device):
    answer = use_passkey(other, device)

    assert answer.location == "/my"
    assert is_in(other)
    assert kept(bo)[0].last_used_at == NOW


def test_one_goes_on_to_where_one_was_going_and_nowhere_else(has_one, other, device):
    assert use_passkey(other, device, next="/resources").location == "/resources"
    assert use_passkey(other, device, next="//evil.example.org").location == "/my"


def test_it_is_the_second_step_after_a_link(has_one, other, bo, device):
    assert use_link(other, bo).location == "/sign-in/second"
    assert not is_in(other)

    assert use_passkey(other, device, "second").location == "/my"
    assert is_in(other)


def test_the_browser_is_told_which_of_them_to_use(has_one, other, bo, device):
    use_link(other, bo)
    asked = other.post("/sign-in/second/options").json

    assert [key["id"] for key in asked["allowCredentials"]] == [kept(bo)[0].credential_id]
    assert other.post("/sign-in/passkey/options").json["allowCredentials"] == []


def test_one_may_have_several_and_a_browser_makes_no_second(has_one, bo):
    asked = has_one.post(f"{OWN}/passkeys/options").json
    second = Authenticator()
    answer = add_passkey(has_one, second, "Datorn")

    assert [key["id"] for key in asked["excludeCredentials"]] == [kept(bo)[0].credential_id]
    assert answer.location == OWN
    assert second.handle == kept(bo)[0].handle


def test_several_people_may_use_one_device(has_one, other, bo):
    ida, hers = factories.account(name="Ida Lind"), Authenticator()
    add_passkey(other.sign_in(ida), hers)
    other.post("/sign-out")
    use_passkey(other, hers)

    assert ida.email in other.get("/my/account").text


def test_the_account_is_told_by_mail(has_one, bo):
    assert subjects(bo) == ["Ditt konto har fått en lösennyckel"]


def test_other_devices_sign_in_anew_when_the_first_is_added(client, other, bo, device):
    other.sign_in(bo)
    add_passkey(client.sign_in(bo), device)

    assert not is_in(other)
    assert is_in(client)


def test_it_is_removed_on_a_page_that_asks(has_one, other, bo, device):
    path = f"{OWN}/passkeys/{kept(bo)[0].id}/remove"
    assert "Min mobil" in has_one.get(path).text
    has_one.post(path)

    assert kept(bo) == []
    assert use_passkey(other, device).status_code == 422
    assert use_link(other, bo).location == "/my"


def test_the_recovery_codes_go_with_the_last(has_one, bo):
    has_one.post(f"{OWN}/passkeys/{kept(bo)[0].id}/remove")
    db.session.refresh(bo)

    assert not bo.has_factor
    assert queries.codes_left(bo) == 0


def test_nobody_removes_another_s(has_one, other, bo):
    other.sign_in(factories.account())

    assert other.post(f"{OWN}/passkeys/{kept(bo)[0].id}/remove").status_code == 404
    assert len(kept(bo)) == 1


def test_the_only_one_stays_where_the_role_needs_it(client, bo, device):
    chapter().needs_factor = True
    coordinator = factories.account(Role.MEMBER_COORDINATOR)
    add_passkey(client.sign_in(coordinator), device)
    path = f"{OWN}/passkeys/{kept(coordinator)[0].id}/remove"
    assert client.post(path).status_code == 422
    assert len(kept(coordinator)) == 1

    add_app(client)
    assert client.post(path).status_code == 303


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_it_needs_a_name(client, bo, device, name):
    answer = add_passkey(client.sign_in(bo), device, name)

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert kept(bo) == []


def test_there_is_room_for_twenty(client, bo):
    client.sign_in(bo)
    for _number in range(20):
        factories._kept(_row(bo))
    answer = add_passkey(client)

    assert answer.status_code == 422
    assert len(kept(bo)) == 20


def _row(account):
    from chapter.factors.models import Passkey

    device = Authenticator()
    facts = {"handle": "aa", "key": "aa", "counter": 0, "transports": [], "name": "x", "added_at": NOW}
    return Passkey(account_id=account.id, credential_id=device.id.hex(), **facts)


def test_who_shows_no_finger_face_or_pin_is_not_let_in(has_one, other, device):
    device.flags = PRESENT

    assert use_passkey(other, device).status_code == 422
    assert not is_in(other)


def test_changing_anything_asks_who_one_is_after_a_while(has_one, bo, device):
    with clock.frozen(NOW + timedelta(minutes=16)):
        assert has_one.post(f"{OWN}/codes").location == f"/sign-in/second?next={OWN}"
        assert use_passkey(has_one, device, "second").location == OWN
        assert has_one.post(f"{OWN}/codes").status_code == 200


def test_who_has_no_second_step_yet_is_mailed_a_link_to_show_it(client, bo):
    client.sign_in(bo)
    with clock.frozen(NOW + timedelta(minutes=16)):
        assert client.post(f"{OWN}/passkeys/options").status_code == 303
        client.post("/sign-in", data={"email": bo.email, "way": "link", "next": OWN})
        assert "bo@example.org" in client.get("/sign-in/sent").text
        client.post(_link(bo))
        assert add_passkey(client).status_code == 200


def _link(account):
    from tests.accounts.mails import link_to

    return link_to(account.email)


def test_at_an_address_of_numbers_the_page_says_what_to_do(client, bo, app, monkeypatch):
    client.sign_in(bo)
    assert "localhost" not in client.get(OWN).text

    monkeypatch.setitem(app.config, "CHAPTER_URL", "http://127.0.0.1:8000")
    assert "localhost" in client.get(OWN).text
