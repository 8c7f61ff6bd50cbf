"""Lines of the log as they are told: to those whom they are about, and to those who look after the log."""

from typing import Any

from chapter.access import ROLE_NAMES, Role
from chapter.i18n import _, ngettext
from chapter.people.rules_looks import What
from chapter.readlog.queries_looks import Look
from chapter.readlog.rules import BY_HAND
from chapter.readlog.rules_oddities import Odd
from chapter.readlog.words import DID, NAMES, ODD

OFFICES = (
    *(Role.MEMBER_COORDINATOR, Role.CALL_LEADER, Role.GROUP_CONTACT, Role.BOARD, Role.ELECTION_COMMITTEE),
    Role.ADMINISTRATOR,
)
"""Whose names members are told: those who hold an office answer for it by name. Callers and other volunteers don't;
members are told what they did, and may ask the coordinator (Court of Justice of the EU, C-579/21)."""


def office(roles: list[Role]) -> Role | None:
    """The office that somebody did it in; none for callers and other volunteers."""
    return next((role for role in OFFICES if role in roles), None)


def who(look: Look) -> str:
    """Who it was, as members are told: “Karin Ek (member coordinator)”, “A caller”."""
    if look.reader is None:
        return _("Whoever looks after the server") if look.what in BY_HAND else _("The site itself")
    held = office(look.roles)
    if held is not None:
        role = str(ROLE_NAMES[held])
        return _("%(name)s (%(role)s)", name=look.name, role=role.lower()) if look.name else role
    if look.what is What.CALL:
        return _("A caller")
    return _("A contact of the group") if look.what is What.GROUP else _("A volunteer")


def said(look: Look) -> str:
    """What was done, as members are told."""
    return str(DID[look.what]) % {"who": who(look)}


def odd(name: str, kind: Odd, number: int) -> str:
    """What is odd."""
    return str(ODD[kind]) % {"name": name, "num": number}


def in_log(look: Look) -> dict[str, Any]:
    """Who it was and in which office, and of how many, as those who read the log are told."""
    name = look.name if look.name == look.now_called else f"{look.name} → {look.now_called}"
    roles = ", ".join(str(ROLE_NAMES[role]) for role in look.roles)
    many = ngettext("%(num)s person", "%(num)s people", look.many) if look.many else ""
    return {"name": name if look.name else _unnamed(look), "roles": roles, "what": NAMES[look.what], "many": many}


def _unnamed(look: Look) -> str:
    if look.reader:
        return _("[erased]")
    return _("The command line") if look.what in BY_HAND else _("The site itself")
