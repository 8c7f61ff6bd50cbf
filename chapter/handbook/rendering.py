"""Pages as HTML that is safe to show, with what they refer to filled in; and what is wrong with a text, in words."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import nh3
from markupsafe import Markup, escape
from mistune import BlockState, HTMLRenderer

from chapter import i18n
from chapter.access import Audience, reader_s
from chapter.handbook import syntax
from chapter.handbook.addresses import Picture, drawing, picture, there
from chapter.handbook.references import Known, folded, look_up
from chapter.handbook.rules import slug
from chapter.handbook.syntax import References, Token
from chapter.handbook.troubles import troubles
from chapter.i18n import lazy

__all__ = ["Heading", "Shown", "Text", "Written", "shown", "shown_all", "troubles"]

BOX_WORDS = {"tip": lazy("Tip"), "important": lazy("Important"), "script": lazy("It can sound like this")}
IDS_OF_THE_PAGE = {"main", "menu", "bar", "foot", "flash", "announce", "connection", "error-summary", "tree", "page"}
IDS_OF_THE_PAGE |= {"where", "after", "search", "q", "preview", "contents-heading"}

TAGS = {"p", "br", "strong", "em", "del", "h2", "h3", "h4", "ul", "ol", "li", "a", "blockquote", "hr", "code", "pre"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "aside", "div", "img", "button", "span"}
ATTRIBUTES = {
    **{key: {"id"} for key in ("h2", "h3", "h4")},
    "a": {"href", "rel"},
    "ol": {"start"},
    "table": {"class"},
    "th": {"scope"},
    "td": {"data-label"},
    **{key: {"class"} for key in ("aside", "div", "p")},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "class"},
    "button": {"type", "popovertarget", "class"},
    "span": {"id", "popover", "class"},
}
SCHEMES = {"http", "https", "mailto", "tel", "sms"}


class Written(Protocol):
    """A text in a language: a Revision, or what somebody is writing just now."""

    @property
    def text(self) -> str:
        """As it was typed."""

    @property
    def language(self) -> str:
        """What it is written in."""


class Text(NamedTuple):
    """Something written that is no revision, as for a preview."""

    text: str
    language: str


class Heading(NamedTuple):
    """A line of the contents; ``level`` is 2 or 3."""

    id: str
    words: str
    level: int


@dataclass(frozen=True)
class Shown:
    """A text ready to be put on a page."""

    html: Markup
    contents: list[Heading] = field(default_factory=list)


def shown(written: Written, readers: Collection[Audience] | None = None) -> Shown:
    """``written`` for ``readers`` (whoever asks, if none are named)."""
    return shown_all([written], readers)[0]


def shown_all(
    many: Sequence[Written], readers: Collection[Audience] | None = None, paper: dict[int, str] | None = None
) -> list[Shown]:
    """Several texts, in no more queries than one. On ``paper`` nothing can be tapped; it gives the pages that are
    printed together, by their id, with the anchors that links to them lead to."""
    readers = reader_s() if readers is None else readers
    read = [syntax.parse(written.text) for written in many]
    named: dict[str, list[References]] = {}
    for written, parsed in zip(many, read, strict=True):
        named.setdefault(written.language, []).append(parsed.references)
    known, made = look_up(named, readers, with_terms=paper is None), []
    for number, (written, parsed) in enumerate(zip(many, read, strict=True)):
        with i18n.speaking(written.language):
            renderer = Renderer(known[written.language], paper, f"p{number}-" if paper is not None else "")
            made.append(renderer.whole(parsed.tokens))
    return made


def _only_ours(tag: str, attribute: str, value: str) -> str | None:
    """Pictures come from here alone."""
    is_foreign = attribute in ("src", "srcset") and not re.match(r"/(?![/\\])", value)
    return None if is_foreign else value


class Renderer(HTMLRenderer):
    """One text; it counts its terms and its headings' ids. All that it writes is cleaned once more at the end."""

    def __init__(self, known: Known, paper: dict[int, str] | None, prefix: str) -> None:
        super().__init__(escape=True)
        self.known, self.paper, self.prefix = known, paper, prefix
        self.contents: list[Heading] = []
        self.ids: dict[str, int] = {}
        self.terms: dict[str, str] = {}
        self.plainly = 0

    def whole(self, tokens: list[Token]) -> Shown:
        """The text with these ``tokens``."""
        made = self.render_tokens(tokens, BlockState())
        clean = nh3.clean(
            made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, attribute_filter=_only_ours
        )
        return Shown(Markup(clean), self.contents)

    def render_token(self, token: Token, state: BlockState) -> str:
        """Within headings, links and descriptions of pictures, nothing else can be tapped."""
        if token["type"] == "table":
            return self._table(token, state)
        is_whole = token["type"] in ("heading", "link", "image")
        self.plainly += is_whole
        made = super().render_token(token, state)
        self.plainly -= is_whole
        return made

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        """A page's title is its h1, so what is written begins with h2."""
        level, words = min(max(level, 2), 4), str(Markup(text).striptags())
        wanted = slug(words)
        self.ids[wanted] = number = self.ids.get(wanted, wanted in IDS_OF_THE_PAGE) + 1
        id = self.prefix + (wanted if number == 1 else f"{wanted}-{number}")
        if level < 4 and words:
            self.contents.append(Heading(id, words, level))
        return f'<h{level} id="{id}">{text}</h{level}>\n'

    def box(self, text: str, kind: str, word: str, is_closed: bool) -> str:
        """A tip and its like; steps are a list with large numbers."""
        if kind == "steps":
            return f'<div class="numbered">{text}</div>\n'
        heading = BOX_WORDS.get(kind, word)
        return f'<aside class="box {kind or "tip"}"><p class="word">{escape(heading)}</p>{text}</aside>\n'

    def term(self, text: str, meant: str) -> str:
        """A word that is explained where one taps it."""
        meaning = self.known.terms.get(folded(meant))
        if not meaning or self.plainly or self.paper is not None:
            return str(escape(text))
        id, explained = self.terms.get(folded(meant)), ""
        if id is None:
            id = self.terms[folded(meant)] = f"term_{len(self.terms) + 1}"  # A heading's id has no “_”.
            said = f"<strong>{escape(meant[:1].upper() + meant[1:])}</strong> {escape(meaning)}"
            explained = f'<span class="meaning" popover="" id="{id}">{said}</span>'
        return f'<button type="button" class="term" popovertarget="{id}">{escape(text)}</button>{explained}'

    def placeholder(self, text: str) -> str:
        """What stands in its place now; numbers and addresses can be tapped."""
        value = self.known.values.get(text)
        if value is None:
            return str(escape(f"{{{text}}}"))
        if self.plainly or self.paper is not None or not _is_reach(text, value):
            return str(escape(value))
        return f'<a href="{escape(_reaching(text, value))}">{escape(value)}</a>'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link to where the reader may go; elsewhere its words, in bold."""
        url = syntax.BRACED.sub(lambda found: self._in_address(found[1].strip()), url_of(url))
        leads = there(url, self.known, self.paper)
        if leads is None:
            return f"<strong>{text}</strong>"
        rel = ' rel="noopener noreferrer"' if leads.startswith("http") else ""
        return f'<a href="{escape(leads)}"{rel}>{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """An uploaded picture or one of the program's drawings; its description where there is none."""
        alt, url = str(Markup(text).striptags()), url_of(url)
        found = drawing(url) or picture(url, self.known)
        if found is None:
            return f"<em>{escape(alt)}</em>" if alt else ""
        return _img(found, alt, on_paper=self.paper is not None)

    def strikethrough(self, text: str) -> str:
        """Struck out."""
        return f"<del>{text}</del>"

    def _in_address(self, name: str) -> str:
        value = self.known.values.get(name, "")
        return _reaching(name, value).partition(":")[2] if _is_reach(name, value) else value

    def _table(self, token: Token, state: BlockState) -> str:
        """A table whose rows are cards on a phone; the first cell of a row is its name."""
        head, *body = token["children"]
        columns = [self.render_tokens(cell["children"], state) for cell in head["children"]]
        labels = [escape(Markup(column).striptags()) for column in columns]
        rows = "".join(self._row(row, labels, state) for part in body for row in part["children"])
        heads = "".join(f'<th scope="col">{column}</th>' for column in columns)
        return f'<table class="cards"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>\n'

    def _row(self, row: Token, labels: Sequence[str], state: BlockState) -> str:
        name, *cells = (self.render_tokens(cell["children"], state) for cell in row["children"])
        rest = (f'<td data-label="{label}">{cell}</td>' for label, cell in zip(labels[1:], cells, strict=True))
        return f'<tr><th scope="row">{name}</th>{"".join(rest)}</tr>\n'


def url_of(url: str) -> str:
    """An address as it was typed: braces are for placeholders."""
    return url.replace("%7B", "{").replace("%7D", "}")


def _is_reach(name: str, value: str) -> bool:
    return (name.endswith(".email") and "@" in value) or (name.endswith(".phone") and any(map(str.isdigit, value)))


def _reaching(name: str, value: str) -> str:
    return f"mailto:{value}" if name.endswith(".email") else f"tel:{i18n.parse_phone(value) or value}"


def _img(found: Picture, alt: str, on_paper: bool) -> str:
    facts = {
        "src": found.src,
        "srcset": "" if on_paper else found.srcset,
        "sizes": "(min-width: 46rem) 42rem, 92vw" if found.srcset and not on_paper else "",
        "width": str(found.width or ""),
        "height": str(found.height or ""),
        "loading": "" if on_paper else "lazy",
        "class": found.kind,
    }
    return f'<img alt="{escape(alt)}"' + "".join(f' {n}="{escape(v)}"' for n, v in facts.items() if v) + ">"
