"""Members see who looked at them; administrators see how much is looked at, and what is odd."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from chapter import clock, jobs
from chapter.access import Role
from chapter.accounts.models import Account, RoleChange
from chapter.db import db
from chapter.messages.models import Message
from chapter.people.rules_looks import What
from chapter.readlog import actions
from chapter.readlog.models import ReadOddity
from chapter.settings.models import Contact
from chapter.settings.rules import Office
from tests import factories
from tests.cast import play
from tests.conftest import NOW, Client


def mia() -> Account:
    """The member coordinator."""
    return factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund", email="mia@example.org")


def look(
    by: Account | None, *ids: int, what: What = What.PERSON, at: datetime = NOW, need: str = "register.read"
) -> None:
    """Write that somebody looked."""
    actions.write(what, ids, by, need, at)


def many(by: Account, number: int, what: What = What.PERSON, at: datetime = NOW) -> None:
    """Look at many people in a few minutes, one by one or on pages of fifty."""
    ids = [factories.person(f"N{n}").id for n in range(number)]
    size = 50 if what is What.LIST else 1
    for start in range(0, number, size):
        look(by, *ids[start : start + size], what=what, at=at + timedelta(seconds=start))


def told() -> list[str]:
    """Run the job, and give who got a mail."""
    db.session.commit()
    assert jobs.run("readlog.look").error is None
    return [message.to_email for message in db.session.scalars(select(Message).order_by(Message.id))]


@pytest.fixture
def emma(client: Client) -> Client:
    """A member's browser; their person has the id 1."""
    person = factories.person(email="emma@example.org")
    return client.sign_in(factories.account(name=person.name, email="emma@example.org", person_id=person.id))


def test_officers_are_named_to_members_and_callers_are_not(emma: Client):
    look(mia(), 1)
    look(factories.account(name="Rickard Ring", email="r@example.org"), 1, what=What.CALL, need="calling.call")
    page = emma.get("/me/looked").text

    assert "Mia Lund (medlemsansvarig) öppnade din sida." in page
    assert "En ringare skulle ringa dig" in page
    assert "Rickard" not in page


def test_members_see_nothing_of_others(emma: Client):
    look(mia(), factories.person("Nils").id)

    assert "Ingen har tittat på dina uppgifter" in emma.get("/me/looked").text


def test_there_is_more_behind_a_page(emma: Client):
    reader = mia()
    for number in range(60):
        look(reader, 1, at=NOW + timedelta(hours=number))
    first = emma.get("/me/looked").text

    assert first.count("öppnade din sida") == 50
    assert emma.get("/me/looked?before=11").text.count("öppnade din sida") == 10


def test_who_is_not_in_the_register_is_told_so(client: Client):
    assert "Du finns inte i registret" in client.sign_in(factories.account()).get("/me/looked").text


def test_administrators_see_who_looked_but_not_at_whom(client: Client):
    look(mia(), factories.person("Sixten").id)
    page = client.sign_in(play("administrator")).get("/read-log").text

    assert "Mia Lund" in page
    assert "1 person" in page
    assert "Sixten" not in page
    assert "/people/" not in page


def test_who_takes_another_s_name_to_look_is_seen_through(client: Client):
    reader = mia()
    reader.name = "Karin Ek"
    look(reader, factories.person("Sixten").id)
    reader.name = "Mia Lund"

    assert "Karin Ek → Mia Lund" in client.sign_in(play("administrator")).get("/read-log").text


def test_who_takes_out_the_register_on_the_command_line_is_told_of_too(app: Flask, emma: Client, tmp_path: Path):
    app.test_cli_runner().invoke(args=["people", "export", str(tmp_path / "out.csv")], catch_exceptions=False)

    assert "Den som sköter servern tog ut en lista där du står med." in emma.get("/me/looked").text
    line = emma.sign_in(play("administrator")).get("/read-log").text.partition('<tr><th scope="row">')[2]
    assert "Kommandoraden" in line
    assert "Tog ut en lista" in line


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("", 3),
        ("person=1", 2),
        ("what=list", 1),
        ("what=+", 3),
        ("day=2026-11-17", 1),
        ("person=1&what=list", 0),
        ("reader=1", 3),
    ],
)
def test_the_log_can_be_narrowed(client: Client, query: str, lines: int):
    reader, ids = mia(), [factories.person(name).id for name in ("Emma", "Nils")]
    look(reader, ids[0])
    look(reader, ids[0], at=NOW - timedelta(days=1))
    look(reader, ids[1], what=What.LIST)

    assert client.sign_in(play("administrator")).get(f"/read-log?{query}").text.count('<tr><th scope="row">') == lines


@pytest.mark.parametrize("query", ["person=x", "person=0", "day=yesterday", "what=all", "reader=99"])
def test_what_makes_no_sense_is_said_beside_the_field(client: Client, query: str):
    assert client.sign_in(play("administrator")).get(f"/read-log?{query}").status_code == 422


def test_the_administrators_get_a_mail_once_about_what_is_odd(client: Client):
    reader, admin = mia(), play("administrator")
    many(reader, 200)

    assert told() == told() == [admin.email]
    page = client.sign_in(admin).get("/read-log").text
    assert "Mia Lund öppnade 200 personers sidor, en efter en, inom en timme." in page


def test_an_hour_that_wasn_t_over_when_somebody_looked_is_judged_whole(client: Client):
    reader, _admin = mia(), play("administrator")
    many(reader, 150)
    assert told() == []

    with clock.frozen(NOW + timedelta(minutes=10)):
        many(reader, 50, at=NOW + timedelta(minutes=5))
        assert len(told()) == 1


@pytest.mark.parametrize("later", [timedelta(minutes=10), timedelta(hours=20)], ids=["at midnight", "next day"])
def test_what_was_odd_yesterday_is_not_told_anew_today(client: Client, later: timedelta):
    reader, _admin, evening = mia(), play("administrator"), NOW.replace(hour=22, minute=55)
    many(reader, 200, at=evening)
    for at in (evening, evening + later):
        with clock.frozen(at):
            assert len(told()) == 1


def test_the_one_it_is_about_gets_no_mail_if_there_is_another(client: Client):
    other = play("administrator")
    admin = factories.account(Role.ADMINISTRATOR, Role.MEMBER_COORDINATOR, email="both@example.org")
    many(admin, 200)

    assert told() == [other.email]


def test_if_there_is_no_other_the_chair_gets_it_too(client: Client):
    admin = factories.account(Role.ADMINISTRATOR, Role.MEMBER_COORDINATOR, email="both@example.org")
    db.session.merge(Contact(office=Office.CHAIR, name="Ordf", email="chair@example.org"))
    many(admin, 200)

    assert told() == ["chair@example.org", "both@example.org"]


def test_an_ordinary_evening_is_not_odd(client: Client):
    reader = mia()
    play("administrator")
    many(reader, 60, what=What.CALL)
    many(reader, 300, what=What.LIST)
    look(reader, *range(1, 300), what=What.IMPORTED)

    assert told() == []


def test_the_same_person_day_after_day_is_odd_and_said_once_a_month(client: Client):
    reader, emma = mia(), factories.person()
    play("administrator")
    for days in range(10):
        look(reader, emma.id, at=NOW - timedelta(days=days))

    assert len(told()) == 1
    with clock.frozen(NOW + timedelta(days=1)):
        assert len(told()) == 1


def test_who_takes_an_office_by_themselves_and_looks_is_odd(client: Client):
    admin = factories.account(Role.ADMINISTRATOR, Role.MEMBER_COORDINATOR, created_at=NOW - timedelta(days=90))
    at = NOW - timedelta(hours=2)
    db.session.add(RoleChange(account=admin, by=admin, role=Role.MEMBER_COORDINATOR, is_given=True, at=at))
    look(admin, factories.person().id)

    assert told() == [admin.email]
    assert db.session.scalars(select(ReadOddity.kind)).all() == ["own_office"]


def test_what_somebody_has_asked_about_is_ticked_off(client: Client):
    many(mia(), 200)
    admin = play("administrator")
    told()
    client.sign_in(admin).post("/read-log/oddities/1/seen")

    assert db.session.scalars(select(ReadOddity.seen_by)).one() == admin.name
    assert "Jag har frågat" not in client.get("/read-log").text
    assert client.post("/read-log/oddities/2/seen").status_code == 404
