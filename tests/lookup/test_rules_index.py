"""What is typed, as each database wants to be asked."""

import re
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter.lookup import rules_fts5, rules_tsvector
from chapter.lookup.rules_asked import wishes
from tests.lookup.test_rules_asked import nothing_else

DATABASES = pytest.mark.parametrize("database", [rules_fts5, rules_tsvector])


@DATABASES
@given(typed=st.text())
def test_whatever_is_typed_makes_a_question_of_quoted_words(database: ModuleType, typed: str):
    quote = {rules_fts5: '"', rules_tsvector: "'"}[database]
    for wish in wishes(typed, nothing_else):
        for asked in (database.expression(wish, [f"x{quote}y"]), database.in_title(wish)):
            assert asked.count(quote) % 2 == 0
            assert all(part.lstrip("=").isalnum() for part in asked.split(quote)[1::2])


@DATABASES
def test_the_beginning_of_a_title_s_word_is_more_than_a_letter_or_two(database: ModuleType):
    (short,), (long,) = wishes("kö", nothing_else), wishes("ring", nothing_else)

    assert ("*" in database.in_title(short), "*" in database.in_title(long)) == (False, True)


def test_a_vector_tells_words_from_stems_and_the_title_from_the_text():
    made = rules_tsvector.vector("moten", "mot", "ett mote", "ett mot")

    assert made == "'moten':1A '=mot':1B,2D 'ett':1C 'mote':2C '=ett':1D"


def test_however_long_a_text_is_postgresql_takes_it():
    made = rules_tsvector.vector("", "", "x" * 5000 + " y" * 20_000, "")

    assert all(len(word) <= 500 for word in re.findall(r"'(.*?)'", made))
    assert made.count(",") == 254
    assert max(map(int, re.findall(r"(\d+)C", made))) < 16384
