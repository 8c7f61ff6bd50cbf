"""What can be asked for, and how long there is left, in words."""

from datetime import date

from chapter.i18n import _, lazy, ngettext
from chapter.rights.rules import Kind, Result, Way

KINDS = {
    Kind.SEE: lazy("See what is stored"),
    Kind.CORRECT: lazy("Have something put right"),
    Kind.WITHDRAW: lazy("Take back a yes"),
    Kind.OBJECT: lazy("Say no to something we do"),
    Kind.ERASE: lazy("Be erased"),
}

WAYS = {
    Way.PAGE: lazy("On their own page"),
    Way.MAIL: lazy("From the page about data, confirmed by mail"),
    Way.PHONE: lazy("On the phone"),
    Way.LETTER: lazy("In a letter or a mail"),
    Way.MEETING: lazy("When you met"),
}

RESULTS = {
    Result.DONE: lazy("Done"),
    Result.DECLINED: lazy("Declined"),
    Result.TAKEN_BACK: lazy("Taken back"),
}


MAKE_SURE = lazy(
    "Make sure that it is them: ring the number in the register, or write to the address there. Don’t ask for an ID "
    "number."
)
TELL = lazy("Tell them what you have done, below. They get your words by mail.")
STEPS = {
    Kind.SEE: [
        MAKE_SURE,
        lazy("Let them read it by themselves, or save the file and hand it over on paper."),
        TELL,
    ],
    Kind.CORRECT: [MAKE_SURE, lazy("Change it in the register. Nobody needs to prove what is about themselves."), TELL],
    Kind.WITHDRAW: [
        lazy("Their yes is taken back in the register already, if they did it on their own page."),
        lazy("A member stays a member. Somebody who isn’t one has nothing more to be stored for: erase them."),
        TELL,
    ],
    Kind.OBJECT: [
        MAKE_SURE,
        lazy("Stop doing it. Only if you have weighty reasons can you go on, and then you tell them which."),
        TELL,
    ],
    Kind.ERASE: [
        MAKE_SURE,
        lazy("If they are a member: ask whether they want to leave the party, too. Note first that they have left."),
        lazy("Erase them. They get a mail that it is done, and the request goes too."),
    ],
}
"""What the coordinator does, step by step."""


def days_left(due_on: date, today: date) -> str:
    """How long there is left, or how late it is."""
    left = (due_on - today).days
    if left < 0:
        return ngettext("%(num)s day late", "%(num)s days late", -left)
    if left == 0:
        return _("today is the last day")
    return ngettext("%(num)s day left", "%(num)s days left", left)


def urgency(due_on: date, today: date) -> str:
    """What a chip looks like that says so."""
    left = (due_on - today).days
    return "bad" if left <= 1 else "warn" if left <= 14 else ""


def who(name: str, email: str) -> str:
    """Who asks, also where nobody told us."""
    return name or email or _("Somebody without a name")


def stays(is_marked: bool) -> list[str]:
    """What stays of whoever is erased, told to themselves."""
    found = [_("A number in the figures: how many joined, left and were erased, and why. It tells of nobody.")]
    if is_marked:
        found.append(_("A mark that nobody can read, so that we don’t ring you by mistake."))
    found.append(
        _("Calls that you made to others, without your name. If you took out lists of people, your name stays there.")
    )
    found.append(_("What others wrote about you in notes on somebody else: that can’t be found."))
    found.append(_("Copies in backups, until those are deleted."))
    found.append(_("What the party has about you elsewhere. Ask the party."))
    return found
