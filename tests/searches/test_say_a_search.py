"""A search is said in words that one can read aloud."""

from typing import Any

import pytest
from flask import Flask

from chapter.i18n import speaking
from chapter.searches import registry
from chapter.searches.rules import Part, condition, every, some
from tests import factories

NIGHT = condition("tags", [1])
OLD = condition("age_from", 30)

SAID: list[tuple[Part, str, str]] = [
    (NIGHT, "Har taggen ”nattskift”", "Har taggen «nattskift»"),
    ({**NIGHT, "not": True}, "Har inte taggen ”nattskift”", "Har ikke taggen «nattskift»"),
    (
        condition("tags", [1, 2]),
        "Har någon av taggarna ”nattskift” eller ”en tagg som inte finns längre”",
        "Har noen av taggene «nattskift» eller «en tagg som ikke finnes lenger»",
    ),
    (
        condition("joined_from", "2026-01-01"),
        "Har gått med den 1 januari 2026 eller senare",
        "Ble medlem 1. januar 2026 eller senere",
    ),
    (
        condition("fee_not_paid", 2026),
        "Har inte betalat avgiften för 2026",
        "Har ikke betalt kontingenten for 2026",
    ),
    (condition("not_called_for", 90), "Har inte blivit uppringd på 90 dagar", "Har ikke blitt oppringt på 90 dager"),
    (
        condition("not_called_for", 90, True),
        "Har blivit uppringd de senaste 90 dagarna",
        "Har blitt oppringt de siste 90 dagene",
    ),
    (condition("towns", ["Ås", "Ek", "Lund"]), "Bor i Ås, Ek eller Lund", "Bor i Ås, Ek eller Lund"),
    (condition("language", ["sv", "nb"]), "Talar svenska eller norska", "Snakker svensk eller norsk"),
    (
        some(NIGHT, every(OLD, condition("left", True))),
        "Har taggen ”nattskift” eller (fyller 30 eller mer i år och har gått ur)",
        "Har taggen «nattskift» eller (fyller 30 eller mer i år og har meldt seg ut)",
    ),
    (
        {**some(NIGHT, OLD), "not": True},
        "Uppfyller inte (har taggen ”nattskift” eller fyller 30 eller mer i år)",
        "Oppfyller ikke (har taggen «nattskift» eller fyller 30 eller mer i år)",
    ),
    (
        condition("gone", 1),
        "Uppfyller ett villkor som inte finns längre, så ingen hittas",
        "Oppfyller et vilkår som ikke finnes lenger, så ingen blir funnet",
    ),
]


@pytest.mark.parametrize(("part", "swedish", "norwegian"), SAID)
def test_it_is_said_in_both_languages(app: Flask, part: Part, swedish: str, norwegian: str):
    factories.tag("nattskift", id=1)

    for language, words in (("sv", swedish), ("nb", norwegian)):
        with speaking(language):
            assert registry.in_words(every(part)) == [words]


def test_what_must_all_hold_is_one_sentence_each(app: Flask):
    assert registry.in_words(every(condition("left", True), OLD)) == ["Har gått ur", "Fyller 30 eller mer i år"]


@pytest.mark.parametrize("search", [{}, every(), some()])
def test_no_condition_is_everybody(app: Flask, search: dict[str, Any]):
    assert registry.in_words(search) == ["Alla i registret"]
