"""The guard for free texts, tried on what callers write: ``tests/corpus`` has a note on each line."""

from importlib import import_module
from pathlib import Path

import pytest
from wtforms import TextAreaField
from wtforms.fields.core import UnboundField

from chapter import freetext
from chapter.forms import Form, careful
from tests.test_architecture import HOUSE

CORPUS = Path(__file__).parent / "corpus"
NOT_ABOUT_SOMEBODY = {
    "calling.AnswerForm.text",
    "editing.NewPage.text",
    "editing.TextForm.text",
    "letters.OwnLetter.body",
    "rights.Answer.words",
    "rights.Entered.words",
    "rights.MoreTime.why",
    "rights.Outside.words",
    "rights.Wish.words",
    "searches.SearchForm.note",
    "styleguide.Sample.note",
}
"""Boxes for long texts that aren't about one person, or in which people write about themselves."""


def notes(kind: str, language: str) -> list[str]:
    """The notes of a kind."""
    return (CORPUS / f"{kind}_{language}.txt").read_text(encoding="utf-8").splitlines()


def share_warned_of(kind: str, language: str) -> float:
    """How many of a hundred are warned of."""
    found = [freetext.is_sensitive(note) for note in notes(kind, language)]
    return 100 * sum(found) / len(found)


def test_the_corpus_is_large_and_says_nothing_twice():
    ordinary, sensitive = ([*notes(kind, "sv"), *notes(kind, "nb")] for kind in ("ordinary", "sensitive"))

    assert len(set(ordinary)) >= 400
    assert len(set(sensitive)) >= 150
    assert not set(ordinary) & set(sensitive)


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_ordinary_notes_are_left_in_peace(language: str):
    assert share_warned_of("ordinary", language) < 2


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_sensitive_notes_are_warned_of(language: str):
    assert share_warned_of("sensitive", language) >= 90


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Har fått   CANCER\noch orkar inte.", "cancer"),
        ("Er sykemeldt til jul", "sykemeldt"),
        ("Hon har 121212-1212.", "121212-1212"),
        ("Ring 070-174 06 12 i morgon", ""),
    ],
)
def test_it_says_what_it_stumbles_over(text: str, found: str):
    assert freetext.found(text) == found


@pytest.mark.parametrize(
    "number", ["19121212-1212", "1212121212", "121272-1219", "12121230036", "52121230100", "12521230019", "12921230182"]
)
def test_numbers_that_name_somebody_are_known(number: str):
    assert freetext.holds_id_number(f"Nr {number}.")


@pytest.mark.parametrize(
    "number",
    ["121212-1213", "0701740612", "+4640123456", "12121230037", "2026-12-03 18.30", "123 456 78 90", "1234 56 78901"],
)
def test_other_numbers_are_not(number: str):
    assert not freetext.holds_id_number(f"Nr {number}.")


def long_texts() -> dict[str, bool]:
    """Every form's boxes for long texts, and whether they look for what must not be written down."""
    for room in HOUSE:
        if room.layer == "forms":
            import_module(f"chapter.{room.name}")
    boxes = {}
    for form in walk(Form):
        for name in dir(form):
            field = getattr(form, name)
            if isinstance(field, UnboundField) and field.field_class is TextAreaField:
                looks = careful in [*field.kwargs.get("validators", ()), *next(iter(field.args[1:2]), ())]
                boxes[f"{form.__module__.split('.')[1]}.{form.__name__}.{name}"] = looks
    return boxes


def walk(form: type[Form]) -> list[type[Form]]:
    """All forms that are made of ``form``."""
    return [made for kind in form.__subclasses__() for made in (kind, *walk(kind))]


def test_every_text_about_somebody_is_looked_at():
    unseen = {name for name, looks in long_texts().items() if not looks}

    assert {name for name in unseen if not name.endswith(("_sv", "_nb"))} <= NOT_ABOUT_SOMEBODY
