"""Languages: which one the reader has, and how dates, numbers and telephones are written in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

import phonenumbers
from babel.support import NullTranslations
from flask import Flask, Response, after_this_request, g, has_request_context, request, url_for
from flask_babel import Babel, force_locale, get_locale, get_translations
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from werkzeug.urls import iri_to_uri

from chapter import clock
from chapter.names import MONTHS, SHORT_MONTHS, WEEKDAYS
from chapter.origin import page_of_sender

LANGUAGES = {"sv": "Svenska", "nb": "Norsk"}
LOCALES = {"sv": "sv_SE", "nb": "nb_NO", "en": "en"}
"""English is what the code and the command line are written in; no page speaks it."""
SPOKEN = {"sv": "sv", "nb": "nb", "no": "nb", "nn": "nb"}
"""What browsers say, and which of ours it means."""

BETWEEN_THOUSANDS = "\N{NO-BREAK SPACE}"
ZONES = {"SE": ZoneInfo("Europe/Stockholm"), "NO": ZoneInfo("Europe/Oslo")}

_sources: dict[str, Callable[[], str | None]] = {}
_offers: list[Callable[[], list[str] | None]] = []


class Voice(NamedTuple):
    """A language that is being spoken, and its sentences."""

    code: str
    sentences: NullTranslations


class Switch(NamedTuple):
    """A way to the same page in another language."""

    code: str
    name: str
    url: str


def source(name: str) -> Callable:
    """Register who knows ``account``'s language, ``chapter``'s language or ``country``."""

    def keep(function: Callable[[], str | None]) -> Callable[[], str | None]:
        _sources[name] = function
        return function

    return keep


def offers(function: Callable[[], list[str] | None]) -> Callable[[], list[str] | None]:
    """Register who knows which languages the site offers."""
    _offers.append(function)
    return function


def offered() -> dict[str, str]:
    """The languages that the site offers, by their codes; there is always one."""
    codes = next((codes for ask in _offers if (codes := ask())), None)
    return {code: name for code, name in LANGUAGES.items() if codes is None or code in codes}


def init_app(app: Flask) -> None:
    """Choose a language for every request, and let templates write dates, numbers and telephones."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "../translations")
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    Babel(app, locale_selector=_locale)
    app.before_request(_take_choice)
    app.context_processor(lambda: {"language": language(), "languages_to_switch": cache(switches)})
    app.jinja_env.globals |= {"_": _on_page, "gettext": _on_page, "ngettext": _many_on_page}
    app.jinja_env.filters |= {
        "day": day,
        "shortday": shortday,
        "daytime": daytime,
        "clocktime": clocktime,
        "phone": phone,
        "number": number,
        "isoday": lambda moment: local(moment).date().isoformat(),
        "in_language": in_language,
    }


def gettext(sentence: str, **facts: Any) -> str:
    """``sentence`` in the language being spoken, with ``facts`` filled in."""
    said = _voice().sentences.gettext(sentence)
    return said % facts if facts else said


_ = gettext


def ngettext(one: str, many: str, number: int, /, **facts: Any) -> str:
    """The sentence for so many things, in the language being spoken; ``num`` in it is the number."""
    return _voice().sentences.ngettext(one, many, number) % {"num": number, **facts}


def lazy(sentence: str, **facts: Any) -> LazyString:
    """``sentence`` in the language that is being spoken when it is read."""
    return LazyString(gettext, sentence, **facts)


def _on_page(sentence: str, **facts: Any) -> Markup:
    said = Markup(_voice().sentences.gettext(sentence))
    return said % facts if facts else said


def _many_on_page(one: str, many: str, number: int, /, **facts: Any) -> Markup:
    return Markup(_voice().sentences.ngettext(one, many, number)) % {"num": number, **facts}


def language() -> str:
    """The language being spoken: ``sv`` or ``nb``."""
    return _voice().code


def _voice() -> Voice:
    """The language being spoken; Flask-Babel is asked once a request, not once a sentence."""
    voice = g.get("voice")
    if voice is None:
        locale = get_locale()
        voice = g.voice = Voice(SPOKEN.get(locale.language if locale else "", "sv"), get_translations())
    return voice


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Speak ``code`` (or the chapter's language) for a while, as in a mail; needs no request."""
    with force_locale(LOCALES[code or _ask("chapter") or "sv"]):
        before = g.pop("voice", None)
        try:
            yield
        finally:
            g.voice = before


def in_language(texts: dict[str, str] | None) -> str:
    """The reader's version of a text that is kept in several languages, else one that there is."""
    texts = texts or {}
    return texts.get(language()) or next((text for text in texts.values() if text), "")


def switches() -> list[Switch]:
    """The other languages, each with this page's address in it."""
    others = {code: name for code, name in offered().items() if code != language()}
    return [Switch(code, name, _here(lang=code)) for code, name in others.items()]


def _here(**changed: Any) -> str:
    """This page's address with ``changed`` in its query; after a POST, the address of the page it came from."""
    here = page_of_sender() if request.method == "POST" else request.script_root + request.full_path
    if not here or request.routing_exception is not None:
        here = url_for("home.front")
    path, _mark, query = here.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name not in changed]
    return f"{iri_to_uri(path)}?{urlencode([*kept, *changed.items()])}"


def country() -> str:
    """The chapter's country, SE or NO: where its clocks, telephones and alphabet are from."""
    return _ask("country") or "SE"


def zone() -> ZoneInfo:
    """The chapter's time zone."""
    return ZONES[country()]


def local(moment: datetime) -> datetime:
    """``moment`` as the chapter's clocks show it."""
    return moment.astimezone(zone())


def midnight(now: datetime) -> datetime:
    """When the chapter's today began."""
    return datetime.combine(local(now).date(), time(0), zone())


def day(when: date | datetime, year: bool = False) -> str:
    """“torsdag 26 november”; with the year if asked for, or if it is another than this."""
    when = local(when).date() if isinstance(when, datetime) else when
    weekday, month = _(WEEKDAYS[when.weekday()]).lower(), _(MONTHS[when.month - 1])
    if year or when.year != local(clock.now()).year:
        return _("%(weekday)s %(day)s %(month)s %(year)s", weekday=weekday, day=when.day, month=month, year=when.year)
    return _("%(weekday)s %(day)s %(month)s", weekday=weekday, day=when.day, month=month)


def date_only(when: date) -> str:
    """“26 november 2026”, in a sentence."""
    return _("%(day)s %(month)s %(year)s", day=when.day, month=_(MONTHS[when.month - 1]), year=when.year)


def month(when: date) -> str:
    """“november 2026”."""
    return f"{_(MONTHS[when.month - 1])} {when.year}"


def shortday(when: date | datetime | None) -> str:
    """“26 nov. 2026”, for tables; nothing if there is no day."""
    if when is None:
        return ""
    when = local(when).date() if isinstance(when, datetime) else when
    return _("%(day)s %(month)s %(year)s", day=when.day, month=_(SHORT_MONTHS[when.month - 1]), year=when.year)


def clocktime(moment: datetime) -> str:
    """“18.00”."""
    return local(moment).strftime("%H.%M")


def daytime(moment: datetime) -> str:
    """“torsdag 26 november kl. 18.00”."""
    return _("%(day)s at %(time)s", day=day(moment), time=clocktime(moment))


def number(value: float) -> str:
    """“1 234”, “2,1”: three decimals at most."""
    whole, _point, part = f"{value:,.3f}".partition(".")
    shown = f"{whole.replace(',', BETWEEN_THOUSANDS)},{part}".rstrip("0").rstrip(",")
    return "0" if shown == "-0" else shown


def phone(e164: str | None) -> str:
    """A number as people write it: national where it is the chapter's country's, else international."""
    return _written(e164, country()) if e164 else ""


@lru_cache(maxsize=1024)
def _written(e164: str, home_country: str) -> str:
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    home = phonenumbers.region_code_for_number(parsed) == home_country
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if home else form.INTERNATIONAL)


def parse_phone(text: str, region: str | None = None) -> str | None:
    """``text`` in E.164, or None when it can't be a telephone number in ``region`` (the chapter's country)."""
    try:
        parsed = phonenumbers.parse(text, region or country())
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _ask(name: str) -> str | None:
    return _sources[name]() if name in _sources else None


def _locale() -> str:
    if not has_request_context():
        return LOCALES[_ask("chapter") or "sv"]
    if "language" not in g:
        wishes = (wish() for wish in (_chosen, lambda: _ask("account"), _browsers, lambda: _ask("chapter")))
        offer = offered()
        g.language = next((code for code in wishes if code in offer), next(iter(offer)))
    return LOCALES[g.language]


def _chosen() -> str | None:
    return SPOKEN.get(request.args.get("lang", "")) or SPOKEN.get(request.cookies.get("language", ""))


def _browsers() -> str | None:
    spoken = (SPOKEN.get(tag.lower().split("-")[0].split("_")[0]) for tag, _quality in request.accept_languages)
    return next((code for code in spoken if code in offered()), None)


def _take_choice() -> None:
    """Remember ``?lang=`` in a cookie, for a year."""
    chosen = SPOKEN.get(request.args.get("lang", ""))
    if chosen and chosen != request.cookies.get("language"):

        @after_this_request
        def remember(response: Response) -> Response:
            secure: Any = request.is_secure
            response.set_cookie("language", chosen, max_age=31_536_000, samesite="Lax", secure=secure, httponly=True)
            return response
