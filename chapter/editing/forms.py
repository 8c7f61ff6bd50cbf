"""Forms: what a page says, where it stands, who may read it, and who looks after it."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from chapter.access import Audience
from chapter.editing.rules import LONGEST_TEXT, LONGEST_TITLE
from chapter.forms import Form, Versioned, needed
from chapter.handbook.rules import LONGEST_SLUG, Section
from chapter.i18n import LANGUAGES, lazy

TOP = 0
"""The choice to stand under no page."""


def among(names: Mapping[Any, Any]) -> list[SelectChoice]:
    """``names`` by value, to choose among."""
    return [SelectChoice(value=value, label=label) for value, label in names.items()]


def lines(text: Any) -> Any:
    """``text`` with the line ends that we keep; browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class TextForm(Versioned):
    """What a page says in one language; ``version`` is the one that the writer began from, 0 for none."""

    title = StringField(
        lazy("Title"),
        [
            needed(lazy("Give the page a title.")),
            Length(max=LONGEST_TITLE, message=lazy("Make the title shorter: at most 150 characters.")),
        ],
    )
    text = TextAreaField(
        lazy("Text"),
        [Length(max=LONGEST_TEXT, message=lazy("The text is too long for one page. Divide it into several."))],
        filters=[lines],
    )
    same = BooleanField(lazy("It still says the same in the other language"))


class NewPage(TextForm):
    """A page that isn't there yet."""

    section = SelectField(lazy("Where it belongs"))
    language = RadioField(lazy("The language that you write in"), choices=among(LANGUAGES))
    audience = SelectField(lazy("Who may read it"))
    under = RadioField(lazy("Under which page"), coerce=int, default=TOP)

    def offer(self, sections: dict[Section, Any], readers: dict[Audience, Any]) -> "NewPage":
        """Let one choose among these."""
        self.section.choices = among(sections)
        self.audience.choices = among(readers)
        return self


class PlaceForm(Form):
    """Under which page a page stands."""

    under = RadioField(lazy("Under which page"), coerce=int, default=TOP)


class AddressForm(Form):
    """A page's address."""

    section = SelectField(lazy("Where it belongs"))
    slug = StringField(
        lazy("The end of its address"),
        [
            needed(lazy("Write how the address should end.")),
            Length(max=LONGEST_SLUG, message=lazy("Make it shorter: at most 60 characters.")),
        ],
    )


class ReadersForm(Form):
    """Who may read a page."""

    audience = RadioField(lazy("Who may read it"))


class OwnersForm(Form):
    """Who looks after several pages from now on."""

    owner = SelectField(lazy("Who looks after them"), coerce=int)
    tick = SelectMultipleField(lazy("The pages"), [needed(lazy("Tick at least one page."))], coerce=int)


class OwnerForm(Form):
    """Who looks after a page, and by when they see that it is right."""

    owner = SelectField(lazy("Who looks after it"), coerce=int)
    check_by = DateField(lazy("Check by"), [Optional()])
