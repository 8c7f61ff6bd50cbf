"""Finding things: by any form, with any keyboard, in both languages, and with what means the same."""

import pytest
from flask import Flask
from sqlalchemy import delete, text

from chapter.db import db
from chapter.lookup import actions, jobs, queries
from chapter.lookup.models import Findable
from tests.lookup.found import ALL, put, sources


@pytest.fixture(autouse=True)
def pages(app: Flask) -> None:
    """A small handbook."""
    put("moten", "Möten", "Så håller du ett möte. Ringlådan står i skåpet.")
    put("ring", "Så ringer du", "Du ringer från ditt ringuppdrag. Avgiften nämns sist.")
    put("avgift", "Medlemsavgift", "Betala din avgift före mars. Ett möte nämns också.")
    put("moter", "Møter", "Slik holder du et møte. Kontingenten nevnes.", "nb")
    put("hemligt", "Ringkö & <b>köer</b>", "Köerna.")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("möte", "moten"),
        ("MÖTENA", "moten"),
        ("mote", "moten"),
        ("moete", "moten"),
        ("ring-låda", "moten"),
        ("RINGLADAN", "moten"),
        ("telefonera", "ring"),
        ("uppdrag", "ring"),
        ("medlemsavg", "avgift"),
        ("hur betalar jag avgiften?", "avgift"),
        ("köer", "hemligt"),
    ],
)
def test_what_is_meant_comes_first(typed: str, first: str):
    assert sources(typed)[0] == first


def test_the_reader_s_language_comes_first():
    assert sources("møte", "nb")[0] == "moter"
    assert sources("möte", "sv")[-1] == "moter"


def test_a_word_in_the_title_counts_for_more():
    assert sources("avgift")[:2] == ["avgift", "ring"]


def test_all_words_must_be_there():
    assert sources("möte avgift") == ["avgift", "moter"]


def test_without_that_what_has_most_of_them_comes_first():
    found = queries.look("avgift mars skåpet", "sv", ALL)

    assert found.is_partial
    assert found.results[0].address.endswith("avgift")


def test_what_is_there_in_both_languages_is_shown_once_in_the_reader_s():
    put("ring", "Slik ringer du", "Du telefonerer.", "nb")
    found = queries.look("telefonerer", "sv", ALL)

    assert [result.language for result in found.results if result.address.endswith("ring")] == ["sv"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("ringupdrag", "ringuppdrag"), ("medlemsavigft", "medlemsavgift"), ("qqqqq", "")]
)
def test_a_slip_gets_a_suggestion(typed: str, meant: str):
    found = queries.look(typed, "sv", ALL)

    assert (found.total, found.suggestion) == (0, meant)


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "*",
        "möte*",
        "NEAR(möte)",
        "title: x",
        "{x}: y",
        "a AND",
        "OR",
        "-möte",
        "^möte",
        "x" * 5000,
        "\x00",
        "😀",
        "%",
        "ﷺ ⑴",
    ],
)
def test_hostile_words_do_nothing(typed: str):
    assert queries.look(typed, "sv", ALL).total >= 0


def orphans() -> int:
    """Rows of the index that belong to nothing."""
    db.session.flush()
    return db.session.scalar(text("SELECT count(*) FROM findable_index WHERE rowid NOT IN (SELECT id FROM findable)"))


def test_what_is_dropped_leaves_nothing_in_the_index():
    actions.drop("moten")
    db.session.delete(db.session.scalars(db.select(Findable).where(Findable.source == "ring")).one())
    db.session.execute(delete(Findable).where(Findable.source == "avgift"))

    assert orphans() == 0
    assert sources("skåpet") == []


def test_what_is_written_anew_is_found_by_its_new_words_alone():
    put("moten", "Träffar", "Kaffe.")

    assert sources("ringlåda") == []
    assert sources("kaffe") == ["moten"]


def test_one_language_can_be_dropped():
    put("ring", "Slik ringer du", "Skapet.", "nb")
    actions.drop("ring", "nb")

    assert sources("skapet", "nb") == ["moten"]


def test_once_a_week_the_index_is_made_anew(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(actions, "AT_A_TIME", 2)
    db.session.execute(text("DELETE FROM findable_index WHERE rowid > 1"))
    jobs.tidy()

    assert sources("skåpet") == ["moten"]
    assert sources("köer") == ["hemligt"]
    assert db.session.scalar(text("SELECT count(*) FROM findable_index")) == 5
