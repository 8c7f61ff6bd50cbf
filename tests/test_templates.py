"""What every template keeps to, so that fragments stand alone and the strict content policy holds."""

import re
from pathlib import Path

from flask import Flask

from chapter import FEATURES
from chapter.config import ROOT
from tests.each import each

TEMPLATES = ROOT / "templates"
ALL = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*") if p.is_file())
MAIL = "shared/mail.html"
"""Mail readers drop style sheets, so this one is written as they want it."""
SAVED = "rights/document.html"
"""A file that people keep, with all that it needs in it: it opens where there is no site."""
PAGES = [name for name in ALL if name.endswith(".html") and name not in (MAIL, SAVED)]
FRAGMENTS = [name for name in PAGES if Path(name).name.startswith("_")]

MAY_BE_SAFE: set[str] = set()
"""Templates that may mark a value as safe HTML: none; what is safe comes as Markup."""

IN_LINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script in the page": r"<script(?![^>]*\ssrc=)",
    "an on… attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
    "an hx- attribute without data-, which no HTML checker knows": r"(?<!data-)\bhx-",
    "data-hx-on, data-hx-vars or js: (they need eval)": r"data-hx-on|data-hx-vars|[\"']js:",
}


def source(name: str) -> str:
    """A template's text without its comments."""
    return re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text(), flags=re.S)


def tags_with(attribute: str, text: str) -> list[str]:
    """The opening tags that carry ``attribute``, expressions taken out so that a > in one ends no tag."""
    plain = re.sub(r"\{[{%].*?[%}]\}", "", text, flags=re.S)
    return [tag for tag in re.findall(r"<[a-z][^>]*>", plain) if re.search(rf"\s{attribute}=", tag)]


def test_all_templates_compile(made: Flask) -> None:
    for name in ALL:
        made.jinja_env.get_template(name)


@each(ALL)
def test_a_template_fits_on_a_screen(name: str) -> None:
    assert len((TEMPLATES / name).read_text().splitlines()) <= 60


@each(PAGES)
def test_nothing_stands_in_line(name: str) -> None:
    assert [what for what, written in IN_LINE.items() if re.search(written, source(name), re.I)] == []


@each(ALL)
def test_only_the_listed_templates_trust_a_value(name: str) -> None:
    assert name in MAY_BE_SAFE or not re.search(r"\|\s*safe\b|autoescape false", source(name))


@each(FRAGMENTS)
def test_a_fragment_says_what_it_needs(name: str) -> None:
    first = (TEMPLATES / name).read_text().split("\n", 1)[0]
    assert re.fullmatch(r"\{# needs: .+ #\}", first)


@each(PAGES)
def test_a_page_extends_the_base_and_a_fragment_does_not(name: str) -> None:
    is_page = name not in FRAGMENTS and name != "shared/base.html" and "/mail/" not in name and "/report/" not in name
    assert ("{% extends " in source(name)) == is_page


@each(PAGES)
def test_what_asks_by_htmx_says_itself_where_the_answer_goes(name: str) -> None:
    text = source(name)
    for tag in [*tags_with("data-hx-get", text), *tags_with("data-hx-post", text)]:
        assert "data-hx-target=" in tag or 'data-hx-swap="none"' in tag, f"{tag} leaves its target to an ancestor"


@each(PAGES)
def test_no_htmx_attribute_stands_where_only_its_children_would_use_it(name: str) -> None:
    text = source(name)
    asking = {*tags_with("data-hx-get", text), *tags_with("data-hx-post", text)}
    for inherited in (
        "data-hx-target",
        "data-hx-swap",
        "data-hx-select",
        "data-hx-include",
        "data-hx-indicator",
        "data-hx-sync",
        "data-hx-vals",
    ):
        assert set(tags_with(inherited, text)) <= asking


@each(PAGES)
def test_a_form_that_posts_carries_the_csrf_token(name: str) -> None:
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", source(name), re.S | re.I):
        assert re.search(r"csrf(_token)?\(\)|form\.csrf_token|hidden_tag\(\)", form)


def test_the_folders_are_the_features() -> None:
    folders = {p.name for p in TEMPLATES.iterdir() if p.is_dir()}
    assert folders <= {*FEATURES, "shared"}


def test_there_are_templates_to_look_at() -> None:
    assert "shared/base.html" in PAGES
    assert "shared/_fields.html" in FRAGMENTS
