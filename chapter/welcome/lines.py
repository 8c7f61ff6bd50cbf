"""What the routine writes in a person's history, as sentences; it goes when the case is forgotten."""

from typing import Any

from chapter.i18n import _
from chapter.people import history
from chapter.people.rules import Shelf
from chapter.welcome.rules_letters import STEPS
from chapter.welcome.words import step_name
from chapter.welcome.words_letters import letter_words

Facts = dict[str, Any]
LETTERS = "mail", "print"
"""How a step is done that was a letter."""


def _opened(facts: Facts) -> str:
    if facts["by"]:
        return _("%(name)s began to welcome them.", name=facts["by"])
    return _("Began to be welcomed as a new member.")


def _step(facts: Facts) -> str:
    if facts["how"] in LETTERS and facts["step"] in STEPS.values():
        return _letter(facts)
    step = step_name(facts["step"])
    if facts["skipped"]:
        return _("Welcome routine: “%(step)s” was left out, decided by %(name)s.", step=step, name=facts["by"])
    if facts["by"]:
        return _("Welcome routine: “%(step)s” is done, noted by %(name)s.", step=step, name=facts["by"])
    return _("Welcome routine: “%(step)s” is done.", step=step)


def _letter(facts: Facts) -> str:
    letter = letter_words(next(key for key, step in STEPS.items() if step == facts["step"]))
    if facts["how"] == "print":
        return _("Was sent a letter on paper by %(name)s: “%(letter)s”.", letter=letter, name=facts["by"])
    if facts["by"]:
        return _("Was sent a letter by %(name)s: “%(letter)s”.", letter=letter, name=facts["by"])
    return _("Was sent a letter, by itself: “%(letter)s”.", letter=letter)


def _written_back(facts: Facts) -> str:
    return _("%(name)s wrote to them after they had left.", name=facts["by"])


history.register("welcome_opened", _opened, Shelf.NOTES)
history.register("welcome_step", _step, Shelf.NOTES)
history.register("welcome_back", _written_back, Shelf.NOTES)
