"""Both catalogs have every word, and every word is in the catalogs."""

import re
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import python_format
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.lexer import Lexer

from tests.each import each

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ROOT / "translations"
KEYWORDS = DEFAULT_KEYWORDS | {"lazy": None}
SAME: set[str] = set()
"""Sentences that are the same in English, Swedish and Norwegian."""
RAW = {"Chapter"}
"""Words that stand in templates as they are: names."""
NOT_READ = {"shared/styleguide.html"}
"""Templates that only those who build Chapter see."""


def key(message: Message) -> str:
    """A message's English; of a plural, the singular."""
    return message.id[0] if isinstance(message.id, list | tuple) else message.id


def strings(message: Message) -> list[str]:
    """A message's translations: one, or one for each number."""
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string]


def catalog(path: str) -> Catalog:
    """A catalog that is kept."""
    with (TRANSLATIONS / path).open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="session")
def written() -> set[str]:
    """Every word that the code and the templates say."""
    methods, options = parse_mapping_cfg(StringIO((TRANSLATIONS / "babel.cfg").read_text()))
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=_is_ours)
    return {ids if isinstance(ids, str) else ids[0] for _file, _line, ids, _comments, _context in found}


def _is_ours(folder: str) -> bool:
    return Path(folder) == ROOT or {"chapter", "templates"} & set(Path(folder).relative_to(ROOT).parts) != set()


@pytest.fixture(scope="session", params=["sv", "nb"])
def spoken(request: pytest.FixtureRequest) -> Catalog:
    """The catalog of a language."""
    return catalog(f"{request.param}/LC_MESSAGES/messages.po")


def messages(of: Catalog) -> list[Message]:
    """What a catalog has, its heading apart."""
    return [message for message in of if message.id]


def test_the_template_of_the_catalogs_has_what_is_written_and_no_more(written: set[str]):
    assert {key(m) for m in messages(catalog("messages.pot"))} == written


def test_nothing_is_missing_and_nothing_is_left_over(spoken: Catalog, written: set[str]):
    there = {key(m) for m in messages(spoken)}

    assert (written - there, there - written) == (set(), set())
    assert list(spoken.obsolete) == []


def test_everything_is_translated_and_nobody_guesses(spoken: Catalog):
    assert [key(m) for m in messages(spoken) if m.fuzzy or not all(strings(m))] == []


def test_every_number_has_its_form(spoken: Catalog):
    assert [key(m) for m in messages(spoken) if m.pluralizable and len(strings(m)) != spoken.num_plurals] == []


def placeholders(text: str) -> set[str]:
    """The names that are filled in."""
    return set(re.findall(r"%\((\w+)\)[sd]", text))


def test_translations_fill_in_what_the_english_fills_in(spoken: Catalog):
    wrong = []
    for message in messages(spoken):
        english = message.id if isinstance(message.id, list | tuple) else [message.id]
        needed = placeholders(english[-1])
        wrong += [
            text
            for text in filter(None, strings(message))
            if not placeholders(english[0]) <= placeholders(text) <= needed
        ]
        if message.python_format:
            python_format(spoken, message)

    assert wrong == []


def test_no_english_is_left(spoken: Catalog):
    same = {key(m) for m in messages(spoken) if key(m) in strings(m) and " " in _bare(key(m)).strip()}

    assert same - SAME == set()


def _bare(text: str) -> str:
    return re.sub(r"%\(\w+\)[sd]|\w+@[\w.]+|https?:\S+", "", text)


TEMPLATES = sorted(str(p.relative_to(ROOT / "templates")) for p in (ROOT / "templates").rglob("*.*"))
ATTRIBUTES = re.compile(r"{% block (?:layout|body_attributes) %}.*?{% endblock %}")
LEXER = Lexer(Environment())
TAG = re.compile(r"""<!--.*?-->|<(style|script)\b.*?</\1>|<(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
SAID_ALOUD = re.compile(r"\b(?:alt|title|placeholder|aria-label|aria-description)=\"([^\"]*)\"")


def raw(source: str) -> str:
    """What a template says without asking the catalogs: its text and the attributes that are read out."""
    tokens = LEXER.tokeniter(ATTRIBUTES.sub("", source), None)
    plain = "".join(text if kind == "data" else "\x01" for _line, kind, text in tokens)
    return TAG.sub(" ", plain) + " ".join(SAID_ALOUD.findall(plain))


@each([name for name in TEMPLATES if name not in NOT_READ])
def test_templates_say_nothing_past_the_catalogs(template: str):
    words = re.findall(r"(?<![\w&#])(?<!\x01-)[^\W\d_]{2,}(?![\w;])", raw((ROOT / "templates" / template).read_text()))

    assert set(words) - RAW == set()


def test_raw_words_are_seen_where_they_stand():
    said = raw('{# no #}<p title="Aloud" class="no">{% if x %}Seen{% endif %} {{ _("no") }}</p><a href="/no">Too</a>')

    assert re.findall(r"\w{2,}", said) == ["Seen", "Too", "Aloud"]
