"""Forms: the words and the picture of the front page, and news."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from chapter import clock
from chapter.access import AUDIENCE_NAMES, Audience
from chapter.forms import Versioned, needed, one_language, show_texts, texts
from chapter.i18n import _, lazy, local

SHORT = Length(max=120, message=lazy("Write at most 120 characters."))
LONG = Length(max=20_000, message=lazy("Write at most 20,000 characters."))
READERS = Audience.PUBLIC, Audience.MEMBERS


class Texts(Versioned):
    """A form for texts in both languages, for something with a version."""

    TEXTS: tuple[str, ...] = ()

    def show(self, kept: Any) -> None:
        """Fill the form with what is kept; nothing is, before anybody has written."""
        for name in self.TEXTS:
            show_texts(self, name, getattr(kept, name) if kept else None)
        self.version.data = str(kept.version if kept else 0)

    def facts(self) -> dict[str, Any]:
        """What was filled in, by the columns' names."""
        return {name: texts(self, name) for name in self.TEXTS}


class WordsForm(Texts):
    """Who we are, in words."""

    TEXTS = ("heading", "text")
    heading_sv = StringField(lazy("Heading in Swedish"), [SHORT])
    heading_nb = StringField(lazy("Heading in Norwegian"), [SHORT])
    text_sv = TextAreaField(lazy("Who you are, in Swedish"), [LONG])
    text_nb = TextAreaField(lazy("Who you are, in Norwegian"), [LONG])


class PictureForm(Texts):
    """The picture, and what it shows for those who don't see it. ``medium_id`` is one that has come already, when
    something else was wrong."""

    TEXTS = ("picture_says",)
    picture = FileField(lazy("Picture"))
    medium_id = HiddenField()
    picture_says_sv = StringField(lazy("What the picture shows, in Swedish"), [one_language("picture_says"), SHORT])
    picture_says_nb = StringField(lazy("What the picture shows, in Norwegian"), [SHORT])

    @property
    def kept_id(self) -> int:
        """The upload that has come already; 0 for none."""
        written = self.medium_id.data or ""
        return int(written) if written.isdecimal() and len(written) < 10 else 0


def titled(form: Any, field: Any) -> None:
    """A validator for a text: it has a title in its language, by which it is found."""
    if field.data and not form[field.short_name.replace("text", "title")].data:
        raise ValidationError(_("Write a title in the same language, too."))


class NewsForm(Texts):
    """News, in one language at least."""

    TEXTS = ("title", "text")
    title_sv = StringField(lazy("Title in Swedish"), [one_language("title"), SHORT])
    title_nb = StringField(lazy("Title in Norwegian"), [SHORT])
    text_sv = TextAreaField(lazy("Text in Swedish"), [LONG, titled])
    text_nb = TextAreaField(lazy("Text in Norwegian"), [LONG, titled])
    day = DateField(lazy("Date"), [DataRequired(lazy("Write a date, such as 2026-11-26."))])
    audience = RadioField(
        lazy("Who may read it?"),
        [needed(lazy("Choose who may read it."))],
        choices=[SelectChoice(audience.value, AUDIENCE_NAMES[audience]) for audience in READERS],
        default=Audience.PUBLIC.value,
    )
    is_pinned = BooleanField(lazy("Keep it on top"))

    def validate_day(self, field: Any) -> None:
        """What is news has happened, or has been decided."""
        if field.data and field.data > local(clock.now()).date():
            raise ValidationError(_("Choose today or an earlier day. News are out as soon as you publish them."))

    def facts(self) -> dict[str, Any]:
        """What was filled in, by the columns' names."""
        kept = {name: self[name].data for name in ("day", "audience", "is_pinned")}
        return {**super().facts(), **kept, "audience": Audience(self.audience.data)}
