"""The form that all forms are, and the fields they share."""

from datetime import date, datetime
from functools import cache
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeField,
    DateTimeLocalField,
    EmailField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms.i18n import get_translations
from wtforms.validators import DataRequired, Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from chapter import freetext
from chapter.i18n import LANGUAGES, _, language, lazy, local, parse_phone, phone, zone


class Form(FlaskForm):
    """A form in the reader's language that answers a POST; texts are stripped, lengths are bounded."""

    class Meta(FlaskForm.Meta):
        """Strip what people type, bound days and numbers; never let the browser's own bubbles speak."""

        csrf = False  # ``pages.csrf`` has checked every POST before it comes to a form

        def get_translations(self, form: Any) -> Any:
            """WTForms' own messages, read once a language; Flask-WTF would read the file in every request."""
            return _translations(language())

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Give text fields a filter that strips them, and others bounds that the database and calendars keep to."""
            if issubclass(unbound_field.field_class, StringField):
                kept = unbound_field.kwargs.get("filters", [])
                unbound_field.kwargs["filters"] = [strip, *(f for f in kept if f is not strip)]
            field = super().bind_field(form, unbound_field, options)
            bound = next((check for kind, check in BOUNDS if isinstance(field, kind)), None)
            if bound:
                field.validators = [bound, *field.validators]
            return field


class Careful(Form):
    """A form with a text about somebody: it warns once of what must not be written down. See :func:`careful`."""

    sure = BooleanField(lazy("I have checked it: it has to be there."))
    is_sensitive = False


def careful(form: Careful, field: Any) -> None:
    """A validator for a :class:`Careful` form's texts: they don't look sensitive, or the writer is sure."""
    if not form.sure.data and (words := freetext.found(field.data or "")):
        form.is_sensitive = True
        raise ValidationError(too_sensitive(words))


def too_sensitive(words: str) -> str:
    """What is said beside a text in which ``words`` were found."""
    return _(
        "“%(words)s”: this looks like something about health, belief, origin, sexuality, a crime or an ID number. "
        "Such things must not be written down here. Leave them out if you can.",
        words=words,
    )


class Versioned(Form):
    """A form for what several may change; ``version`` is the one that the writer saw."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version that the writer saw; what isn't a number is none that there has been."""
        kept = self.version.data or ""
        return int(kept) if kept.isdecimal() and len(kept) < 10 else 0


FIRST_YEAR, LAST_YEAR, MOST = 1900, 2100, 10**9


def sensible_day(form: Any, field: Any) -> None:
    """A validator for days and moments: one that somebody alive can mean, so that no reckoning falls off the end."""
    if isinstance(field.data, date) and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise StopValidation(str(lazy("Choose a day between the years 1900 and 2100.")))


def sensible_number(form: Any, field: Any) -> None:
    """A validator for whole numbers: one that every database can keep."""
    if isinstance(field.data, int) and abs(field.data) > MOST:
        raise StopValidation(str(lazy("This number is too large.")))


BOUNDS = [((DateField, DateTimeField), sensible_day), (IntegerField, sensible_number)]


@cache
def _translations(code: str) -> Any:
    return get_translations([code])


def strip(text: Any) -> Any:
    """``text`` without the space around it and without null bytes."""
    return text.replace("\x00", "").strip() if isinstance(text, str) else text


def needed(words: Any) -> DataRequired:
    """The field must be filled in; ``words`` says so in the field's own terms."""
    return DataRequired(message=words)


class Boxes(SelectMultipleField):
    """A tick box for each choice."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Email(EmailField):
    """An e-mail address, normalised to lower case."""

    data: Any

    def __init__(self, label: Any, validators: list | None = None, **kwargs: Any) -> None:
        super().__init__(label, [*(validators or []), Length(max=254)], **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Say what is wrong with an address in words."""
        if self.data:
            if "@" not in self.data:
                raise StopValidation(str(lazy("The address lacks an @.")))
            try:
                found = validate_email(self.data, check_deliverability=False, test_environment=True)
            except EmailNotValidError as error:
                words = lazy("This doesn’t look like an e-mail address. It should be like name@example.org.")
                raise StopValidation(str(words)) from error
            self.data = found.normalized.lower()


class Phone(TelField):
    """A telephone number; its data is E.164."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        """Turn what was typed into E.164 or say that it can't be a number."""
        if self.data:
            parsed = parse_phone(self.data)
            if parsed is None:
                raise StopValidation(str(lazy("This doesn’t look like a telephone number. Check the digits.")))
            self.data = parsed

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else phone(self.data)


class Moment(DateTimeLocalField):
    """A moment on the chapter's clocks; its data is aware."""

    data: Any

    def process_data(self, value: datetime | None) -> None:
        """Show a stored moment in the chapter's zone."""
        self.data = local(value).replace(tzinfo=None) if value else None

    def pre_validate(self, form: Any) -> None:
        """Read what was typed as the chapter's time."""
        if self.data and self.data.tzinfo is None:
            self.data = self.data.replace(tzinfo=zone())

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.strftime("%Y-%m-%dT%H:%M") if self.data else ""


def texts(form: Form, prefix: str) -> dict[str, str]:
    """What was typed for ``prefix``, by language."""
    return {code: form[f"{prefix}_{code}"].data or "" for code in LANGUAGES}


def show_texts(form: Form, prefix: str, kept: dict[str, str] | None) -> None:
    """Fill the fields of ``prefix`` with what is kept."""
    for code in LANGUAGES:
        form[f"{prefix}_{code}"].data = (kept or {}).get(code, "")


def one_language(prefix: str) -> Any:
    """A validator for the first of ``<prefix>_sv``, ``<prefix>_nb``: at least one must be written."""

    def check(form: Form, field: Any) -> None:
        if not any(texts(form, prefix).values()):
            raise ValidationError(str(lazy("Write it in at least one language.")))

    return check
