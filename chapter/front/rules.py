"""What stands on the front page, in which order, and what machines are told about us."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

HIDDEN = "-"
"""Before the name of what is left out; it keeps its place."""
GOOD_FOR = timedelta(days=180)
"""How long what we tell about our security holds; RFC 9116 wants less than a year."""


class Part(StrEnum):
    """The parts of the front page below who we are, in the order that they begin with."""

    LINKS = "links"
    GROUPS = "groups"
    NEWS = "news"
    ABOUT = "about"
    MEMBERS = "members"
    CONTACT = "contact"


class Act(StrEnum):
    """What one can do with something in a row."""

    UP = "up"
    DOWN = "down"
    SHOW = "show"
    HIDE = "hide"


def arranged(kept: Iterable[str], there: Sequence[str], is_shown: bool = True) -> list[str]:
    """All that is ``there`` in the order that is ``kept``, then what is new (``is_shown`` or left out)."""
    known = [name for name in dict.fromkeys(kept) if name.removeprefix(HIDDEN) in there]
    names = {name.removeprefix(HIDDEN) for name in known}
    return known + [name if is_shown else HIDDEN + name for name in there if name not in names]


def rearranged(names: Sequence[str], name: str, act: Act) -> list[str]:
    """``names`` after ``act`` on one of them; what can't be done changes nothing."""
    row = list(names)
    place = next((i for i, each in enumerate(row) if each.removeprefix(HIDDEN) == name), None)
    if place is None:
        return row
    if act in (Act.SHOW, Act.HIDE):
        row[place] = name if act is Act.SHOW else HIDDEN + name
        return row
    other = place + (-1 if act is Act.UP else 1)
    if 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
    return row


def besides(kept: Iterable[str], names: Iterable[str]) -> list[str]:
    """What is ``kept`` of things that aren't among ``names`` now; a link that opens again stays left out."""
    there = {name.removeprefix(HIDDEN) for name in names}
    return [name for name in kept if name.removeprefix(HIDDEN) not in there]


def shown(names: Iterable[str]) -> list[str]:
    """Those of ``names`` that aren't left out."""
    return [name for name in names if not name.startswith(HIDDEN)]


def security_txt(contact: str, home: str, languages: Collection[str], now: datetime) -> str:
    """Whom to tell of a hole in our security, as RFC 9116 wants it; it never expires while the page is up."""
    expires = datetime.combine((now + GOOD_FOR).date(), time(0), UTC)
    return (
        f"Contact: {contact}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {', '.join(languages)}\nCanonical: {home}/.well-known/security.txt\n"
    )


def robots_txt(public: Iterable[str], home: str, is_demo: bool) -> str:
    """What search engines may read: what anybody can, and nothing of a demo."""
    if is_demo:
        return "User-agent: *\nDisallow: /\n"
    allowed = "".join(f"Allow: {path}\n" for path in public)
    return f"User-agent: *\n{allowed}Disallow: /\n\nSitemap: {home}/sitemap.xml\n"
