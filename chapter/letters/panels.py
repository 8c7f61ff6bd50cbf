"""What became of the letters to somebody, on the page of their case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chapter.access import may_open
from chapter.accounts.models import Account
from chapter.letters import queries
from chapter.letters.rules import STEPS, Key, refusal
from chapter.letters.words import REFUSALS, letter_words
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.messages.words import explain
from chapter.people.models import Person
from chapter.welcome.models import CaseStep, WelcomeCase
from chapter.welcome.panels import Facts, panel
from chapter.welcome.queries import Standing


@dataclass(frozen=True)
class Told:
    """What became of a letter. ``message`` is the mail, unless it went on paper or is too old to be remembered."""

    key: Key
    person: Person
    step: CaseStep
    message: Message | None

    @property
    def has_failed(self) -> bool:
        """Whether it didn't arrive."""
        return self.message is not None and self.message.state is State.FAILED

    @property
    def waits(self) -> bool:
        """Whether it is still with us."""
        return self.message is not None and self.message.state in (State.WAITING, State.SENDING)

    @property
    def server_said(self) -> str:
        """What the mail server said, in its own words, if it is the one that refused it."""
        said = (self.message and self.message.last_error) or ""
        return said if said == explain(said) else ""

    @property
    def why(self) -> str:
        """Why it waits or has failed, in our words."""
        said = (self.message and self.message.last_error) or ""
        return str(REFUSALS[refusal(said)]) if self.server_said else explain(said)

    @property
    def address_is_new(self) -> bool:
        """Whether the register has another address by now than the one it went to."""
        return self.message is not None and self.message.to_email != self.person.email


def told(case: WelcomeCase, key: Key) -> Told | None:
    """What became of one letter; None if nothing has."""
    return next((one for one in _all(case) if one.key == key), None)


def _all(case: WelcomeCase) -> list[Told]:
    steps = {key: step for key in STEPS if (step := queries.sent(case, key)) and not step.is_skipped}
    mails = queries.mails(case) if any(step.message_id for step in steps.values()) else {}
    return [Told(key, case.person, step, mails.get(step.message_id or 0)) for key, step in steps.items()]


@panel(50, "letters/_letters.html")
def letters(reader: Account, standing: Standing, now: datetime) -> Facts | None:
    """The letters that were sent, and whether they arrived."""
    found = _all(standing.case)
    facts: dict[str, Any] = {"letters": found, "letter_words": letter_words, "may_open": may_open}
    return facts if found else None
