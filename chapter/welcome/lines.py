"""What the routine writes in a person's history, as sentences; it goes when the case is forgotten."""

from collections.abc import Callable
from typing import Any

from chapter.i18n import _
from chapter.people import history
from chapter.people.rules import Shelf
from chapter.welcome.words import step_name

Facts = dict[str, Any]
Line = Callable[[Facts], str]
_lines: dict[str, Line] = {}


def tells(*how: str) -> Callable[[Line], Line]:
    """Register the sentence for a step that was done in one of these ways, by a feature that knows more of it."""

    def keep(line: Line) -> Line:
        _lines.update(dict.fromkeys(how, line))
        return line

    return keep


def _opened(facts: Facts) -> str:
    if facts["by"]:
        return _("%(name)s began to welcome them.", name=facts["by"])
    return _("Began to be welcomed as a new member.")


def _step(facts: Facts) -> str:
    if line := _lines.get(facts["how"]):
        return line(facts)
    step = step_name(facts["step"])
    if facts["skipped"]:
        return _("Welcome routine: “%(step)s” was left out, decided by %(name)s.", step=step, name=facts["by"])
    if facts["by"]:
        return _("Welcome routine: “%(step)s” is done, noted by %(name)s.", step=step, name=facts["by"])
    return _("Welcome routine: “%(step)s” is done.", step=step)


history.register("welcome_opened", _opened, Shelf.NOTES)
history.register("welcome_step", _step, Shelf.NOTES)
