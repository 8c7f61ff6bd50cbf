"""Senders in processes of their own: ``sender.py DATA`` makes one for every line on its input, and says how it ended.

A line has how many at once, the mail server's address, the moment, and where they are to be killed, if anywhere: as
``kill -9`` does it, from one instruction to the next. What is slow, the start, happens once.
"""

import json
import os
import signal
import smtplib
import sys
from datetime import datetime
from typing import Any, NoReturn

from flask import Flask

from chapter import clock, create_app
from chapter.messages import actions, smtp
from chapter.messages.jobs import deliver

POINTS: dict[str, tuple[Any, str, bool]] = {
    "claimed": (actions, "claim", True),
    "claim committed": (smtp.Line, "send", False),
    "connected": (smtplib.SMTP, "getreply", False),
    "greeted": (smtplib.SMTP, "ehlo", True),
    "sender given": (smtplib.SMTP, "mail", True),
    "recipient given": (smtplib.SMTP, "rcpt", True),
    "half given": (smtplib.SMTP, "send", False),
    "accepted": (actions, "mark_sent", False),
    "marked": (actions, "mark_sent", True),
}
"""Where a sender can be killed: a function, and whether it is after it or before."""


def kill_at(point: str) -> None:
    """Be killed there."""
    place, name, is_after = POINTS[point]
    function = getattr(place, name)

    def deadly(*given: Any, **named: Any) -> Any:
        if point == "half given":
            if not (isinstance(given[1], bytes) and given[1].endswith(b"\r\n.\r\n")):
                return function(*given, **named)
            function(given[0], given[1][: len(given[1]) // 2])
        elif is_after:
            function(*given, **named)
        die()

    setattr(place, name, deadly)


def die() -> NoReturn:
    """Be killed."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def be(app: Flask, url: str, moment: str, point: str) -> NoReturn:
    """Empty the outbox once, or die in the middle."""
    app.config["CHAPTER_SMTP_URL"] = url
    if point:
        kill_at(point)
    with app.app_context(), clock.frozen(datetime.fromisoformat(moment)):
        deliver()
    os._exit(0)


if __name__ == "__main__":
    app = create_app({"CHAPTER_DATA": sys.argv[1]})
    for line in sys.stdin:
        number, *how = json.loads(line)
        made = [pid for _ in range(number) if (pid := os.fork()) or be(app, *how)]
        ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in made]
        print(json.dumps(ends), flush=True)
