"""A flood from one place stops at the door; a fair table where thirty people sign up does not."""

import subprocess
import sys
from datetime import timedelta

import pytest
from flask import Flask

from chapter import clock
from chapter.access import ANYONE
from chapter.accounts import queries, rules
from chapter.accounts.models import Attempt
from chapter.config import ROOT
from chapter.db import db
from tests import factories
from tests.conftest import NOW, Client
from tests.databases import environment
from tests.signup import links

MOST = rules.LIMITS["from"].needs
HERE, NEXT_DOOR = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9"
OTHERS = "2001:db8:1:3::1"


def flooded(place: str = "192.0.2.1", tries: int = MOST) -> None:
    """So many tries from a place, a moment ago."""
    key = queries.hashed(f"from:{rules.network(place)}")
    db.session.add_all(Attempt(key=key, at=NOW - timedelta(seconds=30)) for _ in range(tries))


def asked(client: Client, path: str = "/search?q=buss", place: str = "192.0.2.1"):
    return client.get(path, environ_base={"REMOTE_ADDR": place})


def test_who_has_sent_too_much_is_told_when_to_come_back(client: Client):
    flooded()
    answer = client.post("/sign-in", data={"email": "x@example.org"}, environ_base={"REMOTE_ADDR": "192.0.2.1"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "570")
    assert "För många försök" in answer.text


def test_the_last_that_is_allowed_is_answered_and_counts(client: Client):
    flooded(tries=MOST - 1)

    assert [asked(client).status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(("place", "status"), [(HERE, 429), (NEXT_DOOR, 429), (OTHERS, 200)])
def test_a_household_counts_as_one(client: Client, place: str, status: int):
    flooded(HERE)

    assert asked(client, place=place).status_code == status


def test_reading_pages_and_who_is_signed_in_are_never_counted(client: Client):
    flooded()

    assert asked(client, "/").status_code == 200
    assert asked(client.sign_in(factories.account())).status_code == 200


def test_it_ends_by_itself(client: Client):
    flooded()

    with clock.frozen(NOW + timedelta(minutes=10)):
        assert asked(client).status_code == 200


def test_thirty_people_at_one_table_sign_up_within_the_hour(app: Flask):
    links.link()
    answers = set()
    for number in range(30):
        with clock.frozen(NOW + number * timedelta(minutes=1)):
            client = app.test_client()
            given = {"email": f"person{number}@example.org", "name": f"Person {number}"}
            client.post("/join/bli-aktiv/visit")
            client.post("/join/bli-aktiv", data=links.INGRID | given | {"mobile": "fel"})
            answers.add(links.sign_up(client, **given).status_code)
            answers.add(links.confirm(client, given["email"]).status_code)

    assert answers == {303}


def test_it_counts_on_in_another_process_and_after_a_restart(app: Flask, client: Client):
    code = (
        "from chapter import create_app; app = create_app({'CHAPTER_MODE': 'demo', 'WTF_CSRF_ENABLED': False})\n"
        "from chapter import clock; from datetime import datetime\n"
        f"with clock.frozen(datetime.fromisoformat('{NOW.isoformat()}')):\n"
        "    print({app.test_client().get('/search?q=x').status_code for _ in range(3)})\n"
    )
    flooded("127.0.0.1", MOST - 3)
    db.session.commit()
    where = environment(app, PYTHONPATH=str(ROOT))
    other = subprocess.run([sys.executable, "-c", code], env=where, cwd=ROOT, capture_output=True, text=True)

    assert other.stdout == "{200}\n", other.stderr
    assert asked(client, place="127.0.0.1").status_code == 429


def test_a_password_that_is_guessed_tells_programs_when_to_come_back(client: Client):
    for _ in range(6):
        answer = client.post("/sign-in", data={"email": "bo@example.org", "password": "fel"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


def test_every_form_that_strangers_send_is_counted(app: Flask, client: Client):
    flooded("127.0.0.1")
    db.session.commit()
    forms = [
        rule for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and getattr(app.view_functions[rule.endpoint], "need", "") == ANYONE
    ]  # fmt: skip
    address = app.url_map.bind("localhost")
    paths = [address.build(rule.endpoint, dict.fromkeys(rule.arguments, "x"), method="POST") for rule in forms]

    assert len(paths) > 8
    assert {client.post(path).status_code for path in paths} == {429}
