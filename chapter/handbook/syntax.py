"""How pages are written: Markdown, and what pages add to it (boxes, steps, terms, placeholders). Knows no pages."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import mistune
from mistune import BlockParser, BlockState, InlineParser, InlineState, Markdown
from mistune.plugins.formatting import strikethrough
from mistune.plugins.table import table, table_in_list
from mistune.plugins.url import url

LONGEST = 60_000
"""So many characters of a text are shown, which is twenty pages of print; who writes more is told."""
SHORT = 6_000
"""Most pages have fewer characters than this, and are kept in memory when they have been read."""
DEEPEST = 4
"""A box in a box in a list is enough; deeper ones are shown as they were typed."""

BOXES = {
    **dict.fromkeys(("tip", "tips"), "tip"),
    **dict.fromkeys(("important", "viktigt", "viktig"), "important"),
    **dict.fromkeys(("script", "manus"), "script"),
    **dict.fromkeys(("steps", "steg"), "steps"),
}
"""What stands after “:::”, in each language."""

Token = dict[str, Any]
BOX = r"^ {0,3}:{3,}[ \t]*(?P<box_kind>\w{1,30})[ \t]*$"
FENCE = re.compile(r"^ {0,3}:{3,}[ \t]*(\w*)[ \t]*$", re.M)
TERM = r"\[\[(?P<term_shown>[^\[\]|\n\\]{1,80})(?:\\?\|(?P<term_meant>[^\[\]|\n]{1,80}))?\]\]"
PLACEHOLDER = r"\{(?P<placeholder_name>[^{}\n]{1,60})\}"
BRACED = re.compile(PLACEHOLDER)


class References(NamedTuple):
    """What a text names that must be looked up."""

    placeholders: frozenset[str]
    terms: frozenset[str]
    links: frozenset[str]
    pictures: tuple[tuple[str, str], ...]
    """Each with its description."""
    boxes: frozenset[str]
    has_open_box: bool


class Parsed(NamedTuple):
    """A text that has been read; the tokens are shared, so nobody changes them."""

    tokens: list[Token]
    references: References


def _parse_box(block: BlockParser, match: re.Match[str], state: BlockState) -> int | None:
    if state.depth() >= DEEPEST:
        return None
    open_boxes, end = 1, None
    for fence in FENCE.finditer(state.src, match.end()):
        open_boxes += 1 if fence[1] else -1
        if not open_boxes:
            end = fence
            break
    inner = state.src[match.end() : end.start() if end else len(state.src)].strip("\n") + "\n"
    child = state.child_state(inner)
    block.parse(child)
    word = match["box_kind"]
    attrs = {"kind": BOXES.get(word.casefold(), ""), "word": word, "is_closed": end is not None}
    state.append_token({"type": "box", "children": child.tokens, "attrs": attrs})
    return end.end() + 1 if end else len(state.src)


def _parse_term(inline: InlineParser, match: re.Match[str], state: InlineState) -> int:
    shown = match["term_shown"].strip()
    state.append_token({"type": "term", "raw": shown, "attrs": {"meant": (match["term_meant"] or shown).strip()}})
    return match.end()


def _parse_placeholder(inline: InlineParser, match: re.Match[str], state: InlineState) -> int:
    state.append_token({"type": "placeholder", "raw": match["placeholder_name"].strip()})
    return match.end()


def _additions(md: Markdown) -> None:
    md.block.register("box", BOX, _parse_box, before="list")
    md.block.insert_rule(md.block.list_rules, "box", before="list")
    md.inline.register("term", TERM, _parse_term, before="link")
    md.inline.register("placeholder", PLACEHOLDER, _parse_placeholder, before="link")


_markdown = mistune.Markdown(plugins=[strikethrough, table, table_in_list, url, _additions])


def parse(text: str) -> Parsed:
    """``text`` as tokens, with all that it refers to. Short texts are remembered: a page is read far more often than it
    is written; of a long one, every preview would stay in memory."""
    return _remembered(text) if len(text) <= SHORT else _parse(text)


def _parse(text: str) -> Parsed:
    tokens, _state = _markdown.parse(text[:LONGEST])
    made: Any = tokens
    return Parsed(made, _references(made))


_remembered = lru_cache(maxsize=32)(_parse)


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Every token, from the first to the last, each before those within it."""
    waiting = list(reversed(tokens))
    while waiting:
        token = waiting.pop()
        yield token
        waiting.extend(reversed(token.get("children", ())))


def address(token: Token) -> str:
    """Where a link or a picture leads, as it was typed."""
    return str(token["attrs"]["url"]).replace("%7B", "{").replace("%7D", "}")


def _references(tokens: list[Token]) -> References:
    found: dict[str, list[Token]] = {}
    for token in walk(tokens):
        found.setdefault(token["type"], []).append(token)
    links = [address(token) for token in found.get("link", ())]
    boxes = [token["attrs"] for token in found.get("box", ())]
    in_addresses = (name.strip() for link in links for name in BRACED.findall(link))
    return References(
        placeholders=frozenset((*(token["raw"] for token in found.get("placeholder", ())), *in_addresses)),
        terms=frozenset(token["attrs"]["meant"] for token in found.get("term", ())),
        links=frozenset(links),
        pictures=tuple((address(token), said([token])) for token in found.get("image", ())),
        boxes=frozenset(box["word"] for box in boxes if not box["kind"]),
        has_open_box=not all(box["is_closed"] for box in boxes),
    )


BLOCKS = {"paragraph", "block_text", "heading", "table_cell", "block_code", "list_item", "box", "thematic_break"}


def said(tokens: list[Token], fill: Callable[[str], str] = str) -> str:
    """The words that a reader reads in ``tokens``, without any signs; ``fill`` gives those for a placeholder."""
    words: list[str] = []
    for token in walk(tokens):
        if token["type"] in BLOCKS:
            words.append("\n")
        elif token["type"] in ("softbreak", "linebreak"):
            words.append(" ")
        if "raw" in token:
            words.append(fill(token["raw"]) if token["type"] == "placeholder" else token["raw"])
    return "\n".join(filter(None, (line.strip() for line in "".join(words).split("\n"))))


def plain(text: str, fill: Callable[[str], str] = str) -> str:
    """What a reader reads of ``text``: for search."""
    return said(parse(text).tokens, fill)


def beginning(text: str, fill: Callable[[str], str] = str, longest: int = 180) -> str:
    """The first paragraph of ``text``, cut between words: what a list of pages says of it."""
    first = next((token for token in parse(text).tokens if token["type"] == "paragraph"), None)
    words = said([first], fill) if first else ""
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0].rstrip(",.;:–") + " …"


def sections(text: str) -> dict[str, str]:
    """The text under each heading, by the heading's words; for the glossary. Placeholders stay in their braces."""
    found: dict[str, list[Token]] = {}
    under: list[Token] = []
    for token in parse(text).tokens:
        if token["type"] == "heading":
            under = found.setdefault(said([token]), [])
        else:
            under.append(token)
    return {heading: said(tokens, "{{{}}}".format) for heading, tokens in found.items()}


def filled(words: str, values: Mapping[str, str]) -> str:
    """``words`` with what stands in the place of their placeholders."""
    return BRACED.sub(lambda found: values.get(found[1].strip(), found[0]), words)
