"""The texts that come with the program: all there in both languages, plain, and right in what they refer to."""

import re

import pytest
from flask_babel import get_translations

from chapter import clock
from chapter.handbook import syntax
from chapter.handbook.addresses import is_screen
from chapter.handbook.outline import CONTENT, outline, words
from chapter.handbook.rendering import troubles
from chapter.handbook.shipping import ship
from chapter.i18n import LANGUAGES, speaking
from tests.lix import lix

KEYS = [page.key for page in outline()]
HARDEST = 40
"""The highest LIX of a page: plain prose."""
WITHOUT_HELP = {
    *("calling.assignment_instructions", "calling.instructions", "calling.scan", "courses.occasion_ics"),
    *("editing.targets", "editing.under", "exports.file", "front.picture", "front.robots", "front.security"),
    *("front.sitemap", "handbook.help", "handbook.page", "handbook.paper", "healthz", "home.preview"),
    *("imports.unusable_csv", "leading.calls_csv", "media.choose", "media.file", "messages.demo", "messages.picture"),
    *("messages.preview", "settings.colour", "settings.colours", "setup.mail_tested", "signup.qr", "static"),
}
"""What is no page of its own: files, parts of pages, and the handbook's pages themselves."""
LARGEST_DRAWING = 3000
PRESSED = {
    "sv": re.compile(r"\b(?:tryck(?:er du|er)? på|välj(?:er du|er)?|svara(?:r du)?) \*\*([^*]+)\*\*", re.I),
    "nb": re.compile(r"\b(?:trykk(?:er du|er)? på|velg(?:er du|er)?|svar(?:er du)?) \*\*([^*]+)\*\*", re.I),
}
"""“Press **this**”, “choose **that**”: what stands on buttons and links."""


@pytest.fixture(params=sorted(LANGUAGES))
def code(request):
    return request.param


def _text(key, code):
    return words(key, code).text


def test_every_page_is_there_in_each_language(code):
    assert [key for key in KEYS if words(key, code) is None] == []


def test_no_text_is_there_that_is_not_in_the_outline(code):
    files = (CONTENT / code).rglob("*.md")
    assert {str(file.relative_to(CONTENT / code).with_suffix("")) for file in files} == set(KEYS)


def test_no_key_is_there_twice_and_parents_come_first():
    assert len(set(KEYS)) == len(KEYS)
    assert [page.key for page in outline() if page.parent and KEYS.index(page.parent) > KEYS.index(page.key)] == []


def test_a_page_s_first_line_is_its_title_and_there_is_no_other(code):
    texts = {key: (CONTENT / code / f"{key}.md").read_text() for key in KEYS}
    assert [key for key, text in texts.items() if len(re.findall(r"^# ", text, re.M)) != 1] == []
    assert [key for key, text in texts.items() if not text.startswith("# ")] == []


def test_titles_are_unique(code):
    titles = [words(key, code).title for key in KEYS]
    assert [title for title in titles if titles.count(title) > 1] == []


def test_every_page_is_easy_to_read(code):
    measured = {key: lix("\n\n".join(words(key, code))) for key in KEYS}
    assert {key: hard for key, hard in measured.items() if hard > HARDEST} == {}


def test_a_page_is_as_long_as_one_reads_on_a_bus(code):
    longer = {"caller/report": 800, "glossary": 1200}
    long = {key: len(_text(key, code).split()) for key in KEYS}
    assert {key: many for key, many in long.items() if not 120 <= many <= longer.get(key, 500)} == {}


def test_what_pages_refer_to_is_there(app):
    ship(clock.now())
    found = {(key, code): troubles(_text(key, code), code) for key in KEYS for code in LANGUAGES}
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def test_every_page_that_one_sees_is_described(app):
    got = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert got - WITHOUT_HELP - {screen for page in outline() for screen in page.screens} == set()


def test_a_page_s_screens_are_there_and_no_screen_has_two_pages(app):
    screens = [screen for page in outline() for screen in page.screens]
    assert [screen for screen in screens if screen not in app.view_functions] == []
    assert [screen for screen in screens if screens.count(screen) > 1] == []


def test_a_page_links_to_the_screens_that_it_describes(app, code):
    missing = {page.key: _not_linked(page, code) for page in outline()}
    assert {key: screens for key, screens in missing.items() if screens} == {}


def _not_linked(page, code):
    links = syntax.parse(_text(page.key, code)).references.links
    return [screen for screen in page.screens if is_screen(screen) and f"screen:{screen}" not in links]


def test_every_shipped_drawing_is_small_used_and_without_words_or_colours_of_the_page(app):
    used = "".join(_text(key, code) for key in KEYS for code in LANGUAGES)
    for file in (CONTENT.parents[2] / "static/handbook").glob("*.svg"):
        drawing = file.read_text()
        assert f"(drawing:{file.stem})" in used
        assert len(drawing) < LARGEST_DRAWING
        assert not re.search(r"<text|<script|<style|currentColor|href|data:", drawing)


def test_what_one_is_told_to_press_is_on_the_screens(app, code):
    with speaking(code):
        said = {text.rstrip(".") for text in get_translations()._catalog.values() if isinstance(text, str)}
    filled = [re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(text)) for text in said if "%(" in text]
    pressed = {label.rstrip(".") for key in KEYS for label in PRESSED[code].findall(_text(key, code))}
    assert [label for label in pressed - said if not re.fullmatch("|".join(filled), label)] == []
