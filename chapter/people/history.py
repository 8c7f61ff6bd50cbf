"""One history per person, in the reader's language.

Features write entries with ``people.actions.remember``: a kind and its facts. What a kind says is registered here.
"""

from collections.abc import Callable
from typing import Any

from chapter.i18n import _
from chapter.people.models import HistoryEntry
from chapter.people.rules import Shelf

Facts = dict[str, Any]
_sentences: dict[str, Callable[[Facts], str]] = {}
_shelves: dict[str, Shelf] = {}


def register(kind: str, sentence: Callable[[Facts], str], shelf: Shelf = Shelf.REGISTER) -> None:
    """Say what an entry of ``kind`` reads as, given its facts, and on which shelf it is looked for."""
    _sentences[kind], _shelves[kind] = sentence, shelf


def shelf_of(kind: str) -> Shelf:
    """What an entry of ``kind`` is about."""
    return _shelves.get(kind, Shelf.REGISTER)


def sentence(entry: HistoryEntry) -> str:
    """``entry`` as a sentence; one whose kind is gone, or lacks a fact, is still shown."""
    try:
        return _sentences[entry.kind](entry.facts)
    except KeyError:
        return _("Something was noted.")


def _added(facts: Facts) -> str:
    how = facts["how"]
    if facts.get("by"):
        return _("Came into the register, added by %(name)s.", name=facts["by"])
    return _("Came into the register (%(how)s).", how=how) if how else _("Came into the register.")


def _number(facts: Facts) -> str:
    if facts["which"] == "mobile":
        return _("The mobile number was removed.") if facts["removed"] else _("The mobile number was corrected.")
    return _("The second number was removed.") if facts["removed"] else _("The second number was corrected.")


def _do_not_call(facts: Facts) -> str:
    return _("Is not to be called: %(why)s", why=facts["why"]) if facts["why"] else _("Is not to be called.")


register("added", _added)
register("updated", lambda facts: _("Was updated from a file."))
register("number_corrected", _number)
register("do_not_call", _do_not_call)
register(
    "do_not_call_lifted",
    lambda facts: _("May be called again, decided by %(name)s: %(why)s", name=facts["by"], why=facts["why"]),
)
