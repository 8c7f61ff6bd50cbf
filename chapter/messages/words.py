"""What states and troubles are called on the page."""

from typing import Any

from chapter.i18n import lazy
from chapter.messages.models import Message
from chapter.messages.rules import State, Trouble

STATES = {
    State.WAITING: lazy("Waiting"),
    State.SENDING: lazy("Being sent"),
    State.SENT: lazy("Sent"),
    State.FAILED: lazy("Failed"),
}

TROUBLES = {
    Trouble.NO_ANSWER: lazy("The mail server didn’t answer."),
    Trouble.NOT_ENCRYPTED: lazy("The mail server offers no encryption, so we don’t send it the password."),
    Trouble.BAD_CERTIFICATE: lazy("The mail server’s certificate isn’t valid."),
    Trouble.NO_SENDER: lazy("There is no sender’s address. Fill in the contact person’s e-mail in the settings."),
    Trouble.BAD_ADDRESS: lazy("The address can’t be used. Check how it is spelt."),
    Trouble.EXPIRED: lazy("The link in it stopped working before the mail could be sent."),
    Trouble.CAME_BACK: lazy("Somebody here has seen it come back."),
    Trouble.HELD_BACK: lazy(
        "It waited when a backup was taken that was put back later, so it may have been sent since. Try again if it "
        "hasn’t arrived."
    ),
    Trouble.NO_REASON: lazy("The mail server gave no reason."),
}


def fate(message: Message) -> Any:
    """What became of ``message``, in a word or two."""
    if message.last_error == Trouble.HELD_BACK:
        return lazy("Held back")
    return lazy("Came back") if message.came_back_at else STATES[message.state]


def explain(error: str | None) -> str:
    """Our own words for a trouble; a mail server's as it said them."""
    known = next((words for trouble, words in TROUBLES.items() if trouble == error), None)
    return str(known or error or "")
