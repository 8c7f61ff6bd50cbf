"""What groups write in a person's history, as sentences."""

from collections.abc import Callable
from typing import Any

from chapter.groups.rules import SHAREABLE
from chapter.groups.words import FACTS
from chapter.i18n import _, in_language
from chapter.people import history
from chapter.people.rules import Shelf

Facts = dict[str, Any]


def shared(names: list[str]) -> str:
    """What the contacts are told, as the end of a sentence."""
    told = [str(FACTS[name]).lower() for name in SHAREABLE if name in names]
    return ", ".join([_("name"), *told])


def _named(words: Callable[[str, Facts], str]) -> Callable[[Facts], str]:
    """A line that has the group's name in the reader's language."""
    return lambda facts: words(in_language(facts["group"]), facts)


LINES: dict[str, Callable[[str, Facts], str]] = {
    "group_asked": lambda group, facts: _(
        "Asked to join the group %(group)s, whose contacts see: %(facts)s.", group=group, facts=shared(facts["shares"])
    ),
    "group_shares": lambda group, facts: _(
        "Changed what the contacts of the group %(group)s see: %(facts)s.", group=group, facts=shared(facts["shares"])
    ),
    "group_withdrawn": lambda group, facts: _("No longer asks to join the group %(group)s.", group=group),
    "group_referred": lambda group, facts: _(
        "%(name)s referred them to the group %(group)s. They agreed that its contacts see: %(facts)s.",
        name=facts["by"],
        group=group,
        facts=shared(facts["shares"]),
    ),
    "group_added": lambda group, facts: _(
        "%(name)s put them into the group %(group)s. They agreed that its contacts see: %(facts)s.",
        name=facts["by"],
        group=group,
        facts=shared(facts["shares"]),
    ),
    "group_joined": lambda group, facts: _(
        "%(name)s welcomed them to the group %(group)s.", name=facts["by"], group=group
    ),
    "group_came": lambda group, facts: _(
        "Has come to the group %(group)s, answered by %(name)s.", name=facts["by"], group=group
    ),
    "group_not_come": lambda group, facts: _(
        "Hasn’t come to the group %(group)s yet, answered by %(name)s.", name=facts["by"], group=group
    ),
    "group_declined": lambda group, facts: _(
        "The group %(group)s doesn’t take them in now, answered by %(name)s.", name=facts["by"], group=group
    ),
    "group_left": lambda group, facts: _("Left the group %(group)s, noted by %(name)s.", name=facts["by"], group=group),
    "group_contact": lambda group, facts: _("Became a contact of the group %(group)s.", group=group),
    "group_contact_no_more": lambda group, facts: _("Is no longer a contact of the group %(group)s.", group=group),
}
for _kind, _words in LINES.items():
    history.register(_kind, _named(_words), Shelf.GROUPS)
