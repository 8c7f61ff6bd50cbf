"""Forms: an upload, and its name."""

from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import Length, ValidationError

from chapter.forms import Form, needed
from chapter.i18n import _, lazy
from chapter.media.rules import LONGEST_NAME


def a_file(_form: Form, field: FileField) -> None:
    """A validator: a file must have been chosen."""
    if not field.data:
        raise ValidationError(_("Choose a file first."))


class UploadForm(Form):
    """A picture or file."""

    file = FileField(lazy("Picture or file"), [a_file])


class NameForm(Form):
    """What it is called."""

    name = StringField(lazy("Name"), [needed(lazy("Give it a name.")), Length(max=LONGEST_NAME)])
