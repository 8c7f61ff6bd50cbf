"""The builder of searches: a part of a form in which conditions are put together, without any script.

    builder = Builder.shown(search)             # a search to change
    builder = Builder.sent(request.form)        # what came back; request.args if the form around it is a GET form
    builder.pressed                             # one of its own buttons was pressed: show the page again
    builder.errors, builder.search              # else: nothing may be wrong, and this is what was built

In the template: ``{% include "searches/_builder.html" %}`` inside a form whose first button is not the builder's,
since the Enter key presses that one, and ``error_summary(builder)`` where the form's errors stand.

Conditions stand in groups. A group says whether all or any of its conditions must hold, and the builder how the
groups are joined. What a kept search has besides (joints turned around, joints in joints) is a line of its own: it
is said in words, can be removed, and is kept as it is.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from chapter.i18n import _, lazy
from chapter.searches import counted, queries, registry
from chapter.searches.asked import is_carried
from chapter.searches.lines import HOWS, Group, Joint, Line, Plain, fill_in, is_yes, open_form
from chapter.searches.rules import EVERYBODY, MOST_CONDITIONS, Part, Search, condition, is_sound, parts_of

PREFIX = "target"
MOST_GROUPS = 12


class Joining(Plain):
    """How the groups are joined."""

    how = SelectField(
        lazy("How the groups are joined"),
        choices=[
            SelectChoice("all", lazy("All of the groups must hold")),
            SelectChoice("any", lazy("One of the groups is enough")),
        ],
        validate_choice=False,
    )


class Builder:
    """A search that is being put together. Names in its form begin with ``prefix``."""

    def __init__(self, prefix: str = PREFIX) -> None:
        self.prefix = prefix
        self.groups: list[Group] = []
        self.form = Joining(formdata=None, prefix=f"{prefix}-")
        self.form_errors: list[str] = []
        self.pressed = ""

    @classmethod
    def shown(cls, search: Search, prefix: str = PREFIX) -> "Builder":
        """A kept search, to be changed; nothing of one that isn't open to the reader."""
        builder = cls(prefix)
        search = search if registry.is_open(search) else EVERYBODY
        how, parts = parts_of(search)
        if search.get("not"):
            how, parts = "all", [search]
        builder.form.how.data = how
        groups = [part for part in parts if "is" not in part and not part.get("not") and parts_of(part)[1]]
        loose = [part for part in parts if part not in groups]
        for joint in ([{how: loose}] if loose or not groups else []) + groups:
            joined, members = parts_of(joint)
            group = builder._group(joined)
            for part in members:
                group.lines.append(Line(group.next_name(), part))
        return builder

    @classmethod
    def sent(cls, formdata: Any, prefix: str = PREFIX) -> "Builder":
        """What a form sent, after the button that was pressed has done what it says."""
        builder = cls(prefix)
        builder.form = Joining(formdata=formdata, prefix=f"{prefix}-")
        builder.pressed = formdata.get("build", "")
        builder._read(formdata)
        builder._obey()
        if not builder.is_sound:
            builder.form_errors.append(_("This is more than one search can hold. Remove some conditions."))
        return builder

    @property
    def how(self) -> str:
        """How the groups are joined."""
        return self.form.how.data if self.form.how.data in HOWS else "all"

    @property
    def lines(self) -> list[Line]:
        """All conditions."""
        return [line for group in self.groups for line in group.lines]

    @property
    def search(self) -> Search:
        """What was built; conditions with something wrong are left out."""
        said = [(group.how, [line.part for line in group.lines if line.is_ready]) for group in self.groups]
        groups = [(how, parts) for how, parts in said if parts]
        if len(groups) == 1:
            return _joined(*groups[0])
        parts: list[Part] = []
        for how, members in groups:
            parts += members if len(members) == 1 or how == self.how else [{how: members}]
        return _joined(self.how, parts)

    @property
    def is_sound(self) -> bool:
        """Whether it has a size that a database answers."""
        return is_sound(self.search)

    @property
    def errors(self) -> dict[str | None, Any]:
        """What is wrong, by the fields' names; as a form has it."""
        wrong = {field.name: field.errors for field in self if field.errors}
        return wrong | ({None: self.form_errors} if self.form_errors else {})

    @property
    def can_travel(self) -> bool:
        """Whether it can go on in an address; if not, the errors say what to do."""
        if not self.errors and not is_carried(self.search):
            self.form_errors.append(_("This search is too long for an address. Save it first, and use the saved one."))
        return not self.errors

    def __iter__(self) -> Iterator[Any]:
        """The fields that can be wrong."""
        for group in self.groups:
            for line in group.lines:
                yield from line.form or ()
            yield group.form.add

    @cached_property
    def number(self) -> int | None:
        """How many people are found; nothing if something is wrong."""
        return None if self.errors else queries.count_matching(self.search)

    @property
    def found(self) -> str | None:
        """The same in words, as far as the reader may know."""
        return None if self.number is None else counted.told(self.number)

    @property
    def said(self) -> list[str]:
        """The search in words."""
        return [] if self.errors else registry.in_words(self.search)

    @staticmethod
    def offers() -> list[tuple[Any, list[registry.Filter]]]:
        """The headings, each with the filters that can be chosen; a heading comes once, whoever adds to it."""
        headings: dict[str, list[registry.Filter]] = {}
        for heading, filters in registry.groups():
            headings.setdefault(str(heading), []).extend(filters)
        return list(headings.items())

    def _group(self, how: str = "all", number: int | None = None, formdata: Any = None) -> Group:
        places = [int(group.place) for group in self.groups]
        name = f"{self.prefix}-{max(places, default=-1) + 1 if number is None else number}"
        form = Joint(formdata=formdata, prefix=f"{name}-")
        if formdata is None:
            form.how.data = how
        self.groups.append(Group(name, form))
        return self.groups[-1]

    def _read(self, formdata: Any) -> None:
        there: dict[int, list[int]] = {}
        for name in formdata:
            if found := re.fullmatch(rf"{self.prefix}-([0-9]{{1,6}})-(how|add|[0-9]{{1,6}})", name):
                lines = there.setdefault(int(found[1]), [])
                lines += [int(found[2])] if found[2].isdecimal() else []
        for number in sorted(there)[:MOST_GROUPS]:
            group = self._group(number=number, formdata=formdata)
            names = [f"{group.name}-{place}" for place in sorted(there[number])[:MOST_CONDITIONS]]
            read = [fill_in(formdata, name, self._must_be_filled(name)) for name in names]
            group.lines = [line for line in read if line]
            if None in read:
                self.form_errors = [_("A condition couldn’t be read, and is left out. Check the search.")]
        if not self.groups:
            self._group()

    def _must_be_filled(self, name: str) -> bool:
        """An open condition may stay empty as long as one builds."""
        return not self.pressed or f"{self.prefix}-{self.pressed.removeprefix('done-')}" == name

    def _obey(self) -> None:
        what, _dash, place = self.pressed.partition("-")
        group = next((group for group in self.groups if group.place == place.split("-")[0]), self.groups[0])
        line = next((line for line in group.lines if line.place == place), None)
        if not what:
            for one in self.groups:
                self._add(one, forgotten=True)
        elif what != "count":
            self._fold()
            self._do(what, group, line)

    def _do(self, what: str, group: Group, line: Line | None) -> None:
        if what == "add":
            return self._add(group)
        if what == "change" and line and line.can_open:
            line.form, line.has_focus = line.form or open_form(line.part, line.name), True
            return None
        if what == "group" and len(self.groups) < MOST_GROUPS:
            group = self._group()
        elif what == "drop" and len(self.groups) > 1:
            self.groups.remove(group)
            group = self.groups[0]
        elif what == "remove" and line:
            group.lines.remove(line)
        opened = next((one for one in group.lines if what == "done" and one is line and one.form), None)
        (opened or group).has_focus = True
        return None

    def _fold(self) -> None:
        """Every open condition that says something becomes a line of words."""
        for line in self.lines:
            if line.form and line.is_ready:
                line.form = None

    def _add(self, group: Group, forgotten: bool = False) -> None:
        """Add what is chosen; ``forgotten``: the whole form was sent, and the value hasn't been asked for yet."""
        name, group.form.add.data = group.form.add.data, ""
        if name not in registry.offered():
            if not forgotten:
                group.form.add.errors = [_("Choose what the condition is about.")]
                group.has_focus = True
            return
        line = Line(group.next_name(), condition(name, True))
        if is_yes(name):
            group.has_focus = not forgotten
        else:
            line.part, line.is_ready, line.has_focus = condition(name, None), False, True
            line.form = open_form(line.part, line.name)
            line.form["value"].errors = [_("Fill this in, or remove the condition.")] if forgotten else []
        group.lines.append(line)


def _joined(how: str, parts: list[Part]) -> Search:
    if len(parts) == 1:
        return {"all": parts} if "is" in parts[0] else parts[0]
    return {how: parts} if parts else dict(EVERYBODY)
