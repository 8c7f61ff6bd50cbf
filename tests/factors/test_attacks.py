"""What somebody tries who knows the password, reads the mail, watches the line or has an old cookie."""

import json
import threading
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from chapter import clock
from chapter.access import ANYONE, Role
from chapter.accounts.entering import half_in
from chapter.db import db
from chapter.factors import passkeys, queries
from chapter.factors.passkeys import ANYONE as STRANGER
from tests import factories
from tests.conftest import NOW
from tests.factors.authenticator import Authenticator, decoded, encoded
from tests.factors.doing import (
    OWN,
    add_app,
    add_passkey,
    give_passkey,
    is_in,
    show_code,
    use_link,
    use_passkey,
)
from tests.test_access import FOR_AN_AUDIENCE, doors, outcome
from tests.views import VIEWS


@pytest.fixture
def has_one(client, bo, device):
    """Bo's browser, after Bo has added a passkey."""
    give_passkey(bo, device)
    return client.sign_in(bo)


@pytest.fixture
def half(other, has_one, bo):
    """A browser that has done the first step of signing in as Bo, who holds every office."""
    bo.given = factories.account(*Role).given
    use_link(other, bo)
    return other


def cookie(client):
    return client.get_cookie("chapter").value


def take(client, value):
    """Let ``client`` have a cookie as it was."""
    client.set_cookie("chapter", value)
    return client


def test_who_is_half_in_is_a_stranger_everywhere(app, half):
    kept = cookie(half)
    met = {
        (endpoint, outcome(take(half, kept).open(path, method=method)))
        for endpoint in VIEWS
        for method, path in doors(app, endpoint)
    }
    expected = {(endpoint, "in" if need == ANYONE else "sign in first") for endpoint, need in VIEWS.items()}

    assert met - expected <= {(endpoint, "sign in first") for endpoint in FOR_AN_AUDIENCE}


def test_who_is_half_in_sees_a_stranger_s_pages(half, app):
    stranger = app.test_client()

    for path in ("/", "/sign-in", "/handbook/", "/resources/"):
        pages = [browser.get(path).text for browser in (half, stranger)]
        assert "Bo Ek" not in pages[0]
        assert ("/sign-out" in pages[0]) == ("/sign-out" in pages[1]) == False  # noqa: E712


def test_the_second_step_must_come_within_ten_minutes(half, device):
    with clock.frozen(NOW + timedelta(minutes=10, seconds=1)):
        assert half.get("/sign-in/second").location == "/sign-in"
        assert use_passkey_at(half, device) == "/sign-in"


def use_passkey_at(client, device):
    asked = passkeys_challenge("account:1")
    return client.post("/sign-in/second/passkey", data={"credential": device.use(asked)}).location


def passkeys_challenge(whom):
    return {"challenge": passkeys.challenge(whom, clock.now())}


def test_signing_out_everywhere_ends_what_is_half_done(half, has_one, device):
    has_one.post("/my/account/sign-out-everywhere")

    assert half.get("/sign-in/second").location == "/sign-in"


def test_nothing_of_the_session_before_is_left_after_either_step(other, has_one, bo, device):
    for step in (lambda: use_link(other, bo), lambda: use_passkey(other, device, "second")):
        with other.session_transaction() as session:
            session["planted"] = "by somebody else"
        step()
        with other.session_transaction() as session:
            assert "planted" not in session


def test_the_cookie_of_the_first_step_opens_nothing_after_the_second(half, device, app):
    before = cookie(half)
    use_passkey(half, device, "second")
    assert is_in(half)

    assert not is_in(take(app.test_client(), before))


def test_a_first_step_that_was_planted_lets_in_only_who_has_the_second(half, app, bo):
    victim, hers = app.test_client(), Authenticator()
    give_passkey(factories.account(name="Ida Lind"), hers)
    take(victim, cookie(half))

    assert use_passkey(victim, hers, "second").status_code == 422
    assert not is_in(victim)


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


def test_the_app_s_code_works_once(client, other, bo):
    app = add_app(client.sign_in(bo))
    use_link(other, bo)
    assert show_code(other, app.at(NOW)).status_code == 422  # it was used to add the app

    with clock.frozen(NOW + timedelta(seconds=60)):
        code = app.at(clock.now())
        assert show_code(other, code).location == "/my"
        other.post("/sign-out")
        use_link(other, bo)
        assert show_code(other, code).status_code == 422


def test_guessing_codes_is_slowed_for_the_account_wherever_it_comes_from(client, app, bo):
    add_app(client.sign_in(bo))
    for guess in range(5):
        browser = app.test_client()
        use_password_less(browser, bo)
        assert show_code(browser, f"00000{guess}").status_code == 422
    answer = show_code(browser, "000009")

    assert answer.status_code == 429
    assert "18.31" in answer.text


def use_password_less(browser, account):
    """Half in, without the mails that are limited too."""
    with browser.session_transaction() as session:
        session["half_in"] = {"id": account.get_id(), "at": NOW.isoformat(), "path": None}


def test_the_right_code_must_wait_too_and_a_passkey_need_not(client, other, bo, device):
    codes = give_passkey(bo, device)
    use_password_less(other, bo)
    for _guess in range(5):
        show_code(other, "wrong-code")

    assert show_code(other, codes[0]).status_code == 429
    assert use_passkey(other, device, "second").location == "/my"


def test_threads_that_guess_at_once_get_five_guesses(client, app, bo):
    add_app(client.sign_in(bo))
    answers: list[int] = []
    browsers = [FlaskClient(app) for _number in range(4)]
    for browser in browsers:
        use_password_less(browser, bo)
    db.session.commit()
    threads = [threading.Thread(target=guess, args=(browser, answers)) for browser in browsers]
    for step in (threading.Thread.start, threading.Thread.join):
        for thread in threads:
            step(thread)

    assert sorted(answers) == [422] * 5 + [429] * 7


def guess(browser, answers):
    for number in range(3):
        answers.append(browser.post("/sign-in/second", data={"code": f"00000{number}"}).status_code)


def test_false_passkeys_are_slowed_by_where_they_come_from(app, other):
    for _try in range(20):
        assert other.post("/sign-in/passkey", data={"credential": "{}"}).status_code == 422

    assert other.post("/sign-in/passkey", data={"credential": "{}"}).status_code == 429


def test_a_form_on_another_site_signs_nobody_in_as_somebody_else(has_one, other, device, app, monkeypatch):
    said = device.use(passkeys_challenge(STRANGER))
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert other.post("/sign-in/passkey", data={"credential": said}).status_code == 400
    assert not is_in(other)


def test_asking_for_a_challenge_writes_nothing(has_one, other):
    before = _rows()
    other.post("/sign-in/passkey/options")
    assert _rows() == before


def _rows():
    return {
        table.name: db.session.scalar(db.select(db.func.count()).select_from(table))
        for table in db.metadata.sorted_tables
    }


def test_what_passkeys_call_an_account_tells_nobody_who_it_is(client, bo, other):
    asked = [browser.post(f"{OWN}/passkeys/options").json["user"]["id"] for browser in _two(client, other, bo)]

    assert asked[0] != asked[1]
    assert all(len(decoded(handle)) == 32 for handle in asked)


def _two(client, other, bo):
    return client.sign_in(bo), other.sign_in(factories.account())


def test_nobody_is_half_in_without_having_begun(app):
    with app.test_request_context("/"):
        assert half_in(NOW) is None
