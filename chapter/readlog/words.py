"""What somebody did with other people's data, in words for those whose data it is."""

from typing import Any

from chapter.access import ROLE_NAMES, Role
from chapter.i18n import _, lazy, ngettext
from chapter.people.rules_looks import What
from chapter.readlog.queries_looks import Look
from chapter.readlog.rules_chain import Fault
from chapter.readlog.rules_oddities import Odd

OFFICES = (
    *(Role.MEMBER_COORDINATOR, Role.CALL_LEADER, Role.GROUP_CONTACT, Role.BOARD, Role.ELECTION_COMMITTEE),
    Role.ADMINISTRATOR,
)
"""Whose names members are told: those who hold an office answer for it by name. Callers and other volunteers don't;
members are told what they did, and may ask the coordinator (Court of Justice of the EU, C-579/21)."""

NAMES = {
    What.PERSON: lazy("Opened somebody’s page"),
    What.CHANGES: lazy("Read what was changed about somebody"),
    What.LIST: lazy("Had a list on the screen"),
    What.SEARCH: lazy("Searched"),
    What.ACCOUNT: lazy("Looked at accounts"),
    What.CALL: lazy("Had somebody to ring"),
    What.FLAG: lazy("Read a flagged call"),
    What.WELCOME: lazy("Looked at how new people are welcomed"),
    What.FOLLOW_UP: lazy("Opened a follow-up"),
    What.GROUP: lazy("Looked at the people of a group"),
    What.LETTER: lazy("Wrote or read a letter to somebody"),
    What.MAIL: lazy("Looked in the outbox"),
    What.FILE: lazy("Compared a file with the register"),
    What.REQUEST: lazy("Answered somebody who asks for their data"),
    What.EXPORTED: lazy("Took out a list"),
    What.CHANGED: lazy("Changed something"),
    What.IMPORTED: lazy("Brought in a file"),
    What.MERGED: lazy("Merged two who are one"),
    What.ERASED: lazy("Erased somebody"),
    What.TIDIED: lazy("Old lines of this log were deleted"),
    What.RESTORED: lazy("The site was put back from a backup"),
}
"""For those who read the log."""

DID = {
    What.PERSON: lazy("%(who)s opened your page."),
    What.CHANGES: lazy("%(who)s read what has been changed about you."),
    What.LIST: lazy("%(who)s had a list on the screen that you are on."),
    What.SEARCH: lazy("%(who)s searched, and you were among those found."),
    What.ACCOUNT: lazy("%(who)s saw your account: your name, your address and which offices you hold."),
    What.CALL: lazy("%(who)s had you to ring, or read about a call with you."),
    What.FLAG: lazy("%(who)s read what a caller passed on about you."),
    What.WELCOME: lazy("%(who)s looked at how you are welcomed as new."),
    What.FOLLOW_UP: lazy("%(who)s opened the page about how you have settled in."),
    What.GROUP: lazy("%(who)s looked at those who are in, or may join, a group of yours."),
    What.LETTER: lazy("%(who)s wrote, read or printed a letter to you."),
    What.MAIL: lazy("%(who)s saw a mail to you among the mail that the site has sent."),
    What.FILE: lazy("%(who)s compared a file with what is stored about you."),
    What.REQUEST: lazy("%(who)s worked on what you have asked for about your data."),
    What.EXPORTED: lazy("%(who)s took out a list that you are on."),
    What.CHANGED: lazy("%(who)s changed something about you."),
    What.IMPORTED: lazy("%(who)s brought in a file with news about you."),
    What.MERGED: lazy("%(who)s made two entries about you into one."),
    What.ERASED: lazy("%(who)s erased something about you."),
    What.TIDIED: lazy("%(who)s deleted old lines of this log."),
    What.RESTORED: lazy("%(who)s put the site back from a backup."),
}
"""For those who were looked at."""

ODD = {
    Odd.MANY: lazy("%(name)s opened %(num)s people one by one within an hour. That is quicker than one reads."),
    Odd.LISTED: lazy("%(name)s went through lists with %(num)s people within an hour."),
    Odd.AT_NIGHT: lazy("%(name)s took out a list with %(num)s people at night."),
    Odd.AGAIN: lazy("On %(num)s days of the last month %(name)s opened the page of one and the same person."),
    Odd.OWN_OFFICE: lazy(
        "%(name)s took an office without anybody else, and used it at once to look at people (%(num)s)."
    ),
}

FAULTS = {
    Fault.CHANGED: "isn't as it was written",
    Fault.REMOVED: "is missing: it was removed",
    Fault.PUT_IN: "was put in afterwards",
    Fault.CUT_OFF: "and what followed is missing: the end was cut off, or an older database put back",
    Fault.REWRITTEN: "was written anew, with all that follows on it",
    Fault.UNTIED: "tells of somebody else than it was written about",
    Fault.LOST: "names somebody who is gone from the tables beside it, though nobody was erased",
}
"""For the command line, which is English."""


def office(roles: list[Role]) -> Role | None:
    """The office that somebody did it in; none for callers and other volunteers."""
    return next((role for role in OFFICES if role in roles), None)


def who(look: Look) -> str:
    """Who it was, as members are told: “Karin Ek (member coordinator)”, “A caller”."""
    if look.reader is None:
        return _("The site itself")
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
    nobody = _("[erased]") if look.reader else _("The site itself")
    roles = ", ".join(str(ROLE_NAMES[role]) for role in look.roles)
    many = ngettext("%(num)s person", "%(num)s people", look.many) if look.many else ""
    return {"name": look.name or nobody, "roles": roles, "what": NAMES[look.what], "many": many}
