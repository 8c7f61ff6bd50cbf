"""What stands beside the welcome call: its checklist, its questions, answers to invitations."""

from typing import NamedTuple

from chapter.i18n import LazyString, lazy
from chapter.welcome.rules_call import Answer, Tick, Time, Wish


class Advice(NamedTuple):
    """A line of the checklist, and how it is done."""

    title: LazyString
    how: LazyString


CHECKLIST = {
    Tick.WARM: Advice(lazy("Be warm"), lazy("Say who you are, and that you are glad that they joined.")),
    Tick.LISTEN: Advice(
        lazy("Listen"), lazy("Ask more than you tell. What made them join, and what do they hope for?")
    ),
    Tick.NEXT: Advice(lazy("What next?"), lazy("Ask what they would like to do. Say what happens from here.")),
    Tick.TELL: Advice(lazy("Tell what is going on"), lazy("One or two things that we do just now. Not everything.")),
    Tick.INVITE: Advice(lazy("Invite"), lazy("To something definite: what, when and where.")),
    Tick.LINK: Advice(lazy("Make it personal"), lazy("Who meets them there? Give a name, best of all your own.")),
    Tick.NOTES: Advice(
        lazy("Take notes"), lazy("What they expect, are interested in, are good at, and have time for.")
    ),
    Tick.AGAIN: Advice(lazy("Don’t give up"), lazy("No answer is not a no. Try another day, at another hour.")),
    Tick.INVITING: Advice(lazy("Make it inviting"), lazy("Say what is good about it: the people, the food, the use.")),
    Tick.SIGN_UP: Advice(lazy("Take the sign-up at once"), lazy("Write down what they answer while you talk.")),
    Tick.FOLLOW_UP: Advice(lazy("Follow it up"), lazy("Ask afterwards how it was, also if they didn’t come.")),
}

WISHES = {
    Wish.EXPECTATIONS: lazy("What do they expect of us?"),
    Wish.INTERESTS: lazy("What are they interested in?"),
    Wish.SKILLS: lazy("What are they good at?"),
    Wish.TIME: lazy("How much time do they have?"),
    Wish.OTHER: lazy("Something else to remember"),
}

WISH_NAMES = {
    Wish.EXPECTATIONS: lazy("Expectations"),
    Wish.INTERESTS: lazy("Interests"),
    Wish.SKILLS: lazy("Skills"),
    Wish.TIME: lazy("Time"),
    Wish.OTHER: lazy("Remember"),
}

TIMES = {
    Time.SELDOM: lazy("Now and then"),
    Time.MONTHLY: lazy("Some hours a month"),
    Time.WEEKLY: lazy("Some hours a week"),
    Time.MORE: lazy("More than that"),
    Time.NOT_NOW: lazy("None just now"),
}

ANSWERS = {Answer.YES: lazy("Yes"), Answer.MAYBE: lazy("Maybe"), Answer.NO: lazy("No")}


def wishes_in_words(wishes: dict[str, str]) -> list[tuple[LazyString, LazyString | str]]:
    """What they wish for, with the names of it, as far as we know."""
    return [
        (WISH_NAMES[wish], TIMES[Time(wishes[wish])] if wish is Wish.TIME else wishes[wish])
        for wish in Wish
        if wishes.get(wish)
    ]
