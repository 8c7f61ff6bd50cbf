"""What a caller may not do just now, and why, in words."""

from chapter.calling.models import Call
from chapter.calling.rules import Waiting
from chapter.calling.words import BARRED
from chapter.errors import Refused
from chapter.i18n import lazy


class CallingIsClosed(Refused):
    """Nobody is rung at this hour."""

    words = lazy("Nobody is rung at this hour.")


class NotRunning(Refused):
    """The assignment hasn't begun, or has ended."""

    words = lazy("This assignment isn’t running now.")


class QueueIsEmpty(Refused):
    """There is nobody to ring just now."""

    words = lazy("There is nobody to ring just now.")


class Incomplete(Refused):
    """A question is still open."""

    words = lazy("There is a question left to answer.")


class IsHeld(Refused):
    """Somebody else is ringing that person."""

    words = lazy("Somebody else is ringing that person just now.")


class NotToBeRung(Refused):
    """Nobody may ring that person; ``why`` is the reason."""

    def __init__(self, why: Waiting) -> None:
        super().__init__(why)
        self.why, self.words = why, BARRED[why]


class TooLate(Refused):
    """A report can be corrected for a day."""

    words = lazy("The report can’t be changed any more. Tell your call leader what should be different.")


class Busy(Refused):
    """The caller is in another ``call``."""

    words = lazy("You are in another call. Report it first.")

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call
