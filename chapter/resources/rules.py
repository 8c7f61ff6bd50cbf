"""The resource bank: which kinds of things there are, how they are found, and when a link counts as dead."""

import ipaddress
import re
from collections.abc import Collection, Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from urllib.parse import urlsplit


class Kind(StrEnum):
    """What something is; a script is a page that one reads."""

    FILE = "file"
    FILM = "film"
    LINK = "link"
    SCRIPT = "script"


MOST_USED = timedelta(days=30)
"""“This month”: the days that count for what is used most."""
COUNTED_FOR = timedelta(days=400)
CHECKED_EVERY = timedelta(days=30)
SURE_AFTER = 2
"""A link is dead when it has failed so many times, on different days: a server may have a bad night."""
MOST_TAGS = 12
LONGEST_TAG = 40


def tags(text: str) -> list[str]:
    """The tags in a line with commas, each once, in the order in which they were written."""
    found = (re.sub(r"\s+", " ", part).strip(" #")[:LONGEST_TAG].strip() for part in re.split(r"[,;\n]", text))
    return list({tag.casefold(): tag for tag in found if tag}.values())[:MOST_TAGS]


def web_address(text: str) -> str:
    """What was typed as an address on the web, with https if nothing was said; "" if it can't be one."""
    text = text.strip()
    whole = text if re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE) and "://" in text else f"https://{text}"
    if re.search(r"[\s<>\"\\\x00-\x1f]", whole):
        return ""
    try:
        parts = urlsplit(whole)
        is_right = parts.scheme.lower() in ("http", "https") and not parts.username and _is_host(parts.hostname or "")
        return whole if is_right and parts.port != 0 else ""
    except ValueError:
        return ""


def _is_host(name: str) -> bool:
    return re.fullmatch(r"[\w-]+(\.[\w-]+)+\.?", name) is not None


def host(address: str) -> str:
    """Where an address leads, as people know it: “example.org”."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


class Listed(Protocol):
    """What stands in the bank, as far as it’s found by."""

    @property
    def kind(self) -> Kind:
        """What it is."""

    @property
    def words(self) -> str:
        """All that it can be found by, folded."""

    @property
    def tags(self) -> list[str]:
        """Its tags."""

    @property
    def category_id(self) -> int | None:
        """Where it belongs."""

    @property
    def is_favourite(self) -> bool:
        """Whether the reader has kept it."""


Something = TypeVar("Something", bound=Listed)


def matching(
    things: Iterable[Something],
    words: str = "",
    kind: str = "",
    tag: str = "",
    category: int = 0,
    favourites: bool = False,
) -> list[Something]:
    """Those that have all of ``words`` (folded) in what they can be found by, and are what else is asked for."""
    return [
        thing
        for thing in things
        if (not kind or thing.kind == kind)
        and (not tag or tag.casefold() in [own.casefold() for own in thing.tags])
        and (not category or thing.category_id == category)
        and (not favourites or thing.is_favourite)
        and (not words or _has(thing.words, words.split()))
    ]


def _has(said: str, words: Iterable[str]) -> bool:
    return all(word in said for word in words)


def all_tags(things: Iterable[Listed]) -> list[str]:
    """Every tag that one of ``things`` has, once."""
    return list({tag.casefold(): tag for thing in things for tag in thing.tags}.values())


GLOBAL = ipaddress.ip_network("2000::/3")
PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")
"""Kept for protocols (RFC 6890), but the world’s to Python 3.11; some hosts tell machines their secrets there."""


def is_out_in_the_world(number: str) -> bool:
    """Whether an address of the network belongs to the world, and not to our own machine or what is near it.

    IANA's registries of special addresses, as Python knows them; of IPv6 only what is given to the world, and nothing
    that hides an IPv4 address in itself.
    """
    found = ipaddress.ip_address(number)
    if isinstance(found, ipaddress.IPv6Address):
        hides = found.ipv4_mapped or found.sixtofour or found.teredo
        return found in GLOBAL and found.is_global and not hides
    return found.is_global and not found.is_multicast and found not in PROTOCOLS


class Trouble(StrEnum):
    """Why a link leads nowhere."""

    GONE = "gone"
    UNKNOWN = "unknown"
    SILENT = "silent"
    BROKEN = "broken"
    INSIDE = "inside"
    CIRCLES = "circles"
    UNSAFE = "unsafe"


def trouble_with(status: int) -> Trouble | None:
    """What an answer's number means. Who asks for a sign-in, or for patience, is there."""
    if status in (404, 410):
        return Trouble.GONE
    return Trouble.BROKEN if status >= 500 else None


def key(kind: str, number: int) -> str:
    """How something is named in addresses: “resource-5”, “page-12”."""
    return f"{kind}-{number}"


def parsed(key: str, kinds: Collection[str] = ("resource", "page")) -> tuple[str, int] | None:
    """What a key names; None if it names nothing."""
    found = re.fullmatch(r"([a-z]+)-(\d{1,9})", key)
    return (found[1], int(found[2])) if found and found[1] in kinds else None
