"""The forms of a referral: to which group, and which other ways in there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from chapter.forms import Boxes, Careful, careful, needed
from chapter.i18n import lazy, phone

LINE = Length(max=300, message=lazy("Write at most 300 characters."))


class ToGroup(Careful):
    """Which group, what its contacts are told, and how the person said yes."""

    group_id = RadioField(lazy("Which group?"), [needed(lazy("Choose which group."))], coerce=str)
    shares = Boxes(lazy("What may the contacts be told, besides the name?"))
    said_yes = BooleanField(
        validators=[
            InputRequired(lazy("Ask them first. Nobody is passed on to a group without having said yes to it."))
        ]
    )
    note = StringField(lazy("How and when did they say yes?"), [LINE, careful])

    def offer(self, groups: Mapping[int, str], facts: Mapping[str, str], labels: Mapping[str, Any]) -> "ToGroup":
        """Let one choose among ``groups`` (id and name) and ``facts``, each shown as it is."""
        self.group_id.choices = [SelectChoice(str(number), name) for number, name in groups.items()]
        self.shares.choices = [
            SelectChoice(name, f"{labels[name]}: {phone(value) if name == 'mobile' else value}")
            for name, value in facts.items()
        ]
        return self


class AnotherWay(Careful):
    """Which of the other ways in suits them, and a few words."""

    ways = Boxes(lazy("What did you suggest?"), coerce=int)
    words = StringField(lazy("Something else, or how they answered"), [LINE, careful])
    is_told = BooleanField(lazy("Mail them what I have ticked, with the links"), default=True)

    def offer(self, ways: Sequence[str]) -> "AnotherWay":
        """Let one tick several of the chapter's other ways in."""
        self.ways.choices = [SelectChoice(number, way) for number, way in enumerate(ways)]
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Something must have been suggested."""
        is_good = super().validate(extra_validators)
        if not self.ways.data and not self.words.data:
            self.words.errors = [lazy("Tick what you suggested, or write it.")]
            return False
        return is_good
