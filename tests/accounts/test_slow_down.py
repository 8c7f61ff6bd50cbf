"""Repeated failures slow down; nobody gets mail-bombed, and nobody is locked out for good."""

import threading
from datetime import timedelta
from multiprocessing import get_context

import pytest
from flask.testing import FlaskClient

from chapter import clock, create_app
from chapter.accounts import actions, passwords, queries
from chapter.accounts.models import Account, Attempt
from chapter.db import db
from tests import factories
from tests.accounts.mails import link_to, sent_to
from tests.conftest import NOW, Client

BO, SECRET = "bo@example.org", "gröna äpplen i gräset"
PASSWORD, LINK = {"password": "wrong password"}, {"way": "link"}


@pytest.fixture
def bo(app) -> Account:
    return factories.account(name="Bo Ek", email=BO, password_hash=passwords.hash_of(SECRET))


def send(client: Client, email: str = BO, times: int = 1, place: str = "192.0.2.1", **data: str):
    for _time in range(times):
        answer = client.post("/sign-in", data={"email": email, **data}, environ_base={"REMOTE_ADDR": place})
    return answer


def test_after_five_wrong_passwords_one_must_wait_and_is_told_until_when(client, bo):
    assert send(client, times=5, **PASSWORD).status_code == 422
    answer = send(client, **PASSWORD)

    assert answer.status_code == 429
    assert "18.31" in answer.text


def test_the_right_password_must_wait_too(client, bo):
    send(client, times=5, **PASSWORD)

    assert send(client, password=SECRET).status_code == 429


def test_an_address_without_an_account_slows_down_in_the_same_way(client, bo):
    assert send(client, "nobody@example.org", times=6, **PASSWORD).status_code == 429


def test_the_wait_ends_and_the_next_is_longer(client, bo):
    send(client, times=5, **PASSWORD)
    with clock.frozen(NOW + timedelta(minutes=1)):
        assert send(client, **PASSWORD).status_code == 422
        assert "18.33" in send(client, **PASSWORD).text


def test_the_right_password_clears_what_came_before(client, bo):
    send(client, times=4, **PASSWORD)
    send(client, password=SECRET)
    client.post("/sign-out")

    assert send(client, times=5, **PASSWORD).status_code == 422


def test_the_mailed_link_is_a_way_out(client, bo):
    send(client, times=6, **PASSWORD)
    send(client, **LINK)
    client.post(link_to(BO))

    assert client.get("/my/account").status_code == 200


def test_whoever_tries_many_accounts_is_slowed_down_by_the_network_address(client, bo):
    for number in range(20):
        send(client, f"somebody{number}@example.org", **PASSWORD)

    assert send(client, "one.more@example.org", **PASSWORD).status_code == 429
    assert send(client, "one.more@example.org", place="192.0.2.2", **PASSWORD).status_code == 422


def test_behind_a_proxy_that_nobody_spoke_of_one_does_not_lock_out_all(client, bo):
    visitor = {"headers": {"X-Forwarded-For": "192.0.2.1"}, "environ_base": {"REMOTE_ADDR": "127.0.0.1"}}
    for number in range(20):
        client.post("/sign-in", data={"email": f"somebody{number}@example.org", **PASSWORD}, **visitor)

    codes = [client.post("/sign-in", data={"email": BO, **PASSWORD}, **visitor).status_code for _time in range(6)]
    assert codes == [422] * 5 + [429]


def test_from_elsewhere_saying_that_one_is_a_proxy_helps_nobody(client, bo):
    visitor = {"headers": {"X-Forwarded-For": "192.0.2.7"}, "environ_base": {"REMOTE_ADDR": "192.0.2.1"}}
    for number in range(20):
        send(client, f"somebody{number}@example.org", **PASSWORD)

    assert client.post("/sign-in", data={"email": BO, **PASSWORD}, **visitor).status_code == 429


def test_an_account_of_ones_own_does_not_clear_the_network_address(client, bo):
    for number in range(20):
        send(client, f"somebody{number}@example.org", **PASSWORD)

    assert send(client, password=SECRET).status_code == 429


def test_nobody_gets_more_than_three_links_in_ten_minutes_and_the_page_does_not_say_so(client, bo):
    assert send(client, times=5, **LINK).location == "/sign-in/sent"
    assert len(sent_to(BO)) == 3
    with clock.frozen(NOW + timedelta(minutes=10)):
        send(client, **LINK)
    assert len(sent_to(BO)) == 4


def test_a_network_address_may_ask_for_sixty_links_an_hour(client, bo):
    for number in range(60):
        actions.note_attempt("link-from:192.0.2.1", NOW + timedelta(seconds=number))

    with clock.frozen(NOW + timedelta(minutes=2)):
        assert send(client, **LINK).status_code == 429
        assert send(client, place="192.0.2.9", **LINK).status_code == 303


def test_asking_again_on_the_waiting_page_counts_too(client, bo):
    send(client, place="127.0.0.1", **LINK)
    for _number in range(60):
        actions.note_attempt("link-from:127.0.0.1", NOW)

    assert client.post("/sign-in/sent").status_code == 429


def test_the_table_of_tries_names_nobody(client, bo):
    send(client, **PASSWORD)
    kept = str(db.session.execute(db.select(Attempt.__table__)).all())

    assert BO not in kept
    assert "192.0.2.1" not in kept


def test_features_above_can_count_kinds_of_their_own(app):
    for _number in range(60):
        assert queries.wait_until("join-from:192.0.2.1", now=NOW) is None
        actions.note_attempt("join-from:192.0.2.1", NOW)

    assert queries.wait_until("join-from:192.0.2.1", "other:1", now=NOW) == NOW + timedelta(hours=1)


def guess(client, times: int, answers: list[int]) -> None:
    for _time in range(times):
        answers.append(client.post("/sign-in", data={"email": BO, **PASSWORD}).status_code)


def test_threads_that_guess_at_once_get_five_guesses(app, bo, monkeypatch):
    monkeypatch.setattr(passwords, "fits", lambda kept, password: False)
    db.session.commit()
    answers: list[int] = []
    clients = [FlaskClient(app) for _number in range(5)]
    threads = [threading.Thread(target=guess, args=(client, 3, answers)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [422] * 5 + [429] * 10


def guess_in_a_process(where: dict[str, str], answers) -> None:
    app = create_app({**where, "TESTING": True, "WTF_CSRF_ENABLED": False})
    with clock.frozen(NOW):
        mine: list[int] = []
        guess(app.test_client(), 4, mine)
    answers.put(mine)


def test_processes_that_guess_at_once_get_five_guesses_together(app, bo):
    db.session.commit()
    spawn = get_context("spawn")
    answers = spawn.Queue()
    where = {name: str(app.config[name]) for name in ("CHAPTER_DATA", "CHAPTER_DATABASE_URL")}
    guessing = [spawn.Process(target=guess_in_a_process, args=(where, answers)) for _number in range(2)]
    for process in guessing:
        process.start()
    together = [code for _process in guessing for code in answers.get(timeout=60)]

    assert sorted(together) == [422] * 5 + [429] * 3
