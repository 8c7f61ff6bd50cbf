"""What sections, duties and steps are called."""

from collections.abc import Callable
from typing import Any

from chapter.access import AUDIENCE_NAMES, Audience
from chapter.editing.rules import Way
from chapter.editing.rules_duties import Due, Duty
from chapter.handbook.rules import Section
from chapter.i18n import LANGUAGES, _, lazy, shortday

SECTIONS = {
    Section.HANDBOOK: lazy("Handbook"),
    Section.RESOURCES: lazy("Resources"),
    Section.ABOUT: lazy("About the chapter"),
    Section.STANDPOINTS: lazy("A to Ö"),
}
DUTIES = {
    Duty.CHECK: lazy("To check"),
    Duty.DRAFT: lazy("Drafts"),
    Duty.HIDDEN: lazy("Not published"),
    Duty.SHIPPED: lazy("Newer text"),
    Duty.TRANSLATE: lazy("To translate"),
    Duty.OWNERLESS: lazy("Without anybody"),
}
WAYS = {
    Way.UP: lazy("Up"),
    Way.DOWN: lazy("Down"),
    Way.IN: lazy("Under the page before"),
    Way.OUT: lazy("Out one step"),
}
READERS = {**AUDIENCE_NAMES, Audience.PUBLIC: lazy("Everybody, also those who aren’t signed in")}
WHO = {
    Audience.PUBLIC: lazy("those who aren’t signed in"),
    Audience.VOLUNTEERS: lazy("those who are signed in and neither members nor officers"),
    Audience.MEMBERS: lazy("members who aren’t officers"),
    Audience.OFFICERS: lazy("officers"),
}
"""Those who belong to an audience and to none within it."""
IN_LANGUAGE: dict[str, Any] = {"sv": lazy("in Swedish"), "nb": lazy("in Norwegian")}
THE_OTHER = {code: other for code in LANGUAGES for other in LANGUAGES if other != code}


def why(due: Due) -> str:
    """Why somebody should look at a page, in a sentence."""
    return _SENTENCES[due.duty](due)


def _draft(due: Due) -> str:
    facts = {"language": IN_LANGUAGE[due.language], "name": due.by, "day": shortday(due.since)}
    if not due.by:
        return _("There is a draft %(language)s, of %(day)s.", **facts)
    return _("There is a draft %(language)s, written by %(name)s %(day)s.", **facts)


def _translate(due: Due) -> str:
    if due.since is None:
        return _("It isn’t written %(language)s.", language=IN_LANGUAGE[due.language])
    facts = {"other": IN_LANGUAGE[THE_OTHER[due.language]], "language": IN_LANGUAGE[due.language]}
    return _("It was changed %(other)s %(day)s, but not %(language)s.", day=shortday(due.since), **facts)


_SENTENCES: dict[Duty, Callable[[Due], str]] = {
    Duty.CHECK: lambda due: _("Somebody should see by %(day)s that it is still right.", day=shortday(due.since)),
    Duty.DRAFT: _draft,
    Duty.HIDDEN: lambda due: _("No reader sees it."),
    Duty.SHIPPED: lambda due: _("The program has a newer text %(language)s.", language=IN_LANGUAGE[due.language]),
    Duty.TRANSLATE: _translate,
    Duty.OWNERLESS: lambda due: _("Nobody looks after it."),
}
