"""The form of the public page, and the officers' form for a link."""

import re
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation, ValidationError

from chapter.forms import Boxes, Email, Form, Moment, Phone, needed, one_language, show_texts, texts
from chapter.i18n import LANGUAGES, in_language, lazy
from chapter.signup import rules
from chapter.signup.rules import Details, Purpose

MOST_PLACES = 100_000
VERSION = re.compile("[1-9][0-9]{0,8}")
TICK = lazy("Tick the box if we may save your details. Without it we can’t sign you up.")
PURPOSES = {
    Purpose.BECOME_ACTIVE: lazy("Become active in the chapter"),
    Purpose.JOIN_ASSIGNMENT: lazy("Join a call assignment"),
}


class TasksField(Boxes):
    """Which of a link's tasks interest one; its data is their places in the list."""

    data: Any

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, coerce=int, choices=[], **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Only tasks that the link has; it may have been changed since the page was read."""
        if set(self.data or ()) - {choice.value for choice in self.choices}:
            self.data = [number for number in self.data if number in {choice.value for choice in self.choices}]
            raise StopValidation(str(lazy("What one can choose has changed. Choose again.")))


class ConnectForm(Form):
    """What somebody who is signed in may be asked."""

    tasks = TasksField(lazy("What would you like to do?"))
    consent = BooleanField()
    consent_id = HiddenField()

    def ask(self, tasks: list[dict[str, str]], consent_id: int, needs_consent: bool = True) -> None:
        """Ask for tasks, and for a yes to the text, whose newest version is ``consent_id``."""
        self.newest = consent_id
        self.tasks.choices = [SelectChoice(number, in_language(task)) for number, task in enumerate(tasks)]
        if not self.is_submitted():
            self.consent_id.data = consent_id
        if needs_consent:
            self.consent.validators = [InputRequired(message=TICK)]

    def validate_consent_id(self, field: HiddenField) -> None:
        """The number of a version is short; what isn't one hasn't come from the page."""
        if field.data and not VERSION.fullmatch(str(field.data)):
            field.data = self.newest
            raise ValidationError(str(lazy("Read what we save about you once more, and tick the box again.")))

    @property
    def agreed_to(self) -> int:
        """The version that was on the page, which need not be the newest any more."""
        return min(int(self.consent_id.data or self.newest), self.newest)


class JoinForm(ConnectForm):
    """Name, address, mobile, consent. ``website`` is for machines that fill in everything."""

    name = StringField(lazy("Name"), [needed(lazy("Write your name.")), Length(max=100)])
    email = Email(lazy("E-mail"), [needed(lazy("Write your e-mail address. We send a link to it."))])
    mobile = Phone(lazy("Mobile"), [needed(lazy("Write your mobile number."))])
    website = StringField()

    def details(self, language: str) -> Details:
        """What was filled in, by somebody who reads ``language``."""
        return Details(
            name=self.name.data,
            email=self.email.data,
            mobile=self.mobile.data,
            consent_id=self.agreed_to,
            language=language,
            tasks=self.tasks.data or [],
        )


class LinkForm(Form):
    """A link as officers make it; the texts have a field for each language."""

    purpose = SelectField(
        lazy("What does it lead to?"), choices=[SelectChoice(p.value, words) for p, words in PURPOSES.items()]
    )
    assignment_id = SelectField(lazy("Call assignment"), coerce=int)
    title_sv = StringField(lazy("Title in Swedish"), [one_language("title"), Length(max=120)])
    title_nb = StringField(lazy("Title in Norwegian"), [Length(max=120)])
    text_sv = TextAreaField(lazy("Text in Swedish"), [Length(max=5000)])
    text_nb = TextAreaField(lazy("Text in Norwegian"), [Length(max=5000)])
    slug = StringField(lazy("Address"), [Length(max=rules.LONGEST_SLUG)])
    opens_at = Moment(lazy("Opens"), [Optional()])
    closes_at = Moment(lazy("Closes"), [Optional()])
    places = IntegerField(lazy("Places"), [Optional(), NumberRange(1, MOST_PLACES)])
    tasks_sv = TextAreaField(lazy("Tasks to choose from, in Swedish"), [Length(max=3000)])
    tasks_nb = TextAreaField(lazy("Tasks to choose from, in Norwegian"), [Length(max=3000)])

    def validate_slug(self, field: StringField) -> None:
        """An address is easy to say and to type."""
        field.data = (field.data or "").lower()
        if field.data and not rules.is_slug(field.data):
            raise ValidationError(str(lazy("Use only the letters a–z, digits and hyphens, such as ring-with-us.")))

    def validate_assignment_id(self, field: SelectField) -> None:
        """Whoever joins an assignment must know which."""
        if self.purpose.data == Purpose.JOIN_ASSIGNMENT and not field.data:
            raise ValidationError(str(lazy("Choose which assignment the link leads to.")))

    def validate_closes_at(self, field: Moment) -> None:
        """A link that closes before it opens is never open."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(str(lazy("The link must close after it opens.")))

    def facts(self) -> dict[str, Any]:
        """The link's columns as they were filled in."""
        joins = self.purpose.data == Purpose.JOIN_ASSIGNMENT
        return {
            "purpose": Purpose(self.purpose.data),
            "assignment_id": self.assignment_id.data if joins else None,
            "title": texts(self, "title"),
            "text": texts(self, "text"),
            "slug": self.slug.data or "",
            "opens_at": self.opens_at.data,
            "closes_at": self.closes_at.data,
            "places": self.places.data,
            "tasks": self._tasks(),
        }

    def _tasks(self) -> list[dict[str, str]]:
        """The tasks, line by line; the languages' lines belong together in their order."""
        lines = {code: _lines(text) for code, text in texts(self, "tasks").items()}
        longest = max(len(list_) for list_ in lines.values())
        return [{code: lines[code][n] for code in lines if n < len(lines[code])} for n in range(longest)]

    def show(self, link: Any) -> None:
        """Fill the fields with what the link is."""
        show_texts(self, "title", link.title)
        show_texts(self, "text", link.text)
        kept = {code: "\n".join(task.get(code, "") for task in link.tasks).strip() for code in LANGUAGES}
        show_texts(self, "tasks", kept)
        self.assignment_id.data = link.assignment_id or 0


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
