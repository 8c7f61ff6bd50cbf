"""What the routine writes in a person's history, as sentences; it goes when the case is forgotten."""

from typing import Any

from chapter.i18n import _
from chapter.people import history
from chapter.people.rules import Shelf
from chapter.welcome.words import step_name

Facts = dict[str, Any]


def _opened(facts: Facts) -> str:
    if facts["by"]:
        return _("%(name)s began to welcome them.", name=facts["by"])
    return _("Began to be welcomed as a new member.")


def _step(facts: Facts) -> str:
    step = step_name(facts["step"])
    if facts["skipped"]:
        return _("Welcome routine: “%(step)s” was left out, decided by %(name)s.", step=step, name=facts["by"])
    if facts["by"]:
        return _("Welcome routine: “%(step)s” is done, noted by %(name)s.", step=step, name=facts["by"])
    return _("Welcome routine: “%(step)s” is done.", step=step)


history.register("welcome_opened", _opened, Shelf.NOTES)
history.register("welcome_step", _step, Shelf.NOTES)
