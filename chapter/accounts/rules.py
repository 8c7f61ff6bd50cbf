"""How long links and failed tries count, and which passwords are too easy to guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

LINK_LASTS = timedelta(minutes=30)
HALF_IN_LASTS = timedelta(minutes=10)
"""How long after the first step of signing in the second may come."""
FRESH = timedelta(minutes=15)
"""How long whoever has proved who they are need not do so again."""
PATIENCE = timedelta(minutes=10)
"""How long a mail may take before the page says more loudly whom to ask."""

ATTEMPTS_KEPT = timedelta(days=1)
USED_LINKS_KEPT = timedelta(days=1)
UNCONFIRMED_KEPT = timedelta(days=30)

SHORTEST, LONGEST = 10, 200
"""How many characters a password may have."""

COMMON = Path(__file__).parent / "common_passwords.txt"


@dataclass(frozen=True)
class Growing:
    """After ``free`` tries each further one must wait, and every time twice as long."""

    free: int
    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=1)
    window: timedelta = timedelta(days=1)
    needs = 100
    """How many tries it looks at, at most."""

    def until(self, tries: Sequence[datetime]) -> datetime | None:
        """When one may try again after ``tries`` (oldest first, none older than the window)."""
        over = len(tries) - self.free
        if over < 0:
            return None
        return tries[-1] + min(self.first * 2 ** min(over, 20), self.longest)


@dataclass(frozen=True)
class Quota:
    """At most ``most`` tries in any ``window``."""

    most: int
    window: timedelta

    @property
    def needs(self) -> int:
        """How many tries it looks at, at most."""
        return self.most

    def until(self, tries: Sequence[datetime]) -> datetime | None:
        """When one may try again after ``tries`` (oldest first, none older than the window)."""
        return tries[-self.most] + self.window if len(tries) >= self.most else None


Limit = Growing | Quota

LIMITS: dict[str, Limit] = {
    "password": Growing(free=5),
    "password-from": Growing(free=20),
    "second": Growing(free=5),
    "passkey-from": Growing(free=20),
    "link": Quota(3, timedelta(minutes=10)),
    "link-from": Quota(60, timedelta(hours=1)),
    "mail-test": Quota(5, timedelta(minutes=10)),
    "from": Quota(300, timedelta(minutes=10)),
}
"""By the kind of key: ``password:<e-mail>`` counts an account's wrong passwords, ``…-from:<network>`` a network's.

``from`` is all that strangers at one place send: thirty who sign up on a meeting's Wi-Fi send six things each.
"""

OTHERS: Limit = Quota(60, timedelta(hours=1))
"""For kinds that features above think of."""


def counts(key: str) -> bool:
    """Whether tries count against ``kind:subject``; without a subject they concern nobody."""
    return key.partition(":")[2] != ""


def limit_of(key: str) -> Limit:
    """The limit that holds for ``kind:subject``."""
    return LIMITS.get(key.split(":", 1)[0], OTHERS)


def try_again(key: str, tries: Sequence[datetime], now: datetime) -> datetime | None:
    """When ``key`` may be tried again, or None if it may now; ``tries`` are its earlier ones, oldest first."""
    limit = limit_of(key)
    until = limit.until([at for at in tries if at > now - limit.window])
    return until if until and until > now else None


def network(address: str | None) -> str:
    """What counts as one place on the network: an IPv4 address, or the /64 that an IPv6 household has."""
    try:
        place = ip_address(address or "")
    except ValueError:
        return "unknown"
    if not isinstance(place, IPv6Address):
        return str(place)
    return str(place.ipv4_mapped or ip_network(f"{place}/64", strict=False).network_address)


def is_this_machine(address: str | None) -> bool:
    """Whether ``address`` is a loopback one."""
    return network(address) == "::" or network(address).startswith("127.")


class Weakness(StrEnum):
    """Why a password would be guessed."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    PATTERN = "pattern"
    PERSONAL = "personal"


ROWS = ("abcdefghijklmnopqrstuvwxyzåäö", "01234567890", "qwertyuiopå", "asdfghjklöä", "asdfghjkløæ", "zxcvbnm")


def weakness(password: str, *personal: str) -> Weakness | None:
    """What is wrong with ``password``, or None; ``personal`` are names that a guesser would start with."""
    plain = normalize("NFKC", password).casefold()
    if len(plain) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    if plain in _common() or _bare(plain) in _common():
        return Weakness.COMMON
    if _is_pattern(plain):
        return Weakness.PATTERN
    return Weakness.PERSONAL if _is_personal(plain, personal) else None


def _bare(plain: str) -> str:
    """Without the digits and marks that people put at the end to please a rule."""
    return plain.rstrip("0123456789!?.,-_*#&+ ")


def _is_pattern(plain: str) -> bool:
    """Few different characters, or one neighbour after the other on the keyboard or in the alphabet."""
    if len(set(plain)) < 4:
        return True
    rows = [row for line in ROWS for row in (line, line[::-1])]
    follows = sum(any(pair in row for row in rows) for pair in map("".join, pairwise(plain)))
    half = len(plain) // 2
    return follows >= len(plain) * 0.7 or (plain[:half] == plain[half : half * 2] and len(set(plain)) < 6)


def _is_personal(plain: str, personal: Sequence[str]) -> bool:
    """Names of the person or the chapter, and hardly anything else."""
    words = {word for name in personal for word in _words(name)}
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != plain and sum(character.isalpha() for character in rest) < 4


def _words(name: str) -> list[str]:
    plain = "".join(c if c.isalnum() else " " for c in normalize("NFKC", name).casefold())
    return [word for word in plain.split() if len(word) > 1]


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())
