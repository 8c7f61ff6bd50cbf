"""The pages of the settings: what each is about, what it says today, and what is filled in there.

What only features above know, and a page shows, they say with :func:`beside`; they keep files with :func:`keep`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chapter.access import Permission, may
from chapter.i18n import lazy
from chapter.settings import actions, forms, queries, values, words
from chapter.settings.forms import SettingsForm
from chapter.settings.models import SettingChange
from chapter.settings.rules_colours import shades


@dataclass(frozen=True)
class Room:
    """A page; its fields in ``templates/settings/_<name>.html``. One without a form is another's."""

    rank: int
    name: str
    title: Any
    about: Any
    today: Callable[[], Any]
    """What it says today, in a sentence."""
    form: type[SettingsForm] | None = None
    endpoint: str = ""
    need: Permission = Permission.SETTINGS_CHANGE

    @property
    def things(self) -> tuple[str, ...]:
        """What can be changed there."""
        return THINGS[self.name]

    def open(self, prefix: str = "") -> SettingsForm:
        """The form, filled with what is."""
        form = self.form(formdata=None, prefix=prefix)  # type: ignore[misc]
        kept = {thing: values.unpacked(thing, value) for thing, value in values.read(self.things).items()}
        form.show(kept, queries.newest(self.name))
        return form

    def read(self, prefix: str = "") -> SettingsForm:
        """The form as it was just sent."""
        return self.form(prefix=prefix)  # type: ignore[misc]

    def save(self, form: SettingsForm, by: str, now: datetime) -> SettingChange | None:
        """Keep what was filled in, with what it was before. Raises Stale, or what a picture is refused with."""
        kept = _keeping[self.name](form, by, now) if self.name in _keeping else {}
        return actions.change(self.name, {**form.facts(), **kept}, by, now, form.seen)

    def beside(self) -> dict[str, Any]:
        """What the page shows besides."""
        return {name: value for facts in _beside.get(self.name, ()) for name, value in facts().items()}


_rooms: dict[str, Room] = {}
_beside: dict[str, list[Callable[[], dict[str, Any]]]] = {}
_keeping: dict[str, Callable[[Any, str, datetime], Mapping[str, Any]]] = {}


def add(room: Room) -> None:
    """Put a page into the settings."""
    _rooms[room.name] = room


def beside(name: str, facts: Callable[[], dict[str, Any]]) -> None:
    """Say what a page shows besides."""
    _beside.setdefault(name, []).append(facts)


def keep(name: str, files: Callable[[Any, str, datetime], Mapping[str, Any]]) -> None:
    """Say who keeps the files that come with a page's form: gives the things that they are."""
    _keeping[name] = files


def named(name: str) -> Room:
    """The page that is called so."""
    return _rooms[name]


def rooms() -> list[Room]:
    """The pages that the reader may open, in their order."""
    return sorted((room for room in _rooms.values() if may(room.need)), key=lambda room: room.rank)


HOURS = tuple(f"{day}_{end}" for day in forms.DAYS for end in ("from", "to"))
CONTACTS = tuple(f"contact_{fact}" for fact in forms.FACTS)
OFFICES = tuple(f"{office}.{fact}" for office in words.OFFICES for fact in forms.FACTS)
THINGS: dict[str, tuple[str, ...]] = {
    "chapter": ("name", "about"),
    "languages": ("languages", "language"),
    "look": ("accent", "logo_id", "logo_alt", "logo_has_name"),
    "contacts": CONTACTS + OFFICES,
    "hours": HOURS,
    "membership": ("fee_due_day", "fee_due_month", "leavers_kept"),
    "consent": (values.CONSENT,),
    "sessions": ("session_days", "needs_factor"),
}


def _room(rank: int, name: str, title: Any, about: Any, form: type[SettingsForm], **more: Any) -> None:
    today = getattr(words, f"{name}_today")
    add(Room(rank, name, title, about, today, form, f"settings.{name}", **more))


_room(
    10,
    "chapter",
    lazy("The chapter"),
    lazy("What the chapter is called, and what it says about itself on the front page."),
    forms.ChapterForm,
)
_room(
    20,
    "languages",
    lazy("Languages"),
    lazy("In which languages people can read the site, and which one meets a stranger."),
    forms.LanguagesForm,
)
_room(
    30,
    "look",
    lazy("Colour and logo"),
    lazy("The colour of buttons and links, and the picture at the top of every page."),
    forms.LookForm,
)
_room(
    40,
    "contacts",
    lazy("Contacts"),
    lazy("Whom people can turn to. Change a name or a number here, and it’s right on every page of the handbook."),
    forms.ContactsForm,
    need=Permission.CONTACTS_CHANGE,
)
_room(
    50,
    "hours",
    lazy("Calling hours"),
    lazy("Nobody is handed out to ring outside these hours."),
    forms.HoursForm,
)
_room(
    70,
    "membership",
    lazy("Membership"),
    lazy("When the fee of a year is due, and how long those who leave are kept in the register."),
    forms.MembershipForm,
)
_room(
    80,
    "consent",
    lazy("What people agree to"),
    lazy("This stands beside the box that people tick when they sign up. We remember which version each agreed to."),
    forms.ConsentForm,
)
_room(
    90,
    "sessions",
    lazy("Signing in"),
    lazy("For how long somebody stays signed in on their phone or computer, and who needs a second step."),
    forms.SessionsForm,
)
beside("look", lambda: {"shades": shades(queries.chapter().accent)})
beside("hours", lambda: {"days": forms.DAYS, "today": words.opening(), "holidays": words.holidays_ahead()})
beside("contacts", lambda: {"offices": words.OFFICES})
