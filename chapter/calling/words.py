"""What the report says: questions, answers, what was answered, and what it causes.

Sentences hold ``%(name)s`` and the like; :func:`say` fills them in the reader's language.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chapter.calling.rules import Outcome, PartOfDay, Purpose, Quick, Skip, Step, Waiting
from chapter.i18n import lazy

QUESTIONS = {
    Step.REACHED: lazy("Did you reach %(name)s?"),
    Step.COULD_TALK: lazy("Could %(name)s talk?"),
    Step.WHY_NOT: lazy("Why didn’t you reach %(name)s?"),
    Step.LEFT_MESSAGE: lazy("Did you leave a message?"),
    Step.CALL_BACK: lazy("When is the earliest time to ring %(name)s again?"),
    Step.WRONG_NUMBER: lazy("Which number is wrong?"),
    Step.ACTION_NEEDED: lazy("Did something come up that a responsible person needs to act on?"),
    Step.ACTION_MESSAGE: lazy("What should the call leader know?"),
    Step.NOTE: lazy("Do you want to leave a note for those who ring later?"),
    Step.SUMMARY: lazy("Is this right?"),
}

LABELS = {
    (Step.REACHED, "yes"): lazy("We talked"),
    (Step.REACHED, "no"): lazy("Something else"),
    (Step.COULD_TALK, "yes"): lazy("Yes, we had a talk"),
    (Step.COULD_TALK, "call_back"): lazy("No, we should ring back"),
    (Step.COULD_TALK, "do_not_call"): lazy("No, and asked not to be called again"),
    (Step.COULD_TALK, "wants_to_leave"): lazy("Wants to leave the chapter"),
    (Step.WHY_NOT, "no_answer"): lazy("No answer"),
    (Step.WHY_NOT, "busy"): lazy("Busy"),
    (Step.WHY_NOT, "not_available"): lazy("Can’t be reached now"),
    (Step.WHY_NOT, "wrong_number"): lazy("It was somebody else’s number"),
    (Step.WHY_NOT, "not_in_use"): lazy("The number isn’t in use"),
    (Step.LEFT_MESSAGE, "yes"): lazy("Yes, I left a message"),
    (Step.LEFT_MESSAGE, "no"): lazy("No message"),
    (Step.CALL_BACK, "later_today"): lazy("Later today"),
    (Step.CALL_BACK, "tomorrow"): lazy("Tomorrow"),
    (Step.CALL_BACK, "next_week"): lazy("Next week"),
    (Step.CALL_BACK, "date"): lazy("On this day"),
    (Step.WRONG_NUMBER, "first"): lazy("%(first)s is wrong"),
    (Step.WRONG_NUMBER, "second"): lazy("%(second)s is wrong"),
    (Step.WRONG_NUMBER, "both"): lazy("Both are wrong"),
    (Step.ACTION_NEEDED, "yes"): lazy("Yes, I’ll write what"),
    (Step.ACTION_NEEDED, "no"): lazy("No, that isn’t needed"),
    (Step.ACTION_MESSAGE, "send"): lazy("Go on"),
    (Step.NOTE, "send"): lazy("Save the note"),
    (Step.NOTE, "none"): lazy("No note"),
}

SAID = {
    (Step.REACHED, "yes"): lazy("You reached %(name)s."),
    (Step.REACHED, "no"): lazy("You didn’t reach %(name)s."),
    (Step.COULD_TALK, "yes"): lazy("You and %(name)s had a talk."),
    (Step.COULD_TALK, "call_back"): lazy("%(name)s couldn’t talk just then."),
    (Step.COULD_TALK, "do_not_call"): lazy("%(name)s doesn’t want to be called again."),
    (Step.COULD_TALK, "wants_to_leave"): lazy("%(name)s wants to leave the chapter."),
    (Step.WHY_NOT, "no_answer"): lazy("Nobody answered."),
    (Step.WHY_NOT, "busy"): lazy("The line was busy."),
    (Step.WHY_NOT, "not_available"): lazy("%(name)s can’t be reached now."),
    (Step.WHY_NOT, "wrong_number"): lazy("It was somebody else’s number."),
    (Step.WHY_NOT, "not_in_use"): lazy("The number isn’t in use."),
    (Step.LEFT_MESSAGE, "yes"): lazy("You left a message."),
    (Step.LEFT_MESSAGE, "no"): lazy("You left no message."),
    (Step.CALL_BACK, "later_today"): lazy("We ring again %(until)s at the earliest."),
    (Step.CALL_BACK, "tomorrow"): lazy("We ring again %(until)s at the earliest."),
    (Step.CALL_BACK, "next_week"): lazy("We ring again %(until)s at the earliest."),
    (Step.CALL_BACK, "date"): lazy("We ring again %(until)s at the earliest."),
    (Step.WRONG_NUMBER, "first"): lazy("%(first)s is wrong."),
    (Step.WRONG_NUMBER, "second"): lazy("%(second)s is wrong."),
    (Step.WRONG_NUMBER, "both"): lazy("Both numbers are wrong."),
    (Step.ACTION_NEEDED, "yes"): lazy("A responsible person needs to act."),
    (Step.ACTION_NEEDED, "no"): lazy("Nobody needs to act on anything."),
    (Step.ACTION_MESSAGE, "send"): lazy("To the call leader: “%(text)s”"),
    (Step.NOTE, "send"): lazy("Note: “%(text)s”"),
    (Step.NOTE, "none"): lazy("You leave no note."),
}

EFFECTS = {
    (Step.REACHED, "yes"): lazy("Those who ring later see that you were in touch."),
    (Step.COULD_TALK, "yes"): lazy("%(name)s is done in this assignment."),
    (Step.COULD_TALK, "call_back"): lazy("Those who ring later see that we need to ring back."),
    (Step.COULD_TALK, "do_not_call"): lazy("%(name)s is taken out of every call queue, for good."),
    (Step.COULD_TALK, "wants_to_leave"): lazy(
        "The member coordinator takes over. Nobody rings %(name)s in the meantime."
    ),
    (Step.WHY_NOT, "no_answer"): lazy("%(name)s goes last in the queue and can be rung again %(rested)s."),
    (Step.WHY_NOT, "busy"): lazy("%(name)s goes last in the queue and can be rung again %(rested)s."),
    (Step.WHY_NOT, "wrong_number"): lazy("Nobody rings a wrong number until the register has been corrected."),
    (Step.WHY_NOT, "not_in_use"): lazy("Nobody rings a wrong number until the register has been corrected."),
    (Step.LEFT_MESSAGE, "yes"): lazy("Those who ring later see that there is a message."),
    (Step.CALL_BACK, "later_today"): lazy("%(name)s leaves the queue until then."),
    (Step.CALL_BACK, "tomorrow"): lazy("%(name)s leaves the queue until then."),
    (Step.CALL_BACK, "next_week"): lazy("%(name)s leaves the queue until then."),
    (Step.CALL_BACK, "date"): lazy("%(name)s leaves the queue until then."),
    (Step.ACTION_NEEDED, "yes"): lazy("Nobody rings %(name)s until it has been handled."),
    (Step.ACTION_MESSAGE, "send"): lazy("The call leader sees it at once. Nobody rings %(name)s until it is handled."),
    (Step.NOTE, "send"): lazy("Those who ring %(name)s later can read it."),
}


class Voice(NamedTuple):
    """The sentences of a report: for campaigns, which have a queue and a call leader, and for other calls."""

    questions: Mapping[Step, Any]
    said: Mapping[tuple[Step, str], Any]
    effects: Mapping[tuple[Step, str], Any]
    tell: Any


_CAMPAIGN = Voice(QUESTIONS, SAID, EFFECTS, lazy("Something to tell the call leader?"))
_AGAIN = lazy("You can try again later.")
_KEPT = lazy("The time is kept, so that you can ring then.")
_OTHER = Voice(
    questions={**QUESTIONS, Step.ACTION_MESSAGE: lazy("What should the member coordinator know?")},
    said={**SAID, (Step.ACTION_MESSAGE, "send"): lazy("To the member coordinator: “%(text)s”")},
    effects={
        **{
            key: words
            for key, words in EFFECTS.items()
            if key not in ((Step.REACHED, "yes"), (Step.LEFT_MESSAGE, "yes"))
        },
        **{(Step.CALL_BACK, answer): _KEPT for answer in ("later_today", "tomorrow", "next_week", "date")},
        (Step.COULD_TALK, "yes"): lazy("The call to %(name)s is done."),
        (Step.COULD_TALK, "call_back"): lazy("You ring %(name)s again at a better time."),
        (Step.COULD_TALK, "do_not_call"): lazy("Nobody rings %(name)s again, for any reason."),
        (Step.WHY_NOT, "no_answer"): _AGAIN,
        (Step.WHY_NOT, "busy"): _AGAIN,
        (Step.ACTION_MESSAGE, "send"): lazy(
            "The member coordinator sees it at once. Nobody rings %(name)s until it is handled."
        ),
    },
    tell=lazy("Something to tell the member coordinator?"),
)


def voice(purpose: Purpose) -> Voice:
    """The sentences of the reports on calls for ``purpose``."""
    return _CAMPAIGN if purpose is Purpose.CAMPAIGN else _OTHER


PREFILLED = {
    "first": lazy("The number %(first)s is wrong."),
    "second": lazy("The number %(second)s is wrong."),
    "both": lazy("The numbers %(first)s and %(second)s are wrong."),
    "only": lazy("The number %(only)s is wrong."),
}

OUTCOMES = {
    Outcome.TALKED: lazy("talked"),
    Outcome.CALL_BACK: lazy("ring back"),
    Outcome.NOT_AVAILABLE: lazy("couldn’t be reached then"),
    Outcome.NO_ANSWER: lazy("no answer"),
    Outcome.LEFT_MESSAGE: lazy("left a message"),
    Outcome.BUSY: lazy("busy"),
    Outcome.WRONG_NUMBER: lazy("wrong number"),
    Outcome.DO_NOT_CALL: lazy("doesn’t want to be called"),
    Outcome.WANTS_TO_LEAVE: lazy("wants to leave"),
}

SAVED = {
    Quick.NO_ANSWER: lazy("No answer from %(name)s: saved."),
    Quick.BUSY: lazy("Busy at %(name)s’s: saved."),
    Quick.LEFT_MESSAGE: lazy("A message left for %(name)s: saved."),
}

SENT = lazy("Your report on %(name)s is saved. Thank you!")
CORRECTED = lazy("The correction of your report on %(name)s is saved.")

QUICK = {
    Quick.NO_ANSWER: lazy("No answer"),
    Quick.BUSY: lazy("Busy"),
    Quick.LEFT_MESSAGE: lazy("Left a message"),
}

WAITING = {
    Waiting.READY: lazy("ready to be rung"),
    Waiting.IN_CALL: lazy("in a call now"),
    Waiting.DONE: lazy("done"),
    Waiting.DO_NOT_CALL: lazy("don’t want to be called"),
    Waiting.LEAVING: lazy("want to leave: the member coordinator has it"),
    Waiting.NO_NUMBER: lazy("have no number that works"),
    Waiting.FLAGGED: lazy("wait for a responsible person to act"),
    Waiting.CALL_BACK: lazy("wait for the time we promised to ring back"),
    Waiting.COOLDOWN: lazy("rest after a call"),
}

BARRED = {
    Waiting.IN_CALL: lazy("Somebody else is ringing that person just now."),
    Waiting.DO_NOT_CALL: lazy("That person doesn’t want to be called."),
    Waiting.LEAVING: lazy("That person has left the chapter, or wants to: the member coordinator has it."),
    Waiting.FLAGGED: lazy("Something in an earlier call has to be seen to first. Nobody rings until that is handled."),
    Waiting.NO_NUMBER: lazy("There is no number that works."),
}
"""Why nobody rings one person whom an officer has chosen."""

TITLES = {
    Purpose.WELCOME: lazy("Welcome calls"),
    Purpose.FOLLOW_UP: lazy("Follow-up calls"),
    Purpose.LEAVING: lazy("Calls about leaving"),
}
"""What calls that are no campaign’s are called."""

SKIPS = {
    Skip.KNOW_THEM: lazy("I know them"),
    Skip.RATHER_NOT: lazy("I’d rather not"),
    Skip.UNSUITABLE: lazy("I’m not the right one for this call"),
}

PARTS_OF_DAY = {
    PartOfDay.MORNING: lazy("In the morning"),
    PartOfDay.AFTERNOON: lazy("In the afternoon"),
    PartOfDay.EVENING: lazy("In the evening"),
}

FACTS = {
    "age_group": lazy("Age group"),
    "gender": lazy("Gender"),
    "town": lazy("Town"),
    "joined": lazy("When they joined"),
    "tags": lazy("Tags"),
    "interests": lazy("Interests"),
    "language": lazy("Language"),
}
"""What a leader may let callers see of a person; the rest stays in the register."""


def say(sentence: Any, **facts: Any) -> str:
    """``sentence`` in the reader's language, filled with ``facts``."""
    return str(sentence) % facts
