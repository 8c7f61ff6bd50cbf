"""A chapter that things happen to, callers who try again as people do, and a post office that can be closed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from benchmarks.crowd import CALL
from benchmarks.tools import ROOT, Visitor, demo_folder, environment, free_port, session_of, tree
from chapter import clock, create_app
from chapter.calling.models import Call, CallVersion
from chapter.db import db, own_connection
from chapter.messages import nudge
from chapter.messages.models import Message

PEOPLE, CALLERS = 3_000, 20


class PostOffice:
    """A real mail server on a port of its own, with the doors open or closed."""

    def __init__(self) -> None:
        self.port, self.came = free_port(), Counter[str]()
        self.controller: Controller | None = None

    def open(self) -> "PostOffice":
        """Take mail."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def close(self) -> None:
        """Take no more."""
        if self.controller:
            self.controller.stop(no_assert=True)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Count whose mail came, of those that were written here."""
        if envelope.rcpt_tos[0].startswith("asa"):
            self.came[envelope.rcpt_tos[0]] += 1
        return "250 OK"


@dataclass
class Books:
    """What the callers were told."""

    confirmed: list[int] = field(default_factory=list)
    turned_away: Counter[str] = field(default_factory=Counter)
    wordless: list[str] = field(default_factory=list)


class Afflicted:
    """A demo chapter in a folder of its own, its server started again when it is gone, as systemd does."""

    def __init__(self, data: Path | None = None, hands: Path | None = None) -> None:
        self.data, self.port = data or demo_folder(PEOPLE, CALLERS), free_port()
        self.post = PostOffice().open()
        smtp = {"CHAPTER_SMTP_URL": f"smtp://127.0.0.1:{self.post.port}", "CHAPTER_MAIL_FROM": "us@example.org"}
        self.settings = {"PORT": str(self.port), **smtp}
        self.module = ["benchmarks.jumping", str(hands)] if hands else ["chapter.serve"]
        self.app = create_app({"CHAPTER_DATA": str(self.data), "CHAPTER_MODE": "demo", "WTF_CSRF_ENABLED": False})
        self.process: subprocess.Popen[bytes] | None = None
        self.books, self.is_over, self.mails = Books(), threading.Event(), 0

    def start(self) -> None:
        """Start the server, if it is gone, and wait until it answers; what is left of the one before ends first."""
        if self.process is None or self.process.poll() is not None:
            self.cut()
            command = [sys.executable, "-m", *self.module]
            log = open(self.data.parent / f"{self.data.name}.log", "ab")  # noqa: SIM115 (the process's own)
            given = environment(self.data, **self.settings)
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=given, stdout=log, stderr=log, start_new_session=True
            )
        self.wait_until_well()

    def wait_until_well(self, seconds: float = 60) -> float:
        """Gives after how many seconds it answered."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with suppress(OSError):
                if Visitor(self.port).get("/healthz")[0] == 200:
                    break
            time.sleep(0.1)
        return time.monotonic() - began

    def kill(self, chance: random.Random) -> None:
        """``kill -9`` one of the server's processes, or all at once."""
        assert self.process
        pids = tree(self.process.pid)
        doomed = pids if chance.random() < 0.4 else chance.sample(pids, min(len(pids), 1))
        for pid in doomed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process.pid in doomed:
            self.process.wait()

    def cut(self) -> None:
        """Whatever is left of the server is gone at once."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """End it in order."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)
        self.post.close()

    def ring(self, callers: int = CALLERS) -> list[threading.Thread]:
        """Callers begin to ring, and go on until it is over."""
        with self.app.app_context():
            cookies = [session_of(self.app, f"caller{number}") for number in range(1, callers + 1)]
        threads = [threading.Thread(target=self._evening, args=(n, c)) for n, c in enumerate(cookies)]
        for thread in threads:
            thread.start()
        return threads

    def _evening(self, number: int, cookie: str) -> None:
        chance = random.Random(number)
        while not self.is_over.is_set():
            try:
                self._turn(Visitor(self.port, cookie), chance)
            except (OSError, ValueError, RuntimeError, HTTPException) as error:
                self.books.turned_away[type(error).__name__] += 1
                time.sleep(chance.uniform(0.2, 1))

    def _turn(self, visitor: Visitor, chance: random.Random) -> None:
        """Ring until something goes wrong: then the caller loads the page again, and goes on where they were."""
        self._see(visitor.get("/calling/2/ring"))
        self._see(visitor.post("/calling/2/claim"))
        while not self.is_over.is_set():
            call = CALL.search(visitor.path)
            if call is None:
                raise ValueError(visitor.path)
            time.sleep(chance.uniform(0.05, 0.4))
            self._see(visitor.post(f"/calling/calls/{call[1]}/quick", quick="no_answer"))
            if f"/calling/calls/{call[1]}/undo" in visitor.page:  # else it had been passed on, and the page says so
                self.books.confirmed.append(int(call[1]))

    def _see(self, answer: tuple[int, str]) -> None:
        status, page = answer
        if status != 200:
            if len(page) < 20 or "Traceback" in page:
                self.books.wordless.append(f"{status}: {page[:60]}")
            raise ValueError(str(status))

    def write_mails(self, number: int) -> None:
        """So many mails more in the outbox, put there as a page would."""
        with self.app.app_context():
            now = clock.now()
            for _one in range(number):
                self.mails += 1
                said = {"subject": "Hej", "text": "Hej", "html": "Hej", "language": "sv"}
                whom = {"to_name": "Asa", "to_email": f"asa{self.mails}@example.org"}
                db.session.add(Message(**whom, **said, written_at=now, try_at=now))
            nudge.after_commit(db.session)
            db.session.commit()
            self._let_go()

    def missing(self) -> tuple[int, int]:
        """How many confirmed reports aren't there, and how many people were rung twice."""
        with self.app.app_context():
            there = set(db.session.scalars(select(Call.id).where(Call.reported_at.is_not(None))))
            ids = set(self.books.confirmed)
            mine = Call.id.in_(ids)
            twice = db.session.execute(
                select(Call.person_id).where(mine).group_by(Call.person_id).having(func.count() > 1)
            )
            versions = select(CallVersion.call_id).where(CallVersion.call_id.in_(ids)).group_by(CallVersion.call_id)
            doubled = db.session.execute(versions.having(func.count() > 1)).all()
            counts = len(ids - there), len(twice.all()) + len(doubled)
            self._let_go()
        return counts

    def is_whole(self) -> bool:
        """Whether SQLite finds its file in order."""
        with self.app.app_context(), closing(own_connection()) as files:
            found = (
                files.execute("PRAGMA integrity_check").fetchall(),
                files.execute("PRAGMA foreign_key_check").fetchall(),
            )
        return found == ([("ok",)], [])

    @staticmethod
    def _let_go() -> None:
        db.session.remove()
        db.engine.dispose()
