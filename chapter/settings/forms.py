"""The forms of the settings: each field is a thing of that name, see :mod:`chapter.settings.values`."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    ColorField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from chapter.forms import Boxes, Email, Phone, Versioned, needed, show_texts, texts
from chapter.i18n import LANGUAGES, lazy, offered
from chapter.settings.fees import Fees
from chapter.settings.rules import Office
from chapter.settings.rules_hours import is_span

DAYS = {
    "weekday": lazy("Monday to Friday"),
    "saturday": lazy("Saturday"),
    "sunday": lazy("Sundays and public holidays"),
}
SPOKEN = [SelectChoice(*pair) for pair in LANGUAGES.items()]


class SettingsForm(Versioned):
    """What stands on one page; ``version`` is the newest change of it that the writer knew of."""

    def things(self) -> dict[str, str]:
        """What each field is called where it is kept."""
        return {field.short_name: field.short_name for field in self if field is not self.version}

    def show(self, kept: Mapping[str, Any], version: int) -> None:
        """Fill the fields with what is ``kept``."""
        for name, thing in self.things().items():
            self[name].process(None, kept[thing])
        self.version.data = str(version)

    def facts(self) -> dict[str, Any]:
        """Everything by its name, as filled in; nothing is an empty text where there are texts."""
        fields = {thing: self[name] for name, thing in self.things().items()}
        return {thing: f.data or "" if isinstance(f, StringField) else f.data for thing, f in fields.items()}


class ChapterForm(SettingsForm):
    """What the chapter is called, and what it says of itself."""

    name = StringField(lazy("The chapter’s name"), [needed(lazy("Write the chapter’s name.")), Length(max=80)])
    about_sv = TextAreaField(lazy("About the chapter, in Swedish"), [Length(max=5000)], render_kw={"rows": 5})
    about_nb = TextAreaField(lazy("About the chapter, in Norwegian"), [Length(max=5000)], render_kw={"rows": 5})

    def things(self) -> dict[str, str]:
        """The text is one thing in two languages."""
        return {"name": "name"}

    def show(self, kept: Mapping[str, Any], version: int) -> None:
        """Fill in the text too."""
        super().show(kept, version)
        show_texts(self, "about", kept["about"])

    def facts(self) -> dict[str, Any]:
        """The name and the text."""
        return {**super().facts(), "about": texts(self, "about")}


class LanguagesForm(SettingsForm):
    """Which languages there are to choose from, and which a stranger meets."""

    languages = Boxes(
        lazy("Languages of the site"),
        [InputRequired(message=lazy("Tick at least one language."))],
        choices=SPOKEN,
    )
    language = SelectField(lazy("Language when we don’t know the reader’s"), choices=SPOKEN)

    def validate_language(self, field: SelectField) -> None:
        """What strangers meet is one of those that there are."""
        if self.languages.data and field.data not in self.languages.data:
            raise ValidationError(str(lazy("Choose a language that the site is in.")))


class LookForm(SettingsForm):
    """The colour, and the logo."""

    accent = ColorField(
        lazy("Colour"),
        [Regexp(r"#[0-9a-fA-F]{6}\Z", message=lazy("Choose a colour, such as #0b5d52."))],
        filters=[lambda colour: colour.lower() if colour else colour],
    )
    logo = FileField(lazy("Logo"))
    drop_logo = BooleanField(lazy("Remove the logo"))
    logo_alt = StringField(lazy("What the logo shows, for those who can’t see it"), [Length(max=200)])
    logo_has_name = BooleanField(lazy("The chapter’s name can be read in the logo, and needn’t stand beside it"))

    def things(self) -> dict[str, str]:
        """The logo itself is kept by whoever keeps pictures."""
        return {name: name for name in ("accent", "logo_alt", "logo_has_name")}

    def facts(self) -> dict[str, Any]:
        """No logo from now on, if that was ticked."""
        return super().facts() | ({"logo_id": None} if self.drop_logo.data else {})


class ContactsForm(SettingsForm):
    """Whom pages name: the chapter's contact, and one for each office."""

    contact_name = StringField(lazy("Name"), [Length(max=80)])
    contact_email = Email(lazy("E-mail"))
    contact_phone = Phone(lazy("Telephone"), [Length(max=30)])

    def things(self) -> dict[str, str]:
        """“call_leader_phone” is kept as “call_leader.phone”."""
        offices = {f"{office}_{fact}": f"{office}.{fact}" for office in Office for fact in FACTS}
        return {f"contact_{fact}": f"contact_{fact}" for fact in FACTS} | offices

    def validate(self, extra_validators: Any = None) -> bool:
        """A number or an address is somebody's."""
        is_good = super().validate(extra_validators)
        for who in ("contact", *Office):
            name, email, phone = (self[f"{who}_{fact}"] for fact in FACTS)
            if (email.data or phone.data) and not name.data:
                name.errors = [lazy("Write whose number and address it is.")]
                is_good = False
        return is_good


FACTS = "name", "email", "phone"
for _office in Office:
    setattr(ContactsForm, f"{_office}_name", StringField(lazy("Name"), [Length(max=80)]))
    setattr(ContactsForm, f"{_office}_email", Email(lazy("E-mail")))
    setattr(ContactsForm, f"{_office}_phone", Phone(lazy("Telephone"), [Length(max=30)]))


def _clock(label: Any) -> TimeField:
    return TimeField(label, [Optional()], render_kw={"step": 300})


class HoursForm(SettingsForm):
    """When people may be rung."""

    weekday_from, weekday_to = _clock(lazy("From")), _clock(lazy("To"))
    saturday_from, saturday_to = _clock(lazy("From")), _clock(lazy("To"))
    sunday_from, sunday_to = _clock(lazy("From")), _clock(lazy("To"))

    def validate(self, extra_validators: Any = None) -> bool:
        """See also that the hours have a beginning and an end."""
        is_good = super().validate(extra_validators)
        for day in DAYS:
            start, end = self[f"{day}_from"], self[f"{day}_to"]
            if not start.errors and not end.errors and not is_span(start.data, end.data):
                end.errors = [lazy("Fill in both times, the earlier one first, or leave both empty.")]
                is_good = False
        return is_good


class MembershipForm(Fees, SettingsForm):
    """Fees and leavers."""


class SessionsForm(SettingsForm):
    """How long one stays signed in, and whether that takes a second step."""

    session_days = IntegerField(
        lazy("Days that one stays signed in"),
        [NumberRange(1, 365, message=lazy("Choose a number of days from 1 to 365."))],
    )
    needs_factor = BooleanField(lazy("Those who see the register or the settings need a second step"))


def _in_each(form: Any, field: Any) -> None:
    if field.short_name.rpartition("_")[2] in offered() and not field.data:
        words = lazy("Write it in every language of the site: everybody must be able to read what they agree to.")
        raise ValidationError(str(words))


class ConsentForm(SettingsForm):
    """The text that people consent to."""

    consent_sv = TextAreaField(lazy("In Swedish"), [_in_each, Length(max=5000)], render_kw={"rows": 6})
    consent_nb = TextAreaField(lazy("In Norwegian"), [_in_each, Length(max=5000)], render_kw={"rows": 6})

    def things(self) -> dict[str, str]:
        """One text in two languages."""
        return {}

    def show(self, kept: Mapping[str, Any], version: int) -> None:
        """Fill in the text."""
        super().show(kept, version)
        show_texts(self, "consent", kept["consent"])

    def facts(self) -> dict[str, Any]:
        """The text in the languages that it was written in."""
        return {"consent": texts(self, "consent")}
