"""What steps and states are called, and where a case stands, in a sentence."""

from datetime import date

from chapter.i18n import _, day, in_language, lazy, ngettext
from chapter.welcome import queries
from chapter.welcome.rules import Closing, Kind, Point, State, Step, Turn

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
    State.DONE: lazy("done already"),
    State.SKIPPED: lazy("left out"),
    State.AHEAD: lazy("later"),
    State.WAITS: lazy("waits for the step before"),
    State.PAUSED: lazy("resting"),
}

TURNS = {
    Turn.LATE: lazy("Overdue"),
    Turn.NOW: lazy("To be done now"),
    Turn.LATER: lazy("Later"),
    Turn.RESTS: lazy("Resting"),
}

TODAY = {
    Kind.LETTER: lazy("Send the letter today."),
    Kind.CALL: lazy("Ring today."),
    Kind.COFFEE: lazy("Have a coffee with them today."),
    Kind.REFERRAL: lazy("Find a group today."),
    Kind.MEETING: lazy("The meeting for new members is to be today."),
    Kind.DAY_AFTER: lazy("Send the message after the meeting today."),
    Kind.TRAINING: lazy("The basic training is to be today."),
    Kind.FOLLOW_UP: lazy("Ring and follow up today."),
    Kind.OWN: lazy("“%(step)s” is to be done today."),
}

BY = {
    Kind.LETTER: lazy("Send the letter by %(day)s."),
    Kind.CALL: lazy("Ring by %(day)s."),
    Kind.COFFEE: lazy("Have a coffee with them by %(day)s."),
    Kind.REFERRAL: lazy("Find a group by %(day)s."),
    Kind.MEETING: lazy("See that they come to a meeting for new members by %(day)s."),
    Kind.DAY_AFTER: lazy("Send the message after the meeting by %(day)s."),
    Kind.TRAINING: lazy("See that they come to a basic training by %(day)s."),
    Kind.FOLLOW_UP: lazy("Ring and follow up by %(day)s."),
    Kind.OWN: lazy("“%(step)s” is to be done by %(day)s."),
}


def sentence(point: Point, today: date) -> str:
    """Where a step that can be done stands, as a whole sentence: “The letter is 2 days late.”"""
    late, name = point.late(today), name_of(point.step)
    if late > 0:
        return _late(late, name)[point.step.kind]
    said = TODAY if late == 0 else BY
    return str(said[point.step.kind]) % {"step": name, "day": day(point.due_on or today)}


def _late(num: int, name: str) -> dict[Kind, str]:
    return {
        Kind.LETTER: ngettext("The letter is %(num)s day late.", "The letter is %(num)s days late.", num),
        Kind.CALL: ngettext("The call is %(num)s day late.", "The call is %(num)s days late.", num),
        Kind.COFFEE: ngettext("The coffee is %(num)s day late.", "The coffee is %(num)s days late.", num),
        Kind.REFERRAL: ngettext("Finding a group is %(num)s day late.", "Finding a group is %(num)s days late.", num),
        Kind.MEETING: ngettext(
            "The meeting for new members is %(num)s day late.", "The meeting for new members is %(num)s days late.", num
        ),
        Kind.DAY_AFTER: ngettext(
            "The message after the meeting is %(num)s day late.",
            "The message after the meeting is %(num)s days late.",
            num,
        ),
        Kind.TRAINING: ngettext(
            "The basic training is %(num)s day late.", "The basic training is %(num)s days late.", num
        ),
        Kind.FOLLOW_UP: ngettext("The follow-up is %(num)s day late.", "The follow-up is %(num)s days late.", num),
        Kind.OWN: ngettext("“%(step)s” is %(num)s day late.", "“%(step)s” is %(num)s days late.", num, step=name),
    }


def case_sentence(case: queries.Stand, paused_until: date | None) -> str:
    """Where a case stands: what is to be done first, or what it waits for."""
    if case.turn is Turn.RESTS:
        return _("Rests until %(day)s.", day=day(paused_until)) if paused_until else _("Rests for a while.")
    if case.first:
        return sentence(case.first, case.today)
    if case.ahead and case.ahead.opens_on:
        return _("Nothing to do until %(day)s: %(step)s.", day=day(case.ahead.opens_on), step=name_of(case.ahead.step))
    return _("Nothing is left to do.")


ACTS = {
    Kind.LETTER: lazy("Write the letter"),
    Kind.CALL: lazy("Ring"),
    Kind.REFERRAL: lazy("Find a group"),
    Kind.DAY_AFTER: lazy("Write the message"),
    Kind.FOLLOW_UP: lazy("Follow up"),
}


def act(step: Step) -> str:
    """What is written on the button that leads to a step’s page, or that notes that it is done."""
    return str(ACTS[step.kind]) if step.kind in ACTS else _("It is done")


def ended(on: date | None, why: Closing | None, by: str) -> str:
    """How a case ended: it was closed, or its follow-up was made."""
    when = day(on) if on else ""
    if why is None:
        return _("Followed up on %(day)s.", day=when)
    if not by:
        return _("Closed on %(day)s: %(why)s.", day=when, why=CLOSINGS[why])
    return _("Closed on %(day)s by %(name)s: %(why)s.", day=when, name=by, why=CLOSINGS[why])
