"""Forms: the chapter's letters, a letter to one person, and how one signs."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from chapter.forms import Form, Versioned, needed, one_language, show_texts, texts
from chapter.i18n import LANGUAGES, _, lazy
from chapter.letters.rules import Problem, Trouble, problems

LINE = Length(max=200, message=lazy("Write at most 200 characters."))
TITLE = Length(max=80, message=lazy("Write at most 80 characters."))
LONG = Length(max=10_000, message=lazy("Write at most 10,000 characters."))
SUBJECT_NEEDED = needed(lazy("Write a subject, so that they see what the letter is."))
BODY_NEEDED = needed(lazy("Write the letter."))


def fields_known(form: Form, field: Any) -> None:
    """A validator for texts with fields: each is one that there is, in a place where it can stand."""
    found = next(problems(field.data or "", is_subject=not isinstance(field, TextAreaField)), None)
    if found is not None:
        raise ValidationError(_said(found))


def _said(problem: Problem) -> str:
    field = f"{{{problem.field}}}"
    if problem.trouble is Trouble.LIST:
        return _("%(field)s is a list. It fits in the letter, but not in the subject.", field=field)
    if problem.trouble is Trouble.LINK:
        return _("%(field)s can’t be part of a link. Put it beside the link instead.", field=field)
    if problem.meant:
        return _("%(field)s isn’t a field. Did you mean %(meant)s?", field=field, meant=f"{{{problem.meant}}}")
    return _("%(field)s isn’t a field. Write a name between braces only if it is to be filled in.", field=field)


def one_newline(text: Any) -> Any:
    """A filter for texts: lines end as we write them, not as browsers send them."""
    return text.replace("\r\n", "\n") if isinstance(text, str) else text


class LetterForm(Versioned):
    """The chapter's words for a letter, in each language."""

    subject_sv = StringField(lazy("Subject in Swedish"), [SUBJECT_NEEDED, LINE, fields_known])
    body_sv = TextAreaField(lazy("Letter in Swedish"), [BODY_NEEDED, LONG, fields_known], filters=[one_newline])
    subject_nb = StringField(lazy("Subject in Norwegian"), [SUBJECT_NEEDED, LINE, fields_known])
    body_nb = TextAreaField(lazy("Letter in Norwegian"), [BODY_NEEDED, LONG, fields_known], filters=[one_newline])

    def show(self, given: dict[str, Any], version: int) -> "LetterForm":
        """Fill the form with a letter by language; gives the form back."""
        show_texts(self, "subject", {code: text.subject for code, text in given.items()})
        show_texts(self, "body", {code: text.body for code, text in given.items()})
        self.version.data = str(version)
        return self

    def written(self) -> dict[str, tuple[str, str]]:
        """Subject and body by language."""
        subjects, bodies = texts(self, "subject"), texts(self, "body")
        return {code: (subjects[code], bodies[code]) for code in LANGUAGES}


class OwnLetter(Form):
    """A letter to one person, in their language."""

    subject = StringField(lazy("Subject"), [SUBJECT_NEEDED, LINE, fields_known])
    body = TextAreaField(lazy("Letter"), [BODY_NEEDED, LONG, fields_known], filters=[one_newline])

    def written(self) -> tuple[str, str]:
        """Subject and body."""
        return self.subject.data or "", self.body.data or ""


class SignedBy(Form):
    """Who signs for those who haven't set up their own signature."""

    signer = SelectField(lazy("Who signs?"), coerce=int)

    def choose_among(self, names: dict[int, str], contact: str) -> "SignedBy":
        """Let one choose among ``names``, by account, or the chapter's contact; gives the form back."""
        nobody = _("The contact (%(name)s)", name=contact) if contact else _("The chapter’s contact")
        self.signer.choices = [SelectChoice(0, nobody), *(SelectChoice(*pair) for pair in names.items())]
        return self


class Signature(Form):
    """What stands under one's letters."""

    title_sv = StringField(lazy("Your title in Swedish"), [one_language("title"), TITLE])
    title_nb = StringField(lazy("Your title in Norwegian"), [TITLE])
    picture = FileField(lazy("A picture of you"))
