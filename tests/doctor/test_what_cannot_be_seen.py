"""From inside the service not everything can be seen; then nobody says that all is well, nor that it is broken."""

from pathlib import Path

import pytest

from chapter.db import db
from chapter.doctor import actions, machine
from chapter.doctor.rules import Finding, State
from tests.cast import play
from tests.conftest import NOW, Client
from tests.doctor.sandbox import within


def test_in_the_sandbox_systemd_says_whether_the_clock_is_kept_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    said = tmp_path / "timesync" / "synchronized"
    monkeypatch.setattr(machine, "TIMESYNC", said)
    assert within(machine.is_synchronised) is None

    said.parent.mkdir()
    assert within(machine.is_synchronised) is False
    said.touch()
    assert within(machine.is_synchronised) is True


def test_the_memory_can_be_seen_in_the_sandbox():
    assert within(machine.memory_left)


@pytest.mark.parametrize(("check", "command"), [("clock", "timedatectl"), ("memory", "free -m")])
def test_the_page_names_the_command_that_sees_it(client: Client, check: str, command: str):
    actions.keep([Finding(check, State.UNKNOWN, "unknown")], 0, NOW)
    db.session.commit()
    page = client.sign_in(play("administrator")).get("/doctor/").text

    assert "Härifrån syns det inte" in page
    assert f"<code>{command}</code>" in page
    assert "Allt som syns härifrån är bra." in page
