"""The page, the job behind it and the command: the last report at once, and a new one when asked for."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from chapter import clock, jobs
from chapter.access import Role
from chapter.connecting import opener
from chapter.db import db, is_sqlite
from chapter.doctor import actions, checks, inside, queries, words
from chapter.doctor.models import DoctorReport
from chapter.doctor.rules import Finding, State
from chapter.ledger import JobState
from chapter.messages.models import Message
from tests import factories
from tests.conftest import NOW, Client
from tests.welcome.test_hundreds_of_cases import asked, seen  # noqa: F401

DAY = timedelta(days=1)
FULL = Finding("disk", State.BROKEN, "full", {"free": "12 MB", "data": "3 GB"})
ROOM = Finding("disk", State.WELL, "well", {"free": "9 GB", "data": "3 GB"})
SILENT = Finding("disk", State.UNKNOWN, "failed")


@pytest.fixture
def administrator(client: Client) -> Client:
    """An administrator's browser."""
    return client.sign_in(factories.account(Role.ADMINISTRATOR, email="adam@example.org"))


@pytest.fixture
def alive(app: Flask) -> None:
    """The background has just done something."""
    db.session.add(JobState(name="messages.deliver", known_at=NOW, began_at=NOW, ended_at=NOW, failures=0))
    db.session.commit()


def keep(*findings: Finding, days: int = 0) -> None:
    """The doctor found this, so many days later."""
    actions.keep([*findings], 1_000_000, NOW + days * DAY)
    db.session.commit()


def mails() -> list[Message]:
    """What administrators were told."""
    return list(db.session.scalars(db.select(Message).where(Message.source == "doctor:").order_by(Message.id)))


def test_before_the_first_time_it_says_what_to_do(administrator: Client, alive: None):
    page = administrator.get("/doctor/").text

    assert "Ingen har sett efter än." in page
    assert "Se efter nu" in page


@pytest.mark.parametrize(("language", "words"), [("sv", "Disken är nästan full"), ("nb", "Disken er nesten full")])
def test_what_is_broken_stands_first_with_what_to_do(administrator: Client, alive: None, language: str, words: str):
    keep(ROOM, Finding("backup_away", State.LOOK, "only here"), FULL._replace(check="disk"))
    page = administrator.get(f"/doctor/?lang={language}").text

    assert words in page
    assert page.index(words) < page.index("about-backup_away")
    assert "du -xh /" in page


def test_all_well_is_said_in_a_sentence(administrator: Client, alive: None):
    keep(ROOM)

    assert "Allt är bra." in administrator.get("/doctor/").text


def test_a_stopped_worker_is_said_though_the_report_is_fine(administrator: Client):
    keep(ROOM)
    db.session.add(JobState(name="messages.deliver", known_at=NOW, began_at=NOW - DAY, failures=0))
    page = administrator.get("/doctor/").text

    assert "systemctl restart chapter" in page
    assert inside.at_work(NOW)[0].state is State.BROKEN


def test_asking_has_it_looked_at_and_pressing_twice_does_no_harm(administrator: Client, alive: None):
    for _press in range(2):
        assert administrator.post("/doctor/check").status_code == 303
    assert 'data-hx-trigger="every 3s"' in administrator.get("/doctor/").text

    assert jobs.run("doctor.check").error is None
    page = administrator.get("/doctor/").text
    assert 'data-hx-trigger="every 3s"' not in page
    assert "Databasen" in page


def test_the_page_asks_few_things_and_never_waits(administrator: Client, alive: None, seen, monkeypatch):  # noqa: F811
    monkeypatch.setattr(checks, "gather", lambda _now: pytest.fail("a page asks nobody"))
    keep(FULL)

    assert len(asked(seen, lambda: administrator.get("/doctor/"))) <= 12


def test_administrators_are_told_once_and_again_when_it_is_well(app: Flask):
    factories.account(Role.ADMINISTRATOR, email="adam@example.org", language="nb")
    factories.account(Role.MEMBER_COORDINATOR)
    for day, finding in enumerate((FULL, FULL, SILENT, FULL, ROOM, ROOM)):
        keep(finding, days=day)

    assert [mail.to_email for mail in mails()] == ["adam@example.org"] * 2
    assert "Disken er nesten full: 12 MB" in mails()[0].text
    assert "bra igjen" in mails()[1].subject


def test_twice_on_a_day_is_one_report_and_each_day_another(app: Flask):
    for days in (0, 0, 1):
        keep(ROOM, days=days)

    assert db.session.scalar(db.select(db.func.count(DoctorReport.day))) == 2
    assert [number for _day, number in queries.sizes((NOW + DAY).date())] == [1_000_000] * 2


def doctor(app: Flask, *words: str) -> tuple[int, str]:
    """What the command says, and what it ends with."""
    db.session.commit()
    ran = app.test_cli_runner().invoke(args=["doctor", *words])
    return ran.exit_code, ran.output


def test_the_command_ends_with_how_it_stands(app: Flask, monkeypatch: pytest.MonkeyPatch):
    for found, code in (((ROOM,), 0), ((ROOM, FULL._replace(state=State.LOOK)), 1), ((FULL,), 2)):
        monkeypatch.setattr(checks, "gather", lambda _now, found=found: [*found])
        ended, said = doctor(app)
        assert ended == code
    assert "BROKEN" in said
    assert "du -xh /" in said


def test_the_command_tells_programs_too(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks, "gather", lambda _now: [FULL])
    (told,) = json.loads(doctor(app, "--json")[1])

    assert [told["check"], told["state"]] == ["disk", "broken"]
    assert told["sentence"].startswith("The disk is as good as full: 12 MB")


def test_everything_is_asked_and_nothing_is_written(app: Flask):
    found = {finding.check: finding for finding in checks.gather(NOW)}

    assert {"disk", "clock", "database", "worker", "versions", "backup", "certificate"} <= found.keys()
    assert found["database"].state is found["migration"].state is found["read_log"].state is State.WELL
    assert not [finding for finding in found.values() if finding.why == "not judged"]
    assert queries.last() is None


def test_a_check_that_fails_stops_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(inside.CHECKS, "backup", lambda _now: 1 // 0)
    found = {finding.check: finding.state for finding in checks.gather(NOW)}

    assert found["backup"] is State.UNKNOWN
    assert found["database"] is State.WELL


def test_administrators_hear_of_a_clock_that_has_leapt(administrator: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inside.machine, "newest", lambda _folder: NOW)
    found = []
    for days in (0, 400, 402):
        with clock.frozen(NOW + timedelta(days=days)):
            jobs.run("doctor.check")
            found.append(inside.clock(clock.now(), None).why == "leapt")

    assert found == [False, True, False]
    assert any("kan ha hoppat" in message.text for message in db.session.scalars(select(Message)))


def test_what_strangers_answer_stops_nothing_whatever_it_is(app: Flask, monkeypatch: pytest.MonkeyPatch):
    records = {"records": ["v=spf1 ip4:192.0.2.1."], "networks": ["192.0.2.1."], "addresses": ["192.0.2.1"]}
    answers = {name: {"trouble": "’ascii’ codec can’t encode"} for name in ("certificate", "mail_server", "mx")}
    answers["spf"] = records | {"lookups": 0, "everybody": False}
    monkeypatch.setattr(checks, "_answers", lambda _asking: answers)
    monkeypatch.setattr(checks, "_domain", lambda: "example.org")
    monkeypatch.setattr(checks.mail, "is_set", lambda: True)
    monkeypatch.setattr(checks.mail, "is_read_here", lambda: False)
    found = {finding.check: finding for finding in checks.gather(NOW)}

    assert (found["spf"].state, found["mail_server"].state) == (State.UNKNOWN, State.BROKEN)
    assert [words.sentence(finding) for finding in found.values()]


def test_bytes_that_were_flipped_in_the_database_are_found(app: Flask, tmp_path: Path, monkeypatch):
    if not is_sqlite():
        pytest.skip("SQLite's file")
    copy = tmp_path / "chapter.db"
    with sqlite3.connect(copy) as made:
        made.execute("CREATE TABLE big (words TEXT)")
        made.executemany("INSERT INTO big VALUES (?)", [("x" * 300,)] * 2000)
        made.execute("CREATE INDEX by_words ON big (words)")
    made.close()
    whole = bytearray(copy.read_bytes())
    whole[40_000:40_400] = bytes(byte ^ 255 for byte in whole[40_000:40_400])
    copy.write_bytes(whole)
    monkeypatch.setitem(app.config, "OPEN_DATABASE", opener(copy))

    assert inside.database(NOW)[0].state is State.BROKEN


def test_a_file_that_is_no_database_is_found(app: Flask, tmp_path: Path, monkeypatch):
    if not is_sqlite():
        pytest.skip("SQLite's file")
    (tmp_path / "chapter.db").write_bytes(b"not a database" * 500)
    monkeypatch.setitem(app.config, "OPEN_DATABASE", opener(tmp_path / "chapter.db"))

    assert inside.database(NOW)[0][1:3] == (State.BROKEN, "damaged")


def test_mail_that_has_waited_for_hours_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.config, "CHAPTER_SMTP_URL", "smtp://127.0.0.1:1")
    keep(FULL)
    factories.account(Role.ADMINISTRATOR)
    keep(ROOM, days=1)
    with clock.frozen(NOW + DAY + timedelta(hours=5)):
        assert inside.outbox(clock.now())[0][1:3] == (State.BROKEN, "stuck")


def test_a_secret_that_others_may_read_is_found(app: Flask):
    secret = Path(app.config["CHAPTER_DATA"]) / "secret_key"
    mode = secret.stat().st_mode
    assert inside.modes(NOW)[0].state is State.WELL

    secret.chmod(0o644)
    assert inside.modes(NOW)[0].facts["paths"] == str(secret)
    secret.chmod(mode)


def test_a_key_beside_what_it_locks_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch):
    key = Path(app.config["CHAPTER_DATA"]) / "key"
    monkeypatch.setitem(app.config, "CHAPTER_DATABASE_KEY_FILE", str(key))

    assert inside.modes(NOW)[0].why == "key within"
