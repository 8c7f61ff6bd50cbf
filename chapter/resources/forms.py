"""Forms: something in the bank, a script's place there, and a shelf."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from chapter.access import AUDIENCE_NAMES, Audience
from chapter.forms import Form, Versioned, needed, one_language, show_texts, texts
from chapter.i18n import _, in_language, lazy
from chapter.resources.rules import Kind, tags, web_address

TITLE = Length(max=120, message=lazy("Write at most 120 characters."))
ABOUT = Length(max=600, message=lazy("Write at most 600 characters."))
LINE = Length(max=300, message=lazy("Write at most 300 characters."))
ADDRESS = Length(max=2000, message=lazy("The address is too long."))


def on_the_web(_form: Form, field: Any) -> None:
    """A validator for addresses; gives them https if nothing was said."""
    found = web_address(field.data or "")
    if not found:
        raise ValidationError(_("This doesn’t look like an address on the web. It should be like https://example.org."))
    field.data = found


class ShelfForm(Form):
    """Where something stands, and how else it's found."""

    category_id = SelectField(lazy("Category"), coerce=int, default=0)
    tags = StringField(lazy("Tags"), [LINE])

    def choose_among(self, categories: Iterable[Any]) -> None:
        """Let one choose a shelf."""
        shelves = (SelectChoice(category.id, in_language(category.name)) for category in categories)
        self.category_id.choices = [SelectChoice(0, _("No category")), *shelves]

    def place(self) -> dict[str, Any]:
        """What was chosen, by the columns' names."""
        return {"category_id": self.category_id.data or None, "tags": tags(self.tags.data or "")}

    def show_place(self, kept: Any) -> None:
        """Fill the form with what is kept."""
        self.category_id.data, self.tags.data = kept.category_id or 0, ", ".join(kept.tags)


class ResourceForm(Versioned, ShelfForm):
    """Something in the bank. ``medium_id`` is a file that has come already, when something else was wrong."""

    TEXTS = "title", "about"
    title_sv = StringField(lazy("Title in Swedish"), [one_language("title"), TITLE])
    title_nb = StringField(lazy("Title in Norwegian"), [TITLE])
    about_sv = TextAreaField(lazy("What is it good for? In Swedish"), [ABOUT])
    about_nb = TextAreaField(lazy("What is it good for? In Norwegian"), [ABOUT])
    audience = SelectField(
        lazy("Who may see it?"),
        choices=[SelectChoice(word.value, label) for word, label in AUDIENCE_NAMES.items()],
        default=Audience.VOLUNTEERS.value,
    )
    medium_id = HiddenField()

    @property
    def kept_id(self) -> int | None:
        """The upload that it has."""
        written = self.medium_id.data or ""
        return int(written) if written.isdecimal() and len(written) < 10 else None

    def show(self, kept: Any) -> None:
        """Fill the form with what is kept."""
        for name in self.TEXTS:
            show_texts(self, name, getattr(kept, name))
        self.show_place(kept)
        self.audience.data, self.version.data = kept.audience.value, str(kept.version)
        self.medium_id.data = str(kept.medium_id or "")
        if "address" in self:
            self["address"].data = kept.address

    def facts(self) -> dict[str, Any]:
        """What was filled in, by the columns' names."""
        address = self["address"].data if "address" in self else None
        said = {name: texts(self, name) for name in self.TEXTS}
        return {**said, **self.place(), "audience": Audience(self.audience.data), "address": address}


class FileForm(ResourceForm):
    """A file."""

    file = FileField(lazy("File"))


class LinkForm(ResourceForm):
    """A link."""

    address = StringField(lazy("Address"), [needed(lazy("Write where it leads.")), ADDRESS, on_the_web])


class FilmForm(LinkForm):
    """A film on the web, with a still picture that is ours."""

    file = FileField(lazy("Still picture"))


FORMS: dict[Kind, type[ResourceForm]] = {Kind.FILE: FileForm, Kind.LINK: LinkForm, Kind.FILM: FilmForm}


class CategoryForm(Form):
    """A shelf's name."""

    name_sv = StringField(lazy("Name in Swedish"), [one_language("name"), TITLE])
    name_nb = StringField(lazy("Name in Norwegian"), [TITLE])

    def show(self, name: dict[str, str]) -> None:
        """Fill the form with what is kept."""
        show_texts(self, "name", name)

    def written(self) -> dict[str, str]:
        """What was filled in."""
        return texts(self, "name")
