"""What is filled in about a search that is kept."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from chapter.forms import Form, needed
from chapter.i18n import lazy


class SearchForm(Form):
    """A search's name and note; its conditions have the builder. ``seen`` is the version that is being changed."""

    name = StringField(
        lazy("Name"),
        [
            needed(lazy("Give the search a name, so that others find it.")),
            Length(max=80, message=lazy("Write at most 80 characters.")),
        ],
        filters=[lambda text: " ".join((text or "").split())],
    )
    note = TextAreaField(lazy("Note"), [Length(max=500, message=lazy("Write at most 500 characters."))])
    seen = HiddenField()
