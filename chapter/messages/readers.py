"""Who may read a mail's words in the outbox. To whom it went, and whether it arrived, all who keep the outbox see."""

import re
from collections.abc import Collection

from chapter.access import Permission

_needs: dict[str, Permission] = {}
_acting: list[str] = []


def register(prefix: str, need: Permission) -> None:
    """Say what it takes to read mails whose source begins with ``prefix`` (“case:”)."""
    _needs[prefix] = need


def acts(path: str) -> None:
    """Say that whoever opens an address on this site that begins with ``path`` does something in its reader's name."""
    _acting.append(path)


def may_read(source: str | None, permissions: Collection[Permission]) -> bool:
    """Whether ``permissions`` open a mail about ``source``. What is about nobody is open; what nobody knows, closed."""
    return source is None or any(source.startswith(prefix) and need in permissions for prefix, need in _needs.items())


def harmless(words: str, instead: str) -> str:
    """``words`` of a mail, as text or HTML, with ``instead`` for every address that acts in its reader's name."""
    paths = "|".join(re.escape(path) for path in _acting)
    return re.sub(rf"https?://[^\s\"'<>]*?(?:{paths})[^\s\"'<>]*", lambda _: instead, words) if paths else words
