"""What is filled in on a file's way into the register."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from chapter.forms import Form
from chapter.i18n import _, lazy

ACCEPT = ".csv,.tsv,.txt,.xlsx,.xls,.ods"
LONGEST = 120
KEEPS = "ours", "theirs"


class Upload(Form):
    """A file, and whether it has everybody."""

    file = FileField(lazy("The file"), [FileRequired(lazy("Choose a file first."))])
    is_complete = BooleanField(lazy("It has everybody who should be in the register (a complete file)"))

    def name(self) -> str:
        """What the file is called, without folders."""
        return (self.file.data.filename or "").rpartition("/")[2].strip()[-LONGEST:] or _("file")


class Columns(Form):
    """What each column of a file is in the register; a select for each."""

    has_headings = BooleanField(lazy("The first row has the headings and is nobody"))

    def columns(self) -> list[Any]:
        """The selects, in the order of the file's columns."""
        return [field for name, field in self._fields.items() if name.startswith("column_")]

    def show(self, mapping: Mapping[str, Any]) -> None:
        """Choose what is kept, by the number of the column as text."""
        for index, field in enumerate(self.columns()):
            field.data = mapping.get(str(index), "")

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Each of our fields comes from one column."""
        fine, taken = super().validate(extra_validators), dict[str, str]()
        for field in self.columns():
            if field.data and field.data in taken:
                words = _("“%(column)s” is already that.", column=taken[field.data])
                field.errors, fine = [*field.errors, words], False
            taken.setdefault(field.data, field.label.text)
        return fine

    def mapping(self) -> dict[int, str]:
        """Our fields by the number of the column; what is left out is left out."""
        return {index: field.data for index, field in enumerate(self.columns()) if field.data}


def columns_form(headings: Iterable[str], choices: Iterable[tuple[str, Any]]) -> type[Columns]:
    """A form with a select for each of ``headings``."""
    offered = [SelectChoice(value, label) for value, label in [("", lazy("(leave out)")), *choices]]
    selects = {
        f"column_{index}": SelectField(heading or _("Column %(letter)s", letter=letter(index)), choices=offered)
        for index, heading in enumerate(headings)
    }
    return type("ColumnsOfFile", (Columns,), selects)


def letter(index: int) -> str:
    """What a spreadsheet calls a column: A, B … Z, AA."""
    before, last = divmod(index, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


class Apply(Form):
    """Bring it in; when much of the register would change, the number of people is typed."""

    number = StringField(lazy("The number"))

    def typed(self) -> str:
        """The digits that were typed, however the number was grouped."""
        return "".join(c for c in self.number.data or "" if c.isdigit())


def chosen(given: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Which value is kept (ours or theirs), by row and field, from radio buttons called ``keep-12-town``."""
    found: dict[int, dict[str, str]] = {}
    for name, value in given.items():
        mark, row, field = [*name.split("-", 2), "", ""][:3]
        if mark == "keep" and row.isascii() and row.isdigit() and len(row) < 10 and value in KEEPS:
            found.setdefault(int(row), {})[field] = value
    return found
