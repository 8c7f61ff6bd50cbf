"""The forms of the settings page."""

from typing import Any

from wtforms import ColorField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import Length, NumberRange, Optional, Regexp

from chapter.forms import Email, Form, Phone, needed, texts
from chapter.i18n import LANGUAGES, lazy
from chapter.settings import rules

DAYS = {
    "weekday": lazy("Monday to Friday"),
    "saturday": lazy("Saturday"),
    "sunday": lazy("Sundays and public holidays"),
}
CONSENT = lazy("Write the consent text in both languages: everybody must be able to read what they agree to.")


def _clock(label: Any) -> TimeField:
    return TimeField(label, [Optional()], render_kw={"step": 300})


class SettingsForm(Form):
    """What an administrator can change."""

    name = StringField(lazy("The chapter’s name"), [needed(lazy("Write the chapter’s name.")), Length(max=80)])
    language = SelectField(
        lazy("Language when we don’t know the reader’s"), choices=[SelectChoice(*pair) for pair in LANGUAGES.items()]
    )
    accent = ColorField(
        lazy("Colour"), [Regexp(r"#[0-9a-fA-F]{6}\Z", message=lazy("Choose a colour, such as #0b5d52."))]
    )
    about_sv = TextAreaField(lazy("About the chapter, in Swedish"), [Length(max=5000)], render_kw={"rows": 5})
    about_nb = TextAreaField(lazy("About the chapter, in Norwegian"), [Length(max=5000)], render_kw={"rows": 5})
    contact_name = StringField(lazy("Contact person"), [Length(max=80)])
    contact_email = Email(lazy("The contact person’s e-mail"))
    contact_phone = Phone(lazy("The contact person’s telephone"), [Length(max=30)])
    weekday_from, weekday_to = _clock(lazy("From")), _clock(lazy("To"))
    saturday_from, saturday_to = _clock(lazy("From")), _clock(lazy("To"))
    sunday_from, sunday_to = _clock(lazy("From")), _clock(lazy("To"))
    session_days = IntegerField(
        lazy("Days that one stays signed in"),
        [NumberRange(1, 365, message=lazy("Choose a number of days from 1 to 365."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """See also that the hours have a beginning and an end."""
        is_good = super().validate(extra_validators)
        for day in DAYS:
            start, end = self[f"{day}_from"], self[f"{day}_to"]
            if not start.errors and not end.errors and not rules.is_span(start.data, end.data):
                end.errors = [lazy("Fill in both times, the earlier one first, or leave both empty.")]
                is_good = False
        return is_good

    def facts(self) -> dict[str, Any]:
        """The columns of the chapter, as filled in."""
        kept = {name: value for name, value in self.data.items() if name not in ("about_sv", "about_nb")}
        return {**kept, "accent": kept["accent"].lower(), "about": texts(self, "about")}


class ConsentForm(Form):
    """The text that people consent to."""

    consent_sv = TextAreaField(lazy("In Swedish"), [needed(CONSENT), Length(max=5000)], render_kw={"rows": 6})
    consent_nb = TextAreaField(lazy("In Norwegian"), [needed(CONSENT), Length(max=5000)], render_kw={"rows": 6})
