"""What invitations write in a person's history, as sentences; it goes when the case is forgotten."""

from datetime import datetime
from typing import Any

from chapter.i18n import _, daytime
from chapter.people import history
from chapter.people.rules import Shelf
from chapter.welcome.rules_call import Answer


def _invited(facts: dict[str, Any]) -> str:
    said = {"name": facts["by"], "what": facts["what"], "when": daytime(datetime.fromisoformat(facts["at"]))}
    if facts["answer"] == Answer.YES:
        return _("%(name)s invited them to “%(what)s”, %(when)s. They said yes.", **said)
    if facts["answer"] == Answer.MAYBE:
        return _("%(name)s invited them to “%(what)s”, %(when)s. They said maybe.", **said)
    return _("%(name)s invited them to “%(what)s”, %(when)s. They said no.", **said)


history.register("welcome_invited", _invited, Shelf.NOTES)
