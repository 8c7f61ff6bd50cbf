"""Things in the bank, made for tests."""

from typing import Any

from chapter.access import Audience, Role
from chapter.accounts.models import Account
from chapter.handbook import actions as handbook
from chapter.handbook.models import Page
from chapter.handbook.rules import Section
from chapter.resources import actions
from chapter.resources.models import Resource, ResourceCategory
from chapter.resources.rules import Kind
from tests import factories
from tests.conftest import NOW
from tests.media.made import kept

FLYER = {"sv": "Flygblad om bostäder", "nb": "Løpeseddel om boliger"}


def resource(kind: Kind = Kind.LINK, by: Account | None = None, **facts: Any) -> Resource:
    """Something in the bank that is no script; a link to example.org unless said otherwise."""
    given: dict[str, Any] = {"title": FLYER, "about": {}, "tags": [], "audience": Audience.VOLUNTEERS}
    given["address"] = None if kind is Kind.FILE else "https://example.org/sida"
    if kind is Kind.FILE:
        given["medium_id"] = kept().id
    return actions.add(kind, {**given, **facts}, by or factories.account(Role.BOARD, name="Bo Ek"), NOW)


def script(title: str = "Samtal vid dörren", audience: Audience = Audience.VOLUNTEERS, language: str = "sv") -> Page:
    """A script that can be read."""
    page = handbook.make(Section.RESOURCES, title, audience, NOW)
    handbook.write(page, language, title, "Lyssna mer än du pratar.\n\nFråga sedan.", "Bo Ek", NOW)
    handbook.publish(page, language)
    return page


def category(sv: str = "Affischer", nb: str = "Plakater") -> ResourceCategory:
    """A shelf."""
    return actions.add_category({"sv": sv, "nb": nb})
