"""What is to go out, as what, and why."""

from typing import Any

from wtforms import RadioField, StringField
from wtforms.validators import Length, ValidationError

from chapter.exports.rules import COLUMNS, FILES, Kind
from chapter.exports.words import KINDS
from chapter.forms import Boxes, Form, needed
from chapter.i18n import _, lazy
from chapter.people.rules import FIELDS
from chapter.people.words import FIELD_NAMES


class ExportForm(Form):
    """One export; who is in it stands in the address."""

    kind = RadioField(lazy("What do you need?"), default=Kind.CSV.value)
    facts = Boxes(lazy("What goes along in a file"))
    why = StringField(
        lazy("What is it for?"),
        [needed(lazy("Write what it’s for. It’s kept, and the people can ask.")), Length(max=300)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, words) for kind, words in KINDS.items() if kind is not Kind.COMMAND]
        self.facts.choices = [(name, FIELD_NAMES[name]) for name in (*FIELDS, "tags", "do_not_call")]
        if not self.is_submitted():
            self.facts.data = list(COLUMNS)

    def validate_facts(self, field: Boxes) -> None:
        """A file needs something in it."""
        if self.kind.data in FILES and not field.data:
            raise ValidationError(_("Tick at least one thing."))
