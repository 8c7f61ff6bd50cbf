"""What letters write in a person's history, as sentences."""

from typing import Any

from chapter.i18n import _
from chapter.letters.rules import STEPS
from chapter.letters.words import letter_words
from chapter.people import history
from chapter.people.rules import Shelf
from chapter.welcome.lines import tells

Facts = dict[str, Any]


@tells("mail", "print")
def _letter(facts: Facts) -> str:
    letter = letter_words(next(key for key, step in STEPS.items() if step == facts["step"]))
    if facts["how"] == "print":
        return _("Was sent a letter on paper by %(name)s: “%(letter)s”.", letter=letter, name=facts["by"])
    if facts["by"]:
        return _("Was sent a letter by %(name)s: “%(letter)s”.", letter=letter, name=facts["by"])
    return _("Was sent a letter, by itself: “%(letter)s”.", letter=letter)


def _written_back(facts: Facts) -> str:
    return _("%(name)s wrote to them after they had left.", name=facts["by"])


history.register("welcome_back", _written_back, Shelf.NOTES)
