"""What the settings say: each page's sentence for today, and changes from what to what."""

from collections.abc import Iterator
from datetime import time
from typing import Any, NamedTuple

from chapter import clock
from chapter.i18n import LANGUAGES, _, day, daytime, in_language, language, lazy, local, month, ngettext, phone
from chapter.settings import queries
from chapter.settings.models import Chapter, SettingChange
from chapter.settings.rules import Office
from chapter.settings.rules_holidays import public_holidays

OFFICES = {
    Office.CALL_LEADER: lazy("Call leader"),
    Office.COORDINATOR: lazy("Member coordinator"),
    Office.CHAIR: lazy("Chair"),
    Office.ADMINISTRATOR: lazy("Administrator"),
}
COUNTRIES = {"SE": lazy("Sweden"), "NO": lazy("Norway")}
NAMED = {
    "name": lazy("The chapter’s name"),
    "about": lazy("About the chapter"),
    "languages": lazy("Languages of the site"),
    "language": lazy("Language when we don’t know the reader’s"),
    "accent": lazy("Colour"),
    "logo_id": lazy("Logo"),
    "logo_alt": lazy("What the logo shows"),
    "logo_has_name": lazy("The name can be read in the logo"),
    "contact_name": lazy("The chapter’s contact, name"),
    "contact_email": lazy("The chapter’s contact, e-mail"),
    "contact_phone": lazy("The chapter’s contact, telephone"),
    "weekday_from": lazy("Monday to Friday, from"),
    "weekday_to": lazy("Monday to Friday, to"),
    "saturday_from": lazy("Saturday, from"),
    "saturday_to": lazy("Saturday, to"),
    "sunday_from": lazy("Sundays and public holidays, from"),
    "sunday_to": lazy("Sundays and public holidays, to"),
    "fee_due_month": lazy("Fee due, month"),
    "fee_due_day": lazy("Fee due, day"),
    "leavers_kept": lazy("Months until leavers must be erased"),
    "consent": lazy("What people agree to"),
    "session_days": lazy("Days that one stays signed in"),
    "needs_factor": lazy("A second step for those who see the register"),
}
FACTS = {"name": lazy("name"), "email": lazy("e-mail"), "phone": lazy("telephone")}
LONGEST = 80


class Told(NamedTuple):
    """One thing of a change, in words."""

    thing: str
    before: str
    after: str


def told(change: SettingChange) -> Iterator[Told]:
    """What a change was, thing by thing."""
    for thing, (before, after) in change.what.items():
        yield Told(_called(thing), _said(thing, before), _said(thing, after))


def _called(thing: str) -> str:
    office, dot, fact = thing.partition(".")
    return f"{OFFICES[Office(office)]}, {FACTS[fact]}" if dot else str(NAMED[thing])


def _said(thing: str, value: Any) -> str:
    if thing == "logo_id":
        return _("a logo") if value else _("no logo")
    if thing in ("languages", "language"):
        return ", ".join(LANGUAGES[code] for code in ([value] if isinstance(value, str) else value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if thing.endswith("phone"):
        value = phone(value)
    elif thing.endswith(("_from", "_to")) and value:
        value = value.replace(":", ".")
    words = in_language(value) if isinstance(value, dict) else str("" if value is None else value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"


def chapter_today() -> str:
    """“Ringby, in Sweden.”"""
    here = queries.chapter()
    facts = {"name": here.name, "country": COUNTRIES[here.country]}
    if in_language(here.about):
        return _("%(name)s, in %(country)s.", **facts)
    return _("%(name)s, in %(country)s. It says nothing about itself yet.", **facts)


def languages_today() -> str:
    """“Svenska and Norsk; strangers meet Svenska.”"""
    here = queries.chapter()
    if len(here.languages) == 1:
        return _("Only %(language)s.", language=LANGUAGES[here.languages[0]])
    if here.language == "sv":
        return _("Swedish and Norwegian. Strangers meet Swedish.")
    return _("Swedish and Norwegian. Strangers meet Norwegian.")


def look_today() -> str:
    """“Buttons and links are #0b5d52, and there is a logo.”"""
    here = queries.chapter()
    if here.logo_id:
        return _("The colour is %(colour)s, and there is a logo.", colour=here.accent)
    return _("The colour is %(colour)s. There is no logo: the name stands at the top.", colour=here.accent)


def contacts_today() -> str:
    """Who is named, and how many offices are empty."""
    filled = sum(bool(contact.name) for contact in queries.contacts().values())
    name, left = queries.chapter().contact_name, len(Office) - filled
    who = _("Questions go to %(name)s.", name=name) if name else _("The chapter names nobody to ask.")
    if not left:
        return who
    return " ".join([who, ngettext("%(num)s office is empty.", "%(num)s offices are empty.", left)])


def hours_today() -> str:
    """“weekdays 9–21”."""
    said = calling_hours(queries.chapter())
    return f"{said[:1].upper()}{said[1:]}. {opening()}"


def opening() -> str:
    """Whether people may be rung now, and if not, when."""
    now = clock.now()
    opens = queries.calling_opens_at(now)
    if opens is None:
        return _("Nobody is ever rung: no day has hours.")
    if opens <= now:
        return _("People may be rung now.")
    return _("Closed now. Calling opens %(when)s.", when=daytime(opens))


def calling_hours(of: Chapter) -> str:
    """“weekdays 9–21, Saturdays 10–15”."""
    return ", ".join(_hours(of)) or _("no hours have been set")


def _hours(of: Chapter) -> Iterator[str]:
    hours = of.calling_hours
    if hours.around_the_clock:
        yield _("around the clock")
        return
    if hours.weekday:
        yield _("weekdays %(hours)s", hours=_span(*hours.weekday))
    if hours.saturday:
        yield _("Saturdays %(hours)s", hours=_span(*hours.saturday))
    if hours.sunday:
        yield _("Sundays and public holidays %(hours)s", hours=_span(*hours.sunday))


def _span(start: time, end: time) -> str:
    return f"{_short(start)}–{_short(end)}"


def _short(at: time) -> str:
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)


def holidays_ahead(most: int = 3) -> list[str]:
    """The next public holidays, in words."""
    today = local(clock.now()).date()
    country = queries.chapter().country
    days = sorted(public_holidays(country, today.year) | public_holidays(country, today.year + 1))
    return [day(holiday) for holiday in days if holiday >= today][:most]


def membership_today() -> str:
    """“The fee is due on 30 June; leavers are kept for 6 months.”"""
    here = queries.chapter()
    due = fee_day()
    if here.country == "NO":
        return _("The fee is due on %(day)s. Leavers are erased at once.", day=due)
    kept = ngettext("Leavers are kept for %(num)s month.", "Leavers are kept for %(num)s months.", here.leavers_kept)
    return " ".join([_("The fee is due on %(day)s.", day=due), kept])


def fee_day() -> str:
    """“30 June”."""
    here = queries.chapter()
    name = month(clock.now().date().replace(month=here.fee_due_month, day=1)).split()[0]
    return f"{here.fee_due_day}{'.' if language() == 'nb' else ''} {name}"


def consent_today() -> str:
    """Since when the text is used."""
    return _("The text has been used since %(day)s.", day=day(queries.consent_text().written_at, year=True))


def sessions_today() -> str:
    """“One stays signed in for 30 days. Officers need a second step.”"""
    here = queries.chapter()
    days = ngettext("One stays signed in for %(num)s day.", "One stays signed in for %(num)s days.", here.session_days)
    second = _("Officers need a second step.") if here.needs_factor else _("Nobody needs a second step.")
    return f"{days} {second}"
