"""The search form, made of all the filters that the features have registered."""

from datetime import date
from typing import Any

from wtforms import DateField

from chapter.forms import Form
from chapter.i18n import _
from chapter.searches import registry, rules

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
        return [(heading, [self[f.name] for f in members]) for heading, members in registry.groups()]

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
    return type("SearchForm", (Search,), {filter.name: filter.field() for filter in registry.filters().values()})


def criteria(form: Search) -> rules.Search:
    """What the form is set to, as a search that can be kept."""
    found = {name: _plain(form[name].data) for name in registry.filters()}
    wanted = {name: value for name, value in found.items() if value not in (None, "", [], False)}
    return rules.every(*(rules.condition(name, value) for name, value in wanted.items()))


def show_criteria(form: Search, kept: rules.Search) -> None:
    """Set the form's fields to a search that was kept."""
    set_to = {part["is"]: part["value"] for part in rules.conditions(kept)}
    for name in registry.filters():
        field, value = form[name], set_to.get(name)
        field.data = date.fromisoformat(value) if value and isinstance(field, DateField) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
