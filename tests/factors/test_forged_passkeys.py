"""Passkeys that were forged, copied, overheard, or used on another page than ours; checked by the real library."""

import json
from datetime import timedelta

import pytest

from chapter import clock
from chapter.db import db
from chapter.factors import passkeys, queries
from chapter.factors.passkeys import ANYONE as STRANGER
from tests import factories
from tests.conftest import NOW
from tests.factors.authenticator import Authenticator, decoded, encoded
from tests.factors.doing import (
    OWN,
    add_passkey,
    give_passkey,
    is_in,
    use_passkey,
)


@pytest.fixture
def has_one(client, bo, device):
    """Bo's browser, after Bo has added a passkey."""
    give_passkey(bo, device)
    return client.sign_in(bo)


def cookie(client):
    return client.get_cookie("chapter").value


def take(client, value):
    """Let ``client`` have a cookie as it was."""
    client.set_cookie("chapter", value)
    return client


def test_an_answer_that_was_overheard_works_no_second_time(has_one, other, app, device):
    asked = other.post("/sign-in/passkey/options").json
    before, said = cookie(other) if other.get_cookie("chapter") else "", device.use(asked)
    assert other.post("/sign-in/passkey", data={"credential": said}).location == "/my"

    again = take(app.test_client(), before).post("/sign-in/passkey", data={"credential": said})
    assert again.status_code == 422


def test_a_challenge_is_too_old_after_ten_minutes(has_one, other, device):
    said = device.use(other.post("/sign-in/passkey/options").json)
    with clock.frozen(NOW + timedelta(minutes=10, seconds=1)):
        assert other.post("/sign-in/passkey", data={"credential": said}).status_code == 422


def test_a_challenge_is_ours_and_for_whom_it_was_made(has_one, other, device):
    own = [
        encoded(b"x" * 56),
        "",
        "!",
        encoded(b""),
        *(passkeys.challenge(f"{who}", NOW) for who in ("account:1", "x")),
    ]
    for challenge in own:
        answer = other.post("/sign-in/passkey", data={"credential": device.use({"challenge": challenge})})
        assert answer.status_code == 422
    assert not passkeys.is_ours(passkeys.challenge(STRANGER, NOW + timedelta(minutes=1)), STRANGER, NOW)


@pytest.mark.parametrize(
    "facts",
    [
        {"origin": "https://evil.example.org"},
        {"origin": "http://localhost:8001"},
        {"origin": "https://localhost"},
        {"site": "evil.example.org"},
    ],
)
def test_a_page_of_another_origin_gets_nobody_in(has_one, other, device, facts):
    for name, value in facts.items():
        setattr(device, name, value)

    assert use_passkey(other, device).status_code == 422
    assert not is_in(other)


@pytest.mark.parametrize("facts", [{"origin": "https://evil.example.org"}, {"site": "evil.example.org"}])
def test_nor_does_it_add_a_passkey(client, bo, facts):
    assert add_passkey(client.sign_in(bo), Authenticator(**facts)).status_code == 422
    assert queries.of(bo).number == 0


def test_a_page_within_another_site_s_page_gets_nobody_in(has_one, other, device):
    asked = other.post("/sign-in/passkey/options").json

    for more in ({"crossOrigin": True}, {"type": "webauthn.create"}):
        said = device.use(asked, **more)
        assert other.post("/sign-in/passkey", data={"credential": said}).status_code == 422


def test_the_origin_is_the_public_address(client, bo, app, monkeypatch):
    monkeypatch.setitem(app.config, "CHAPTER_URL", "https://ring.example.org")
    client.sign_in(bo)
    assert add_passkey(client, Authenticator()).status_code == 422

    right = Authenticator(origin="https://ring.example.org", site="ring.example.org")
    assert add_passkey(client, right).status_code == 200


def test_another_key_under_the_same_name_gets_nobody_in(has_one, other, device):
    forged = Authenticator(id=device.id, handle=device.handle)

    assert use_passkey(other, forged).status_code == 422


def test_another_s_handle_gets_nobody_in(has_one, other, device):
    device.handle = encoded(b"somebody else")

    assert use_passkey(other, device).status_code == 422


def test_a_copied_passkey_is_refused(has_one, other, device, bo):
    copy = Authenticator(key=device.key, id=device.id, handle=device.handle, counter=device.counter)
    assert use_passkey(other, device).location == "/my"
    other.post("/sign-out")

    assert use_passkey(other, copy).status_code == 422
    assert not is_in(other)


def test_one_that_does_not_count_is_no_copy(client, other, bo):
    phone = Authenticator(counts=False)
    give_passkey(bo, phone)

    assert [use_passkey(other, phone).location for _time in range(2)] == ["/my", "/my"]


def test_a_passkey_is_added_once_and_to_one_account(has_one, other, device):
    other.sign_in(factories.account(name="Ida Lind"))

    assert add_passkey(other, device).status_code == 422


def test_an_answer_that_adds_one_adds_it_once(client, bo, device):
    asked = client.sign_in(bo).post(f"{OWN}/passkeys/options").json
    said = {"name": "Min mobil", "credential": device.make(asked)}

    assert [client.post(f"{OWN}/passkeys", data=said).status_code for _time in range(2)] == [200, 422]


NONSENSE = ["", "{", "[]", "null", "1", '{"id": 1}', "[" * 5000, '{"id": "x", "response": {"clientDataJSON": 5}}', "é"]
NONSENSE.append(json.dumps({"id": "x", "response": {"clientDataJSON": encoded(b"[]")}}))


def test_nonsense_is_refused_in_words(app, other):
    answers = [other.post("/sign-in/passkey", data={"credential": said}) for said in NONSENSE]

    assert {answer.status_code for answer in answers} == {422}
    assert all("Lösennyckeln gick inte att använda" in answer.text for answer in answers)


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "clientDataJSON"])
def test_what_was_changed_on_the_way_is_refused(has_one, other, device, part):
    said = json.loads(device.use(other.post("/sign-in/passkey/options").json))
    raw = bytearray(decoded(said["response"][part]))
    raw[-3] ^= 1
    said["response"][part] = encoded(bytes(raw))

    assert other.post("/sign-in/passkey", data={"credential": json.dumps(said)}).status_code == 422


@pytest.mark.parametrize("way", ["create", "get"])
def test_the_program_apart_says_no_to_what_it_cannot_read(app, way):
    for response in ({}, {"id": "x"}, {"id": "x", "rawId": "x", "response": {}}):
        with pytest.raises(passkeys.NoProof):
            passkeys.check(way, passkeys.Answer("x", "x" * 22, response), "aaaa")


def test_asking_for_a_challenge_keeps_nothing_but_that_somebody_asked(has_one, other):
    before = _rows()
    other.post("/sign-in/passkey/options")
    assert _rows() == before


def _rows():
    return {
        table.name: db.session.scalar(db.select(db.func.count()).select_from(table))
        for table in db.metadata.sorted_tables
        if table.name != "attempt"
    }


def test_what_passkeys_call_an_account_tells_nobody_who_it_is(client, bo, other):
    asked = [browser.post(f"{OWN}/passkeys/options").json["user"]["id"] for browser in _two(client, other, bo)]

    assert asked[0] != asked[1]
    assert all(len(decoded(handle)) == 32 for handle in asked)


def _two(client, other, bo):
    return client.sign_in(bo), other.sign_in(factories.account())
