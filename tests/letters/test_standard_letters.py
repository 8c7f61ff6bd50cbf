"""The letters that we come with are whole and plain in both languages."""

import re

import pytest
from flask import Flask

from chapter.i18n import LANGUAGES
from chapter.letters.drafts import standard
from chapter.letters.rules import Key, problems

EVERY = [(key, code) for key in Key for code in LANGUAGES]


def lix(text: str) -> float:
    """How hard a text is to read: words a sentence, and how many of each hundred are long."""
    words = re.findall(r"\w+", text)
    return len(words) / max(len(re.findall(r"[.!?:]", text)), 1) + 100 * sum(len(w) > 6 for w in words) / len(words)


@pytest.mark.parametrize(("key", "code"), EVERY)
def test_every_field_in_it_can_be_filled_in(app: Flask, key: Key, code: str):
    text = standard()[key][code]
    assert [*problems(text.subject, is_subject=True), *problems(text.body)] == []


@pytest.mark.parametrize(("key", "code"), EVERY)
def test_it_is_plain(app: Flask, key: Key, code: str):
    assert lix(re.sub(r"\{\w+\}", "", standard()[key][code].body)) <= 40


@pytest.mark.parametrize(("key", "code"), EVERY)
def test_it_is_to_somebody_and_from_somebody_who_can_be_reached(app: Flask, key: Key, code: str):
    body = standard()[key][code].body
    assert all(f"{{{field}}}" in body for field in ("first_name", "signer", "signer_phone", "signer_email"))


def test_the_welcome_letter_tells_of_groups_events_training_and_the_call(app: Flask):
    for code in ("sv", "nb"):
        body = standard()[Key.WELCOME][code].body
        assert all(part in body for part in ("{groups}", "{next_events}", "{call}", "kurs"))
