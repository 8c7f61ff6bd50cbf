"""Who needs a second step, how long they have for it, and what codes look like."""

import hmac
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

NEEDING = {
    "register.read": "opens everybody’s page",
    "register.change": "changes what is known of people",
    "register.import": "writes over the whole register",
    "register.export": "takes the whole register out",
    "people.erase": "erases for good",
    "leaving.handle": "names those who want to leave, and why",
    "do_not_call.lift": "lifts what somebody has asked for",
    "calling.lead": "lists who is rung, with numbers and notes",
    "flags.handle": "shows what callers flag about people",
    "searches.keep": "finds people by what is known of them",
    "welcome.work": "shows new members and what they said",
    "welcome.manage": "shows all new members",
    "welcome.follow_up": "shows notes that are the coordinator’s alone",
    "rights.handle": "hands out all that is stored about somebody",
    "read_log.read": "shows who looked at whom",
    "outbox.read": "shows to whom the chapter writes",
    "roles.give": "gives all of the above to anybody",
    "settings.change": "decides what others are protected by",
}
"""Permissions that ask for a second step: those that open many people’s data, or the way to it. Callers see one
person at a time, and a group’s contact only who was referred to the group: they need none."""

GRACE = timedelta(days=14)
"""How long one has to set a second step up, from when it is first asked of the account."""

CHALLENGE_LASTS = timedelta(minutes=10)
LONGEST = 20_000
"""Characters of what a browser says for a passkey; it needs about a thousand."""
PASSKEYS = 20
"""How many an account may have."""

CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other on paper: i, l, o, 0, 1."""
LENGTH = 12
"""Letters of a recovery code: nearly 60 bits, so that nobody finds it from its hash."""

STEP = 30
"""Seconds for which an app shows the same code."""


class Changed(StrEnum):
    """What can happen to how an account signs in."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    RESET = "reset"


def asks_for_one(permissions: Iterable[str]) -> bool:
    """Whether somebody with ``permissions`` needs a second step."""
    return not NEEDING.keys().isdisjoint(permissions)


def days_left(due_at: datetime | None, now: datetime) -> int:
    """How many days there are until it must be set up, begun ones too; nought or less when the time is out."""
    return -((now - due_at) // timedelta(days=1)) if due_at else GRACE.days


def new_code() -> str:
    """A recovery code, as it is shown: “k7mq-x2pd-9wtr”."""
    letters = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def plain(code: str) -> str:
    """What somebody typed, without what they put between the letters."""
    return "".join(character for character in code.casefold() if character.isalnum())


def is_from_app(code: str) -> bool:
    """Whether a plain code is one that an app shows, and not a recovery code."""
    return len(code) == 6 and code.isascii() and code.isdigit()


def fitting_step(code: str, now: datetime, last_step: int, code_of: Callable[[int], str]) -> int | None:
    """The half minute whose code it is: this one, the one before or after (clocks differ), but none already used."""
    if not is_from_app(code):
        return None
    this = int(now.timestamp()) // STEP
    return next(
        (step for step in (this, this - 1, this + 1) if step > last_step and hmac.compare_digest(code_of(step), code)),
        None,
    )


def has_been_copied(before: int, after: int) -> bool:
    """Whether a passkey that counts its uses has not counted on: there must be two of it."""
    return (before > 0 or after > 0) and after <= before
