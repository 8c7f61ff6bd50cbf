"""What is filled in when somebody is followed up."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length

from chapter.forms import Careful, careful, needed
from chapter.i18n import lazy
from chapter.welcome.rules_follow_up import Came
from chapter.welcome.words_follow_up import CAME, RESULTS, TRAINING

LONGEST = 2000
RESULT_NEEDED = needed(lazy("Choose what comes nearest. The figures count it, without a name."))


def _one_of(label: Any, words: Mapping[Any, Any]) -> RadioField:
    """A question that need not be answered yet."""
    known = AnyOf([None, *words], message=lazy("Choose one of the answers."))
    return RadioField(label, [known], choices=[SelectChoice(*pair) for pair in words.items()], validate_choice=False)


def _words(label: Any) -> TextAreaField:
    return TextAreaField(label, [Length(max=LONGEST, message=lazy("Write at most 2000 characters.")), careful])


class FollowUpForm(Careful):
    """What was said. ``seen`` is when what the writer saw was written; ``told`` when that was of which they have been
    told since."""

    came = _one_of(lazy("Have they come into the group?"), CAME)
    help = _words(lazy("Do they need help with something?"))
    unclear = _words(lazy("Is something unclear to them?"))
    training = _one_of(lazy("Are they interested in training?"), TRAINING)
    note = _words(lazy("Something else to remember"))
    result = _one_of(lazy("Where do they stand now?"), RESULTS)
    seen = HiddenField()
    told = HiddenField()

    def show(self, kept: Any, is_referred: bool) -> "FollowUpForm":
        """Fill in what was written before (a ``FollowUp``), if anything was; gives the form back."""
        if kept is not None:
            for name in ANSWERS:
                self[name].data = getattr(kept, name) or (None if name in CHOSEN else "")
            self.seen.data = kept.at.isoformat()
        elif not is_referred:
            self.came.data = Came.NOT_REFERRED
        return self

    def said(self) -> dict[str, str]:
        """The answers."""
        return {name: self[name].data or "" for name in ANSWERS}

    def is_finished(self) -> bool:
        """Whether it can be kept as done: then it says where they stand."""
        return bool(self.validate(extra_validators={"result": [RESULT_NEEDED]}))


CHOSEN = "came", "training", "result"
ANSWERS = "came", "help", "unclear", "training", "note", "result"
