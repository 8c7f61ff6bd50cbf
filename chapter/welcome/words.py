"""What steps and states are called."""

from datetime import date

from chapter.i18n import _, day, in_language, lazy, ngettext
from chapter.welcome import queries
from chapter.welcome.rules import Closing, Kind, Point, State, Step

STEPS = {
    Kind.LETTER: lazy("Letter"),
    Kind.CALL: lazy("Call"),
    Kind.COFFEE: lazy("Coffee"),
    Kind.REFERRAL: lazy("A group, or another way in"),
    Kind.MEETING: lazy("Meeting for new members"),
    Kind.DAY_AFTER: lazy("Message the day after"),
    Kind.TRAINING: lazy("Basic training"),
    Kind.FOLLOW_UP: lazy("Follow-up"),
}

CLOSINGS = {
    Closing.LEFT: lazy("They have left the chapter"),
    Closing.NOT_NOW: lazy("They don’t want to now"),
    Closing.NOT_NEW: lazy("They weren’t new"),
    Closing.NO_CONTACT: lazy("We couldn’t reach them"),
    Closing.OTHER: lazy("Something else"),
}


def name_of(step: Step) -> str:
    """What a step is called."""
    return in_language(step.name) if step.kind is Kind.OWN else str(STEPS[step.kind])


def step_name(key: str) -> str:
    """The same by the step's key, also when the chapter has since removed it."""
    found = next((step for step in queries.steps() if step.key == key), None)
    return name_of(found) if found else _("A step")


def when(point: Point, today: date) -> str:
    """How a step stands, in words that fill no sentence but their own: “2 days late”."""
    late = point.late(today)
    if point.state is State.LATE:
        return ngettext("%(num)s day late", "%(num)s days late", late)
    if point.state is State.DUE and late == 0:
        return _("to be done today")
    if point.state is State.DUE:
        return ngettext("%(num)s day left", "%(num)s days left", -late)
    if point.state is State.AHEAD and point.opens_on:
        return _("from %(day)s", day=day(point.opens_on))
    return str(WORDS[point.state])


WORDS = {
    State.DONE: lazy("done"),
    State.SKIPPED: lazy("left out"),
    State.AHEAD: lazy("later"),
    State.WAITS: lazy("waits for the step before"),
    State.PAUSED: lazy("resting"),
}
