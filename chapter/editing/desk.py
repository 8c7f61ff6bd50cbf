"""The desk that one writes at: a text as readers would see it, what is wrong with it, and what lies beside it."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import url_for
from markupsafe import Markup

from chapter import pages
from chapter.editing import queries
from chapter.editing.rules_diff import Stretch, difference
from chapter.editing.rules_duties import Sheet, Written, is_behind
from chapter.editing.rules_lines import line_of
from chapter.editing.rules_merge import merge
from chapter.editing.words import SECTIONS, THE_OTHER
from chapter.handbook import placeholders
from chapter.handbook.models import Page, Revision
from chapter.handbook.rendering import Text, shown, troubles
from chapter.i18n import _, language

SCREENS_FOUND = 6
NO_BRACKETS = str.maketrans("[]", "()")
"""In what a link shows, brackets would end it."""


class Trouble(NamedTuple):
    """What is wrong with a text, and on which line, where that is known."""

    line: int | None
    words: str


class Target(NamedTuple):
    """What one can link to: ``code`` is what one writes."""

    title: str
    where: str
    code: str


@dataclass(frozen=True)
class Clash:
    """Somebody has written since the writer began: their version, what they changed, and how it differs from mine.

    ``merged`` is both in one, where that can be done.
    """

    theirs: Revision
    changed: list[Stretch]
    differs: list[Stretch]
    title: str
    text: str
    is_merged: bool


@dataclass(frozen=True)
class Beside:
    """The page in the other language, and what has changed there since this one was written."""

    code: str
    newest: Revision | None
    is_behind: bool = False
    changed: list[Stretch] = field(default_factory=list)


def preview(text: str, code: str) -> Markup:
    """The text as readers see it."""
    return shown(Text(text, code)).html


def wrong(text: str, code: str) -> list[Trouble]:
    """What is wrong with a text, from its first line to its last."""
    found = [Trouble(line_of(words, text), words) for words in troubles(text, code)]
    return sorted(found, key=lambda one: one.line or 0)


def said(trouble: Trouble) -> str:
    """What is wrong, with its line."""
    if trouble.line is None:
        return trouble.words
    return _("Line %(line)s: %(words)s", line=trouble.line, words=trouble.words)


def clash(page: Page, code: str, began_from: int, title: str, text: str) -> Clash | None:
    """How what somebody typed and what others have written since can be brought together."""
    wording = page.wording(code)
    if wording is None:
        return None
    theirs, base = wording.newest, queries.began_from(page, code, began_from)
    base_text, base_title = (base.text, base.title) if base else ("", "")
    merged = merge(base_text, text, theirs.text)
    titled = title if theirs.title in (base_title, title) else theirs.title if title == base_title else None
    is_merged = merged is not None and titled is not None
    return Clash(
        theirs,
        changed=difference(_whole(base_title, base_text), _whole(theirs.title, theirs.text)),
        differs=difference(_whole(theirs.title, theirs.text), _whole(title, text)),
        title=titled if is_merged and titled else title,
        text=merged if is_merged and merged is not None else text,
        is_merged=is_merged,
    )


def beside(page: Page, code: str, sheet: Sheet) -> Beside:
    """The page in the other language; and what has changed there, if this one lags behind."""
    other = THE_OTHER[code]
    wording = page.wording(other)
    if wording is None:
        return Beside(other, None)
    mine, behind = sheet.wordings.get(code), is_behind(sheet.wordings, code)
    if not behind or mine is None:
        return Beside(other, wording.newest, behind)
    then = queries.as_it_was(page, other, _last_seen(mine))
    return Beside(other, wording.newest, behind, difference(then.text if then else "", wording.newest.text))


def _last_seen(mine: Written) -> Any:
    return max(mine.written_at, mine.same_at or mine.written_at)


def targets(words: str) -> list[Target]:
    """Screens and pages that one can link to, whose names have all ``words``."""
    wanted = words.casefold().split()
    screens = [screen for screen in pages.screens() if all(word in str(screen.label).casefold() for word in wanted)]
    found = [
        Target(str(screen.label), _("A screen"), f"[{screen.label}](screen:{screen.endpoint})")
        for screen in screens[:SCREENS_FOUND]
    ]
    for sheet in queries.found(queries.sheets(), words):
        title = sheet.title(language()).translate(NO_BRACKETS)
        found.append(Target(title, str(SECTIONS[sheet.section]), f"[{title}](page:{sheet.name})"))
    return found


def offered(code: str) -> list[placeholders.Offered]:
    """The placeholders with what they give today."""
    return placeholders.offered(code)


def address(page: Page | Sheet) -> str:
    """Where readers read it."""
    return url_for("handbook.page", section=page.section, slug=page.slug)


def _whole(title: str, text: str) -> str:
    return f"{title}\n\n{text}" if title else text
