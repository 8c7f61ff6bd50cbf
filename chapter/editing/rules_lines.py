"""On which line of a text something stands that somebody is told about."""

import re
from collections.abc import Iterator

NAMED = re.compile(
    r"\{([^{}\n]+)\}"  # {call_leader.phone}
    r"|\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]"  # [[shown|term]]
    r"|\]\((?:(?:page|screen|media|drawing):)?([^)\s#]+)"  # [words](page:12), ![words](media:12)
    r"|^ {0,3}:{3,}[ \t]*(\w+)"  # ::: tip
)


def line_of(words: str, text: str) -> int | None:
    """The first line of ``text`` that names what ``words`` quote; None if none does."""
    for number, line in enumerate(text.split("\n"), 1):
        if any(_is_quoted(name.strip(), words) for name in _named(line)):
            return number
    return None


def _named(line: str) -> Iterator[str]:
    for found in NAMED.finditer(line):
        yield next(filter(None, found.groups()))


def _is_quoted(name: str, words: str) -> bool:
    if name.isdecimal():
        return re.search(rf"(?<!\w){name}(?!\w)", words) is not None
    return re.search(rf"(?:[“”«{{]|::: ){re.escape(name)}[“”»}}]", words) is not None
