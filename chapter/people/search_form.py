"""The search form, made of all the filters that the features have registered."""

from datetime import date
from typing import Any

from wtforms import DateField

from chapter.forms import Form
from chapter.i18n import _
from chapter.people import search

PREFIX = "target-"


class Search(Form):
    """A search stands inside another form or in an address, so it has a prefix and no token of its own."""

    class Meta(Form.Meta):
        """Reading needs no protection; the form around it has its own."""

        csrf = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": PREFIX, **kwargs})

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The headings, each with its fields."""
        return [(heading, [self[f.name] for f in members]) for heading, members in search.groups()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself; and what goes from somewhere must end after it."""
        fine = super().validate(extra_validators)
        for first, last in (("age_from", "age_to"), ("joined_from", "joined_to")):
            start, end = self[first].data, self[last].data
            if fine and start is not None and end is not None and start > end:
                self[last].errors = [_("This must not be less than where it starts.")]
                fine = False
        return fine


def search_form() -> type[Search]:
    """A form class with a field for each filter; ``search_form()()`` reads a POST, ``…(request.args)`` a GET."""
    return type("SearchForm", (Search,), {filter.name: filter.field() for filter in search.filters()})


def criteria(form: Search) -> search.Criteria:
    """What the form is set to, as a dict that can be kept as JSON."""
    found = {filter.name: _plain(form[filter.name].data) for filter in search.filters()}
    return {name: value for name, value in found.items() if value not in (None, "", [], False)}


def show_criteria(form: Search, kept: search.Criteria) -> None:
    """Set the form's fields to a search that was kept."""
    for filter in search.filters():
        field, value = form[filter.name], kept.get(filter.name)
        field.data = date.fromisoformat(value) if value and isinstance(field, DateField) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
