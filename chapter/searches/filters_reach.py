"""What else the register can be searched on: where people live, how they are reached, what they can and want."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_

from chapter import clock
from chapter.access import Permission
from chapter.i18n import _, lazy, ngettext
from chapter.people import queries as people
from chapter.people.models import Person
from chapter.searches import queries
from chapter.searches.kinds import DAYS, TEXT, YES, either, filter_of, known, quoted, some_of

PLACE, REACH, CAN = lazy("Where they live"), lazy("How they are reached"), lazy("What they can and want")
IN_REGISTER = lazy("In the register")
SPOKEN = {"sv": lazy("Swedish"), "nb": lazy("Norwegian")}


def _filled(column: Any) -> ColumnElement[bool]:
    return and_(column.is_not(None), column != "")


def _says(column: Any, text: str) -> ColumnElement[bool]:
    """Whether a text has these words in it. SQLite knows capitals only of a to z, so the usual ones are tried."""
    ways = {text, text.lower(), text.upper(), text.capitalize()}
    return known(column, or_(*(column.icontains(way, autoescape=True) for way in sorted(ways))))


def _begins(text: str) -> ColumnElement[bool]:
    begins = [begin for begin in "".join(text.split(" ")).split(",") if begin] or ["-"]
    bare = func.replace(Person.postcode, " ", "")
    return known(Person.postcode, or_(*(bare.startswith(begin, autoescape=True) for begin in begins)))


def _languages(codes: Sequence[str]) -> str:
    return either([str(SPOKEN.get(code, code)).lower() for code in codes])


FILTERS = (
    filter_of(
        "towns",
        PLACE,
        lazy("Lives in any of these towns"),
        some_of(lambda: [(town, town) for town in people.towns()]),
        lambda names: known(Person.town, Person.town.in_(names)),
        lambda names: _("lives in %(towns)s", towns=either(names)),
        lambda names: _("doesn’t live in %(towns)s", towns=either(names)),
    ),
    filter_of(
        "postcode",
        PLACE,
        lazy("The postcode begins with (several: put a comma between)"),
        TEXT,
        _begins,
        lambda text: _("has a postcode that begins with %(digits)s", digits=text),
        lambda text: _("has no postcode that begins with %(digits)s", digits=text),
    ),
    filter_of(
        "has_email",
        REACH,
        lazy("Has an e-mail address"),
        YES,
        lambda _yes: _filled(Person.email),
        lambda _yes: _("has an e-mail address"),
        lambda _yes: _("has no e-mail address"),
    ),
    filter_of(
        "has_mobile",
        REACH,
        lazy("Has a mobile number that works"),
        YES,
        lambda _yes: and_(_filled(Person.mobile), Person.mobile_is_wrong.is_(False)),
        lambda _yes: _("has a mobile number that works"),
        lambda _yes: _("has no mobile number that works"),
    ),
    filter_of(
        "do_not_call",
        REACH,
        lazy("Is not to be called"),
        YES,
        lambda _yes: Person.do_not_call_at.is_not(None),
        lambda _yes: _("is not to be called"),
        lambda _yes: _("may be called"),
    ),
    filter_of(
        "language",
        REACH,
        lazy("Speaks any of these languages"),
        some_of(SPOKEN.items),
        lambda codes: known(Person.language, Person.language.in_(codes)),
        lambda codes: _("speaks %(languages)s", languages=_languages(codes)),
        lambda codes: _("isn’t known to speak %(languages)s", languages=_languages(codes)),
    ),
    filter_of(
        "union",
        CAN,
        lazy("The union has in its name"),
        TEXT,
        lambda text: _says(Person.union, text),
        lambda text: _("has “%(text)s” in the union’s name", text=text),
        lambda text: _("doesn’t have “%(text)s” in the union’s name", text=text),
    ),
    filter_of(
        "skills",
        CAN,
        lazy("Among their skills is"),
        TEXT,
        lambda text: _says(Person.skills, text),
        lambda text: _("has “%(text)s” among their skills", text=text),
        lambda text: _("doesn’t have “%(text)s” among their skills", text=text),
    ),
    filter_of(
        "interests",
        CAN,
        lazy("Among their interests is"),
        TEXT,
        lambda text: _says(Person.interests, text),
        lambda text: _("has “%(text)s” among their interests", text=text),
        lambda text: _("doesn’t have “%(text)s” among their interests", text=text),
    ),
    filter_of(
        "added_within",
        IN_REGISTER,
        lazy("Came into the register within this many days"),
        DAYS,
        lambda days: Person.added_at >= clock.now() - timedelta(days=days),
        lambda days: ngettext(
            "came into the register within the last day", "came into the register within the last %(num)s days", days
        ),
        lambda days: ngettext(
            "did not come into the register within the last day",
            "did not come into the register within the last %(num)s days",
            days,
        ),
    ),
    filter_of(
        "came_through",
        IN_REGISTER,
        lazy("Came through any of these"),
        some_of(lambda: [(source, source) for source in queries.sources()]),
        lambda names: Person.source.in_(names),
        lambda names: _("came through %(sources)s", sources=quoted(names)),
        lambda names: _("did not come through %(sources)s", sources=quoted(names)),
    ),
    filter_of(
        "consented",
        IN_REGISTER,
        lazy("Has consented to what is stored"),
        YES,
        lambda _yes: Person.consented_at.is_not(None),
        lambda _yes: _("has consented to what is stored"),
        lambda _yes: _("has not consented to what is stored"),
    ),
    filter_of(
        "missing",
        IN_REGISTER,
        lazy("Is missing in the last complete file"),
        YES,
        lambda _yes: Person.missing_since.is_not(None),
        lambda _yes: _("is missing in the last complete file"),
        lambda _yes: _("is not missing in the last complete file"),
        Permission.LEAVING_HANDLE,
    ),
)
