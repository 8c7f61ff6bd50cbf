"""Forms: a course, an occasion, and which pages belong to it."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from chapter.access import AUDIENCE_NAMES, Audience
from chapter.courses.rules import Category
from chapter.courses.words import CATEGORIES
from chapter.forms import Boxes, Form, Moment, Versioned, needed, one_language, show_texts, texts
from chapter.i18n import _, lazy

TITLE = Length(max=120, message=lazy("Write at most 120 characters."))
LINE = Length(max=300, message=lazy("Write at most 300 characters."))
LONG = Length(max=20_000, message=lazy("Write at most 20,000 characters."))


class CourseForm(Versioned):
    """A course, apart from its occasions and pages."""

    TEXTS = "title", "about"
    title_sv = StringField(lazy("Title in Swedish"), [one_language("title"), TITLE])
    title_nb = StringField(lazy("Title in Norwegian"), [TITLE])
    about_sv = TextAreaField(lazy("What one learns, in Swedish"), [LONG])
    about_nb = TextAreaField(lazy("What one learns, in Norwegian"), [LONG])
    category = RadioField(
        lazy("For whom is it?"),
        choices=[SelectChoice(word.value, label) for word, label in CATEGORIES.items()],
        default=Category.BASIC.value,
    )
    audience = SelectField(
        lazy("Who may see it?"),
        choices=[SelectChoice(word.value, label) for word, label in AUDIENCE_NAMES.items()],
        default=Audience.VOLUNTEERS.value,
    )
    leader_id = SelectField(lazy("Who leads it?"), coerce=int, default=0)

    def choose_among(self, leaders: Mapping[int, str]) -> None:
        """Let one choose who leads the course."""
        nobody = SelectChoice(0, _("Nobody: one takes it by oneself"))
        self.leader_id.choices = [nobody, *(SelectChoice(number, name) for number, name in leaders.items())]

    def show(self, course: Any) -> None:
        """Fill the form with what is kept."""
        for name in self.TEXTS:
            show_texts(self, name, getattr(course, name))
        self.category.data, self.audience.data = course.category.value, course.audience.value
        self.leader_id.data, self.version.data = course.leader_id or 0, str(course.version)

    def facts(self) -> dict[str, Any]:
        """What was filled in, by the columns' names."""
        chosen = {"category": Category(self.category.data), "audience": Audience(self.audience.data)}
        said = {name: texts(self, name) for name in self.TEXTS}
        return {**said, **chosen, "leader_id": self.leader_id.data or None}


class OccasionForm(Versioned):
    """A time when a course is given."""

    NAMES = "starts_at", "ends_at", "place", "link", "places"
    starts_at = Moment(lazy("Begins"), [needed(lazy("Write when it begins."))])
    ends_at = Moment(lazy("Ends"), [Optional()])
    place = StringField(lazy("Where"), [LINE])
    link = StringField(lazy("Link to a digital meeting"), [LINE])
    places = IntegerField(
        lazy("How many can come"),
        [Optional(), NumberRange(1, 9999, lazy("Write a whole number, at least 1."))],
    )

    def validate_ends_at(self, field: Any) -> None:
        """It ends after it has begun."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(_("It must end after it has begun."))

    def validate_place(self, field: Any) -> None:
        """One must know where to go."""
        if not field.data and not self.link.data:
            raise ValidationError(_("Write where it is, or a link to the digital meeting."))

    def validate_link(self, field: Any) -> None:
        """Only addresses of the web."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_("Write the whole address, with https://."))

    def facts(self) -> dict[str, Any]:
        """What was filled in, by the columns' names."""
        return {
            name: self[name].data if name not in ("place", "link") else self[name].data or "" for name in self.NAMES
        }


class AddPage(Form):
    """A page to read in the course."""

    page_id = SelectField(lazy("Which page?"), coerce=int)

    def choose_among(self, pages: Iterable[tuple[int, str]]) -> None:
        """Let one choose a page."""
        self.page_id.choices = [
            SelectChoice(0, _("Choose a page")),
            *(SelectChoice(number, title) for number, title in pages),
        ]

    def validate_page_id(self, field: Any) -> None:
        """One of them must be chosen."""
        if not field.data:
            raise ValidationError(_("Choose which page."))


class WhoCame(Form):
    """Who has taken part."""

    came = Boxes(lazy("Who has taken part?"), coerce=int)
    shown = Boxes(coerce=int)

    def offer(self, names: Mapping[int, str]) -> None:
        """Let one tick these people."""
        self.came.choices = [SelectChoice(number, name) for number, name in names.items()]
        self.shown.choices = self.came.choices
