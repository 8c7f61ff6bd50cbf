"""No mail comes twice, whenever its sender is killed; only the instant of handing over can't be seen from both sides.

The senders are real processes, killed as ``kill -9`` does it; the mail server is real too.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from chapter import clock
from chapter.db import db
from chapter.messages import actions, smtp
from chapter.messages.jobs import deliver
from chapter.messages.models import Message
from chapter.messages.rules import HANDING_OVER, LEASE, State, Trouble
from tests.conftest import NOW
from tests.databases import environment, gives_numbers_again
from tests.messages.conftest import Mailbox, post
from tests.messages.sender import POINTS

KILLED = -9
DOUBTFUL = "accepted", "marked"
"""Killed when the server had said yes and we hadn't committed that."""

Serve = Callable[..., Any]
Run = Callable[..., list[int]]


class Thorough(Mailbox):
    """Looks through each mail for a while."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take it in the end."""
        await asyncio.sleep(0.3)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture(scope="module")
def sender(made: Flask) -> Iterator[subprocess.Popen[str]]:
    """The process that makes senders."""
    command = [sys.executable, "-m", "tests.messages.sender", str(made.config["CHAPTER_DATA"])]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(made), **pipes) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@pytest.fixture
def run(mails: Flask, sender: subprocess.Popen[str]) -> Run:
    """Run so many senders at once, killed at a point if there is one, and tell how they ended."""

    def run(number: int = 1, point: str = "") -> list[int]:
        db.session.commit()
        assert sender.stdin
        assert sender.stdout
        how = [number, mails.config["CHAPTER_SMTP_URL"], clock.now().isoformat(), point]
        sender.stdin.write(json.dumps(how) + "\n")
        sender.stdin.flush()
        return json.loads(sender.stdout.readline())

    return run


def later(message: Message) -> State:
    """A new run before the lease lapses, and one after it."""
    for after in (LEASE / 2, LEASE * 2):
        db.session.rollback()
        with clock.frozen(NOW + after):
            deliver()
    db.session.refresh(message)
    return message.state


@pytest.mark.parametrize("point", [point for point in POINTS if point not in DOUBTFUL])
def test_a_sender_killed_before_the_server_has_said_yes(serve: Serve, run: Run, point: str):
    box, message = serve(Mailbox()), post()

    assert run(point=point) == [KILLED]
    assert box.mails == []
    assert later(message) is State.SENT
    assert len(box.mails) == 1


@pytest.mark.parametrize("point", DOUBTFUL)
def test_a_sender_killed_between_the_servers_yes_and_our_noting_it(serve: Serve, run: Run, point: str):
    box, message = serve(Mailbox()), post()

    assert run(point=point) == [KILLED]
    assert later(message) is State.SENT
    first, second = box.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_two_senders_at_once_send_every_mail_once(serve: Serve, run: Run):
    box = serve(Mailbox())
    for number in range(40):
        post(email=f"p{number}@example.org", now=clock.now())

    assert run(2) == [0, 0]
    assert sorted(str(mail["To"].addresses[0].username) for mail in box.mails) == sorted(f"p{n}" for n in range(40))


def test_a_server_that_looks_through_a_mail_before_its_yes_is_waited_for(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    box, message = serve(Thorough()), post()
    monkeypatch.setattr(smtp, "TIMEOUT", 0.2)
    db.session.commit()
    deliver()

    assert (message.state, len(box.mails)) == (State.SENT, 1)


def test_a_sender_that_slept_through_its_lease_hands_nothing_over(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    box, message = serve(Mailbox()), post()
    db.session.commit()
    connected = smtp.Line._connected

    def slowly(line: smtp.Line) -> Any:
        monkeypatch.setattr(clock, "_stopped", NOW + LEASE - HANDING_OVER + timedelta(seconds=1))
        return connected(line)

    monkeypatch.setattr(smtp.Line, "_connected", slowly)
    deliver()

    assert (box.mails, message.state, message.last_error) == ([], State.WAITING, Trouble.NO_ANSWER)


@gives_numbers_again
def test_a_mail_deleted_while_it_is_sent_stays_deleted(serve: Serve):
    message = post(source="case:12")
    claimed = actions.claim(NOW)
    db.session.commit()
    actions.forget_about("case:12")
    db.session.expunge(message)
    next_one = post(now=NOW.replace(hour=20))
    next_one.state, next_one.tries = State.SENDING, 1
    db.session.commit()
    assert claimed is not None
    assert claimed.id == next_one.id
    actions.mark_sent(claimed, NOW)

    assert next_one.state is State.SENDING
    assert db.session.scalars(db.select(Message)).all() == [next_one]
