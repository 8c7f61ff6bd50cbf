"""What pages leave open, “{call_leader.phone}”, and what stands there: one contact changes, and every page is right."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from chapter import i18n
from chapter.access import Role
from chapter.accounts.models import Account, AccountRole
from chapter.db import db
from chapter.i18n import _, lazy
from chapter.settings.queries import chapter, contacts
from chapter.settings.rules import Office
from chapter.settings.words import calling_hours

ROLE_OF = {
    Office.CALL_LEADER: Role.CALL_LEADER,
    Office.COORDINATOR: Role.MEMBER_COORDINATOR,
    Office.CHAIR: Role.BOARD,
    Office.ADMINISTRATOR: Role.ADMINISTRATOR,
}
"""Whose account stands in for an office that isn't filled in."""

WORDS = {
    Office.CALL_LEADER: lazy("the call leader"),
    Office.COORDINATOR: lazy("the member coordinator"),
    Office.CHAIR: lazy("the chair"),
    Office.ADMINISTRATOR: lazy("the administrator"),
}
HOW = {"email": lazy("their e-mail address"), "phone": lazy("their phone number")}
CONTACT = "contact"
PARTS = "name", "email", "phone"
NAMES = frozenset(
    {"chapter", "calling_hours"}
    | {
        f"{who}{part}"
        for who in (*(str(office) for office in Office), CONTACT)
        for part in ("", *(f".{p}" for p in PARTS))
    }
)
"""All that there are."""


class Reach(NamedTuple):
    """Somebody whom pages name, and how they are reached."""

    name: str
    email: str
    phone: str


class Offered(NamedTuple):
    """A placeholder, and what stands there now; for the editor."""

    name: str
    value: str


def values(language: str | None = None, to_strangers: bool = False) -> dict[str, str]:
    """What stands in the place of each placeholder, in ``language``.

    Strangers get whom the chapter has named for all to see; nobody's account stands in for those.
    """
    language = language or i18n.language()
    return values_in([language], to_strangers)[language]


def values_in(languages: Iterable[str], to_strangers: bool = False) -> dict[str, dict[str, str]]:
    """:func:`values` in each of ``languages``, in two queries at most."""
    reaches, found = _reaches(to_strangers), {}
    for language in languages:
        with i18n.speaking(language):
            found[language] = {"chapter": chapter().name, "calling_hours": calling_hours(chapter())}
            for who, reach in reaches.items():
                found[language] |= _filled(who, reach)
    return found


def _filled(who: str, reach: Reach) -> dict[str, str]:
    name = reach.name or word(who)
    email = reach.email or _("(no e-mail address yet)")
    phone = i18n.phone(reach.phone) or _("(no phone number yet)")
    return {who: name, f"{who}.name": name, f"{who}.email": email, f"{who}.phone": phone}


def offered(language: str | None = None) -> list[Offered]:
    """Every placeholder with what it gives now, those without a dot first."""
    return sorted((Offered(*pair) for pair in values(language).items()), key=lambda o: ("." in o.name, o.name))


def word(name: str) -> str:
    """What a placeholder stands for, when nobody is named: in short descriptions."""
    who, _dot, part = name.partition(".")
    if who == "calling_hours":
        return calling_hours(chapter())
    if part in HOW:
        return str(HOW[part])
    if who in ("chapter", CONTACT):
        return chapter().name
    return next((str(words) for office, words in WORDS.items() if office == who), "")


def kept(name: str) -> str:
    """What search keeps of a placeholder: nothing that the settings change, as the index doesn't hear of that."""
    who, _dot, part = name.partition(".")
    if who == "calling_hours":
        return "…"
    return _("the chapter") if who in ("chapter", CONTACT) and part not in HOW else word(name)


def _reaches(to_strangers: bool) -> dict[str, Reach]:
    here, named = chapter(), contacts()
    own = Reach(here.contact_name, here.contact_email, here.contact_phone)
    filled = {office: Reach(c.name, c.email, c.phone) for office, c in named.items() if c.name}
    empty = [office for office in Office if office not in filled]
    standing_in = {} if to_strangers else _standing_in(empty)
    found = {str(office): filled.get(office) or standing_in.get(office) or own for office in Office}
    return found | {CONTACT: own}


def _standing_in(offices: list[Office]) -> dict[Office, Reach]:
    """For each of ``offices``, whoever has had an account with its role for longest."""
    roles = {ROLE_OF[office]: office for office in offices}
    query = select(AccountRole.role, Account.name, Account.email, Account.mobile).join(
        Account, Account.id == AccountRole.account_id
    )
    found: dict[Office, Reach] = {}
    if roles:
        active = query.where(AccountRole.role.in_(roles), Account.confirmed_at.is_not(None))
        for role, *reach in db.session.execute(active.order_by(Account.id)):
            found.setdefault(roles[role], Reach(*(part or "" for part in reach)))
    return found
