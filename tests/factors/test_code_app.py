"""The code app as the second step, and recovery codes when the telephone is gone."""

import re
from datetime import timedelta

import pytest

from chapter import clock
from chapter.accounts.passwords import hash_of
from chapter.db import db
from chapter.factors import queries
from tests.conftest import NOW
from tests.factors.doing import OWN, add_app, codes_on, is_in, show_code, subjects, use_link


@pytest.fixture
def app_of_bo(client, bo):
    """Bo's app, after it was added."""
    return add_app(client.sign_in(bo))


@pytest.fixture
def codes(client, bo, app_of_bo):
    """Bo's recovery codes."""
    return codes_on(client.post(f"{OWN}/codes"))


def later(seconds=60):
    return clock.frozen(NOW + timedelta(seconds=seconds))


def test_the_page_shows_what_to_scan_and_the_same_in_letters(client, bo):
    page = client.sign_in(bo).get(f"{OWN}/app").text
    key = re.search(r'<strong class="words">([A-Z2-7 ]+)</strong>', page)[1]

    assert len(key.replace(" ", "")) == 32
    assert f"secret={key.replace(' ', '')}" in page
    assert "<svg" in page


def test_the_key_stays_while_one_sets_it_up_and_is_shown_no_more_afterwards(client, bo):
    first = client.sign_in(bo).get(f"{OWN}/app").text
    assert client.get(f"{OWN}/app").text.count("secret=") == first.count("secret=") == 1

    add_app(client)
    assert client.get(f"{OWN}/app").location == OWN


@pytest.mark.parametrize("code", ["", "000000", "abc", "åäö", "12345678901234567890"])
def test_a_wrong_code_adds_nothing(client, bo, code):
    client.sign_in(bo).get(f"{OWN}/app")
    answer = client.post(f"{OWN}/app", data={"code": code})

    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert queries.of(bo).number == 0


def test_without_having_seen_the_key_nothing_is_added(client, bo):
    assert client.sign_in(bo).post(f"{OWN}/app", data={"code": "123456"}).status_code == 422


def test_it_is_asked_for_after_a_link(app_of_bo, other, bo):
    assert use_link(other, bo).location == "/sign-in/second"
    assert not is_in(other)

    with later():
        assert show_code(other, app_of_bo.at(clock.now())).location == "/my"
    assert is_in(other)


def test_it_is_asked_for_after_a_password(app_of_bo, other, bo):
    bo.password_hash = hash_of("gröna äpplen i gräset")
    answer = other.post("/sign-in", data={"email": bo.email, "password": "gröna äpplen i gräset", "next": "/resources"})
    assert answer.location == "/sign-in/second"

    with later():
        assert show_code(other, app_of_bo.at(clock.now())).location == "/resources"


def test_a_code_may_come_half_a_minute_late_and_with_a_space(app_of_bo, other, bo):
    use_link(other, bo)
    with later(90):
        code = app_of_bo.at(NOW + timedelta(seconds=60))
        assert show_code(other, f"{code[:3]} {code[3:]}").status_code == 303


def test_recovery_codes_let_in_once_each(codes, other, bo):
    use_link(other, bo)
    assert show_code(other, codes[0].upper()).location == "/my"
    other.post("/sign-out")
    use_link(other, bo)

    assert show_code(other, codes[0]).status_code == 422
    assert show_code(other, codes[1]).status_code == 303


def test_how_many_are_left_is_said_and_shown(codes, other, bo):
    use_link(other, bo)
    show_code(other, codes[3])

    assert "9 reservkoder kvar" in other.get("/my").text
    assert "9 koder är kvar" in other.get(OWN).text


def test_new_ones_replace_the_old(client, codes, other, bo):
    newer = codes_on(client.post(f"{OWN}/codes"))
    use_link(other, bo)

    assert show_code(other, codes[0]).status_code == 422
    assert show_code(other, newer[0]).status_code == 303


def test_the_database_keeps_no_code_that_could_be_used(codes):
    kept = str(db.session.execute(db.text("SELECT * FROM recovery_code")).all())

    assert not any(part in kept for code in codes for part in (code, code.replace("-", "")))


def test_there_are_none_without_a_second_step(client, bo):
    assert client.sign_in(bo).post(f"{OWN}/codes").location == OWN
    assert queries.codes_left(bo) == 0


def test_it_is_removed_on_a_page_that_asks(client, app_of_bo, other, bo):
    assert client.get(f"{OWN}/app/remove").status_code == 200
    client.post(f"{OWN}/app/remove")

    assert use_link(other, bo).location == "/my"
    assert client.post(f"{OWN}/app/remove").status_code == 404
    assert client.get(f"{OWN}/app/remove").location == OWN


def test_each_change_is_mailed(client, codes, other, bo):
    use_link(other, bo)
    show_code(other, codes[0])
    client.post(f"{OWN}/app/remove")

    assert subjects(bo) == [
        "Ditt konto har fått en kodapp",
        "Ditt konto har fått nya reservkoder",
        "Någon loggade in med en av dina reservkoder",
        "Kodappen är borttagen från ditt konto",
    ]


def test_who_is_in_shows_a_code_again_before_a_change(client, app_of_bo):
    with clock.frozen(NOW + timedelta(minutes=16)):
        assert client.get(f"{OWN}/app/remove").location == f"/sign-in/second?next={OWN}/app/remove"
        answer = client.post("/sign-in/second", data={"code": app_of_bo.at(clock.now()), "next": f"{OWN}/app/remove"})
        assert answer.location == f"{OWN}/app/remove"
        assert client.get(answer.location).status_code == 200


def test_a_new_password_needs_no_second_step_again(client, app_of_bo, bo):
    client.post("/my/account/password", data={"password": "gröna äpplen i gräset"})

    assert is_in(client)


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_pages_speak_both_languages(client, codes, other, language):
    for path in (OWN, f"{OWN}/app/remove", "/sign-in/second", "/my/account"):
        assert f'<html lang="{language}"' in client.get(path, query_string={"lang": language}).text
