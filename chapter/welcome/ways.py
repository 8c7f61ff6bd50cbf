"""Other ways in, for whom no group fits. From “Welcoming a new member”: “No group fits → alternatives”."""

from typing import Any, NamedTuple

from chapter.i18n import in_language, lazy
from chapter.welcome import queries

OURS = (
    lazy("Start a group of their own"),
    lazy("Rapid actions, when it suits"),
    lazy("Something on their own"),
    lazy("Actions online"),
    lazy("A small task"),
    lazy("A coffee, to talk more"),
)
"""What every chapter can offer; its own, with links, stand in the routine."""


class Way(NamedTuple):
    """A way in: what it is called (a text in each language, or a lazy sentence of ours), and where to read more."""

    text: Any
    url: str = ""

    @property
    def words(self) -> str:
        """What it is called, in the language being spoken."""
        return in_language(self.text) if isinstance(self.text, dict) else str(self.text)


def ways() -> list[Way]:
    """The other ways in: the chapter's own first, then those that every chapter has."""
    own: list[dict[str, Any]] = queries.routine().links
    return [*(Way(link["text"], link["url"]) for link in own), *map(Way, OURS)]
