"""The mail servers of the world: they refuse some, keep some waiting for days, and lose the line. What they took is
what people have got."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from functools import cached_property
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask

from chapter import clock
from tests.messages.conftest import free_port

NOBODY, SLOW, NEVER, LOST, BOUNCES = "nej", "trog", "aldrig", "tappar", "studs"
"""How addresses begin: there is no such person; only after two days; never, though it always says “later”; the line
is lost the first time; what is taken comes back."""
LETTER = "Välkommen till"
"""How the subject of a welcome letter begins."""
BOUNCE = """\
From: MAILER-DAEMON@example.org
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: text/rfc822-headers

Message-ID: {id}

--b--
"""


@dataclass(frozen=True)
class Mail:
    """A mail that was taken."""

    day: date
    to: str
    content: bytes

    @cached_property
    def id(self) -> str:
        """Its Message-ID."""
        return re.search(rb"^Message-ID: (\S+)", self.content, re.M)[1].decode()  # type: ignore[index]

    @cached_property
    def subject(self) -> str:
        """What it says first."""
        return str(make_header(decode_header(str(self._parsed["Subject"]))))

    @cached_property
    def text(self) -> str:
        """Its words."""
        plain = next(part for part in self._parsed.walk() if part.get_content_type() == "text/plain")
        return bytes(plain.get_payload(decode=True)).decode()

    @cached_property
    def _parsed(self) -> Message:
        return message_from_bytes(self.content)

    @cached_property
    def names(self) -> set[str]:
        """The new members whom it tells of."""
        return set(re.findall(r"\bZ[a-z]{3}ling\b", self.text))

    @property
    def is_letter(self) -> bool:
        """Whether it is the welcome letter."""
        return self.subject.startswith(LETTER)

    @property
    def bounce(self) -> bytes:
        """The mail that says that it couldn't be delivered after all."""
        return BOUNCE.format(to=self.to, id=self.id).encode()


@dataclass
class World:
    """All mail servers."""

    taken: list[Mail] = field(default_factory=list)
    refused: list[tuple[date, str]] = field(default_factory=list)
    asked: dict[str, date] = field(default_factory=dict)
    """When each address was first asked for."""
    lost: set[str] = field(default_factory=set)
    bounced: set[str] = field(default_factory=set)
    """The Message-IDs of what came back later."""

    def to(self, address: str) -> Iterator[Mail]:
        """What somebody has got, the latest first."""
        return (mail for mail in reversed(self.taken) if mail.to == address)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Whether there is such a person."""
        today, first = clock.now().date(), self.asked.setdefault(address, clock.now().date())
        if address.startswith(NOBODY):
            self.refused.append((today, address))
            return "550 5.1.1 No such user here"
        if address.startswith(NEVER) or (address.startswith(SLOW) and today < first + timedelta(days=2)):
            return "450 4.2.0 Greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        """Keep the mail, unless the line is lost."""
        to = envelope.rcpt_tos[0]
        if to.startswith(LOST) and to not in self.lost:
            self.lost.add(to)
            server.transport.close()
        else:
            self.taken.append(Mail(clock.now().date(), to, envelope.content))
        return "250 OK"


@contextmanager
def served(app: Flask) -> Iterator[World]:
    """Let the chapter's mail go there."""
    world = World()
    server = Controller(world, hostname="127.0.0.1", port=free_port())
    server.start()
    before = app.config["CHAPTER_SMTP_URL"]
    app.config["CHAPTER_SMTP_URL"] = f"smtp://127.0.0.1:{server.port}"
    yield world
    app.config["CHAPTER_SMTP_URL"] = before
    server.stop(no_assert=True)
