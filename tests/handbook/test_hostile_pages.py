"""Whatever somebody types: it is shown, it harms nobody, and it takes no time."""

import re
import time
import tracemalloc
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapter.handbook.rendering import ATTRIBUTES, TAGS, Text, shown, troubles
from chapter.handbook.syntax import parse

PIECES = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<iframe src=//e.example>"),
    *("[a](javascript:alert(1))", "[a](JaVa\tscript:alert(1))", "[a](data:text/html,x)", "[a](//evil.example)"),
    *("[a](vbscript:x)", "[a](/\\evil.example)", "![x](https://evil.example/x.png)", "![x](//evil.example/x)"),
    *("![x](media:1)", "![x](drawing:../../etc/passwd)", "[a](media:../../x)", "[a](screen:settings.change)"),
    *("[a](page:\" onclick=\"x)", "[a](tel:{contact.phone})", "[a](mailto:{chapter})", "[a]: javascript:x\n\n[a]"),
    *("::: tip\n", "::: steps\n", "::: \"><script>\n", ":::\n", "[[x|\"><script>]]", "[[", "]]", "{", "}", "{chapter}"),
    *("{__class__}", "{call_leader.name}", "# ", "## a\" onclick=\"x\n", "| a | b |\n|---|---|\n"),
    *("<style>*{}</style>", "<a href=x style=y>", "&lt;script&gt;", "&#106;avascript:", "\x00", "\n\n", "1. ", "> "),
    *("    ", "```", "`", "**", "_", "~~", "http://e.example/\"x", "<http://e.example>", "<x@e.example>", "\\", "å"),
    *("| \" onx=1 | c |\n", "- ", "’"),
]  # fmt: skip
LINKS = re.compile(r"(?:https?://|mailto:|tel:|sms:|#|/(?![/\\]))")


class Looked(HTMLParser):
    """Notes everything in a piece of HTML that has no business there."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.wrong += [tag] if tag not in TAGS else []
        for name, value in attrs:
            self.wrong += [f"{tag} {name}"] if name not in ATTRIBUTES.get(tag, ()) else []
            self.wrong += [f"{name}={value}"] if name == "href" and not LINKS.match(value or "") else []
            self.wrong += [f"{name}={value}"] if name == "src" and not re.match(r"/(?![/\\])", value or "") else []
            self.ids += [value] if name == "id" else []


def looked(html: str) -> Looked:
    """What is in ``html``."""
    found = Looked()
    found.feed(html)
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=25).map("".join))
def test_no_text_becomes_anything_but_a_text(app, text):
    with app.test_request_context("/?lang=sv"):
        made = looked(shown(Text(text, "sv")).html)
        troubles(text, "sv")

    assert made.wrong == []
    assert len(made.ids) == len(set(made.ids))


MUCH = {
    "boxes": "::: tip\n" * 7500,
    "boxes that end": "::: tip\n\n:::\n" * 4000,
    "brackets": "[" * 60_000,
    "terms": "[[a|" * 15_000,
    "braces": "{" * 60_000,
    "stars": "*a " * 20_000,
    "headings": "# a\n" * 15_000,
    "links": "[a](b" * 10_000,
    "pictures": "![" * 30_000,
    "quotes": ">" * 60_000,
    "columns": "|a" * 15_000 + "|\n" + "|-" * 15_000 + "|\n",
    "tags": "<a " * 20_000,
    "too long": "ord " * 500_000,
}


@pytest.mark.parametrize("what", MUCH)
def test_a_great_deal_of_anything_is_shown_at_once(app, what):
    with app.test_request_context("/?lang=sv"):
        began = time.process_time()
        made = shown(Text(MUCH[what], "sv")).html

    assert time.process_time() - began < 5
    assert looked(made).wrong == []


def test_what_is_long_or_changes_with_every_letter_fills_no_memory():
    texts = [f"{'{a} ' * 2_000}{number}" for number in range(8)]
    tracemalloc.start()
    for text in texts:
        parse(text)
    kept, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 2_000_000
