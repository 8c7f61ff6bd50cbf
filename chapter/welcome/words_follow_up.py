"""What is asked in the follow-up and answered, in words."""

from chapter.i18n import lazy
from chapter.welcome.rules_follow_up import Came, Result, Training

CAME = {
    Came.YES: lazy("Yes"),
    Came.NOT_YET: lazy("Not yet"),
    Came.NO: lazy("No"),
    Came.NOT_REFERRED: lazy("They were not referred to any"),
}
TRAINING = {
    Training.YES: lazy("Yes"),
    Training.PERHAPS: lazy("Perhaps later"),
    Training.NO: lazy("No"),
}
RESULTS = {
    Result.ACTIVE: lazy("Still active"),
    Result.ANOTHER_WAY: lazy("Would like another way in"),
    Result.NOT_NOW: lazy("Not now"),
    Result.LEFT: lazy("Has left, or wants to"),
}
