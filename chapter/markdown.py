"""Markdown to HTML that is safe to show: no raw HTML, no images or scripts from elsewhere."""

from functools import lru_cache

import mistune
import nh3
from markupsafe import Markup

_render = mistune.create_markdown(escape=True, plugins=["strikethrough", "table", "url"])
_TAGS = {"p", "br", "strong", "em", "del", "h2", "h3", "h4", "ul", "ol", "li", "a", "blockquote", "hr", "code", "pre"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}


@lru_cache(maxsize=256)
def html(text: str | None, top: int = 2) -> Markup:
    """``text`` as HTML; its highest heading becomes ``h<top>``, so that it fits into a page, which has its own h1."""
    made = str(_render(text or ""))
    for level in range(6, 0, -1):
        deeper = min(max(level + top - 1, 2), 4)
        made = made.replace(f"<h{level}>", f"<h{deeper}>").replace(f"</h{level}>", f"</h{deeper}>")
    return Markup(
        nh3.clean(
            made,
            tags=_TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes={"http", "https", "mailto", "tel", "sms"},
            link_rel="noopener noreferrer",
        )
    )


def plain(text: str | None) -> str:
    """What a reader reads of ``text``, without any signs: for search and for short descriptions."""
    return html(text).striptags()
