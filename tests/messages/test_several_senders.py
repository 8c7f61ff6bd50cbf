"""Senders in real processes: two at once, and one that is killed in the middle."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from flask import Flask

from chapter import clock
from chapter.db import db
from chapter.messages.jobs import deliver
from chapter.messages.models import Message
from chapter.messages.rules import LEASE, State
from tests.messages.conftest import Mailbox, post


class Slow(Mailbox):
    """Takes a long breath before it looks at the first mail."""

    breath = 60.0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Wait, once."""
        waited, self.breath = self.breath, 0.0
        self.asked = True
        await asyncio.sleep(waited)
        envelope.rcpt_tos.append(address)
        return "250 OK"


def start(app: Flask) -> subprocess.Popen[bytes]:
    """A sender."""
    db.session.commit()
    where = str(app.config["CHAPTER_DATA"]), app.config["CHAPTER_SMTP_URL"], clock.now().isoformat()
    return subprocess.Popen([sys.executable, "-m", "tests.messages.sender", *where])


def test_two_senders_at_once_send_every_mail_once(mails: Flask, serve: Callable[..., Any]):
    box = serve(Mailbox())
    for number in range(40):
        post(email=f"p{number}@example.org", now=clock.now())
    senders = [start(mails) for _ in range(2)]

    assert [sender.wait(60) for sender in senders] == [0, 0]
    assert sorted(str(mail["To"].addresses[0].username) for mail in box.mails) == sorted(f"p{n}" for n in range(40))


def test_a_mail_whose_sender_is_killed_is_sent_when_the_lease_lapses(mails: Flask, serve: Callable[..., Any]):
    box, message = serve(Slow()), post()
    sender, until = start(mails), time.monotonic() + 30
    while not hasattr(box, "asked") and time.monotonic() < until:
        time.sleep(0.05)
    sender.kill()
    sender.wait()
    db.session.refresh(message)
    assert (message.state, box.mails) == (State.SENDING, [])
    db.session.rollback()
    for after in (LEASE / 2, LEASE * 2):
        with clock.frozen(clock.now() + after):
            deliver()

    assert db.session.get_one(Message, message.id).state is State.SENT
    assert len(box.mails) == 1
