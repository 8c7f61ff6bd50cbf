"""How it is with the chapter's mail, for the pages that say so."""

from typing import Any

from flask import current_app
from flask_login import current_user

from chapter import mail
from chapter.messages import smtp
from chapter.messages.rules import State
from chapter.messages.words import explain
from chapter.setup import queries, words
from chapter.setup.rules_mail import reason, server


def state() -> dict[str, Any]:
    """The mail server, whom mail comes from, and the last test."""
    return {
        "server": server(current_app.config["CHAPTER_SMTP_URL"]),
        "is_demo": mail.is_read_here(),
        "sender": smtp.sender(),
        "has_own_sender": bool(current_app.config["CHAPTER_MAIL_FROM"]),
        "reads_bounces": bool(current_app.config["CHAPTER_BOUNCES_URL"]),
        **tested(),
    }


def tested() -> dict[str, Any]:
    """What became of the reader's last test."""
    test = queries.last_test(current_user)
    error = test.last_error if test else None
    is_waiting = test is not None and test.state in (State.WAITING, State.SENDING)
    return {
        "test": test,
        "error": explain(error),
        "what_to_do": words.WHAT_TO_DO[reason(error)] if error else "",
        "is_under_way": is_waiting and mail.is_set() and not error,
    }
