"""Forms: a group, asking to join one, and what its contacts and the coordinator fill in."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from chapter.forms import Boxes, Careful, Form, Versioned, careful, needed, one_language, show_texts, texts
from chapter.groups.rules import Standing
from chapter.groups.words import FACTS
from chapter.i18n import _, lazy, phone

SHORT = Length(max=120, message=lazy("Write at most 120 characters."))
LINE = Length(max=300, message=lazy("Write at most 300 characters."))
LONG = Length(max=5000, message=lazy("Write at most 5,000 characters."))


class Meets(Versioned):
    """When and where a group meets."""

    TEXTS: tuple[str, ...] = ("meets",)
    meets_sv = TextAreaField(lazy("When and where, in Swedish"), [LINE])
    meets_nb = TextAreaField(lazy("When and where, in Norwegian"), [LINE])

    def show(self, group: Any) -> None:
        """Fill the form with what is kept."""
        for name in self.TEXTS:
            show_texts(self, name, getattr(group, name))
        self.version.data = str(group.version)

    def facts(self) -> dict[str, dict[str, str]]:
        """What was filled in, by the columns' names."""
        return {name: texts(self, name) for name in self.TEXTS}


class GroupForm(Meets):
    """A group, apart from its contacts."""

    TEXTS = ("name", "about", "meets")
    name_sv = StringField(lazy("Name in Swedish"), [one_language("name"), SHORT])
    name_nb = StringField(lazy("Name in Norwegian"), [SHORT])
    about_sv = TextAreaField(lazy("What the group does, in Swedish"), [LONG])
    about_nb = TextAreaField(lazy("What the group does, in Norwegian"), [LONG])


class Share(Form):
    """What a group's contacts are told besides the name."""

    shares = Boxes(lazy("What may the contacts see, besides your name?"))

    def offer(self, facts: Mapping[str, str]) -> None:
        """Let one choose among ``facts``, each shown as it is."""
        self.shares.choices = [
            SelectChoice(name, f"{FACTS[name]}: {phone(value) if name == 'mobile' else value}")
            for name, value in facts.items()
        ]


class Ask(Share, Careful):
    """Asking to join a group."""

    words = StringField(lazy("Something you want to say"), [LINE, careful])


class NotNow(Careful):
    """A no for now, with words to the person."""

    words = TextAreaField(
        lazy("A few words to them"),
        [
            needed(lazy("Write a few words, so that they know where they stand.")),
            Length(max=2000, message=lazy("Write at most 2,000 characters.")),
            careful,
        ],
    )


class Refer(Share, Careful):
    """Referring somebody to a group, or putting them into it."""

    group_id = SelectField(lazy("Which group?"), coerce=int)
    to = RadioField(
        lazy("How?"),
        choices=[
            SelectChoice(Standing.REFERRED.value, lazy("The contacts get in touch and answer")),
            SelectChoice(Standing.MEMBER.value, lazy("They are in the group already")),
        ],
        default=Standing.REFERRED.value,
    )
    said_yes = BooleanField(
        validators=[
            InputRequired(lazy("Ask them first. Nobody is passed on to a group without having said yes to it."))
        ]
    )
    note = StringField(lazy("How and when did they say yes?"), [LINE, careful])

    def choose_among(self, groups: Mapping[int, str]) -> None:
        """Let one choose among ``groups``, by id and name."""
        nothing = SelectChoice(0, _("Choose a group"))
        self.group_id.choices = [nothing, *(SelectChoice(number, name) for number, name in groups.items())]

    def validate_group_id(self, field: Any) -> None:
        """One of them must be chosen."""
        if not field.data:
            raise ValidationError(_("Choose which group."))
