"""What is wrong with a text, in words that say what to do; asked before it is saved."""

import re
from collections.abc import Iterator

from chapter.access import Audience
from chapter.handbook import placeholders, syntax
from chapter.handbook.addresses import DRAWING, SCHEMES, drawing_file, is_screen
from chapter.handbook.references import Known, folded, look_up, named
from chapter.handbook.syntax import References
from chapter.i18n import _

KINDS = "page", "screen", "media", "drawing"


def troubles(text: str, language: str) -> list[str]:
    """What in ``text`` would not show as its writer means it; nothing, and it can be saved."""
    references = syntax.parse(text).references
    known = look_up({language: [references]}, frozenset(Audience))[language]
    found = [*_length(text), *_placeholders(references), *_boxes(references), *_terms(references, known)]
    return [*found, *_links(references, known), *_pictures(references, known)]


def _length(text: str) -> Iterator[str]:
    if len(text) > syntax.LONGEST:
        yield _("The text is longer than a page can be. Divide it into several pages.")


def _placeholders(references: References) -> Iterator[str]:
    for name in sorted(references.placeholders - placeholders.NAMES):
        yield _("There is no {%(name)s}. Choose one from the list, or write \\{ if you mean a brace.", name=name)


def _boxes(references: References) -> Iterator[str]:
    for word in sorted(references.boxes):
        yield _("“::: %(word)s” is no box. There are tip, important, script and steps.", word=word)
    if references.has_open_box:
        yield _("A box has no end. Write ::: on a line of its own where it ends.")


def _terms(references: References, known: Known) -> Iterator[str]:
    for term in sorted(references.terms) if known.terms else ():  # Without a glossary they are words like others.
        if folded(term) not in known.terms:
            yield _("The glossary doesn’t explain “%(term)s”. Add it there, or take the brackets away.", term=term)


def _links(references: References, known: Known) -> Iterator[str]:
    for name in sorted(named("page", references.links) - known.pages.keys()):
        yield _("There is no page “%(name)s” to link to.", name=name)
    for name in sorted(named("screen", references.links)):
        if not is_screen(name):
            yield _("There is no screen “%(name)s” to link to.", name=name)
    for name in sorted(named("media", references.links)):
        if not name.isdecimal() or int(name) not in known.media:
            yield _("There is no file number %(number)s. It may have been deleted.", number=name)
    for link in sorted(references.links):
        kind = link.partition(":")[0].lower()
        if link.endswith(":") or (kind not in (*KINDS, *SCHEMES) and not re.match(r"#|/(?!/)", link)):
            yield _("The link to “%(link)s” leads nowhere. Write the whole address, with https://.", link=link[:80])


def _pictures(references: References, known: Known) -> Iterator[str]:
    for url, description in references.pictures:
        kind, _colon, name = url.partition(":")
        if kind == "drawing":
            if not (DRAWING.fullmatch(url) and drawing_file(name)):
                yield _("There is no drawing “%(name)s”.", name=name[:60])
        elif kind != "media":
            yield _("“%(url)s” is a picture from elsewhere. Upload it first: then it is shown.", url=url[:80])
        elif not name.isdecimal() or int(name) not in known.media:
            yield _("There is no picture number %(number)s. It may have been deleted.", number=name[:20])
        elif not known.media[int(name)].width:
            yield _("File number %(number)s is no picture. Link to it: [words](media:%(number)s).", number=name)
        elif not description:
            yield _("Say what picture number %(number)s shows: ![words](media:%(number)s).", number=name)
