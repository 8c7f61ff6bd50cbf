"""What is known of people, and what is remembered of them."""

import pytest
from flask import Flask

from chapter.i18n import speaking
from chapter.people import actions, history, queries
from chapter.people.rules import Number
from tests import factories
from tests.conftest import NOW


def said(person) -> list[str]:
    """The person's history in words, the latest first."""
    return [history.sentence(entry) for entry in queries.history(person)]


def test_somebody_new_is_found_by_address_whatever_the_capitals(app: Flask):
    eva = actions.add("Eva", "Ek", NOW, email="Eva@Example.org", tags=["Ung"])

    assert queries.by_email(" eva@example.ORG ") is eva
    assert [tag.name for tag in eva.tags] == ["Ung"]


def test_of_those_who_share_an_address_the_first_is_found(app: Flask):
    first = actions.add("Eva", "Ek", NOW, email="ek@example.org")
    actions.add("Bo", "Ek", NOW, email="ek@example.org")

    assert queries.by_email("ek@example.org") is first


def test_tags_are_made_once_whatever_the_capitals(app: Flask):
    eva, bo = factories.person(), factories.person()

    actions.tag(eva, "Affisch", "affisch ")
    actions.tag(bo, "AFFISCH", "")

    assert eva.tags == bo.tags == queries.tags()
    assert [tag.name for tag in queries.tags()] == ["Affisch"]


def test_set_tags_takes_away_the_others(app: Flask):
    eva = factories.person(tags=[factories.tag("Gammal")])

    actions.set_tags(eva, ["Ny"])

    assert [tag.name for tag in eva.tags] == ["Ny"]


def test_a_corrected_number_can_be_rung_again(app: Flask):
    eva = factories.person(mobile_is_wrong=True)

    actions.correct_number(eva, Number.MOBILE, "+46701740699", NOW)

    assert eva.numbers == ["+46701740699"]
    assert said(eva) == ["Mobilnumret rättades."]


def test_a_number_can_be_removed(app: Flask):
    eva = factories.person(phone2="+46701740699", phone2_is_wrong=True)

    actions.correct_number(eva, Number.PHONE2, None, NOW)

    assert (eva.phone2, eva.phone2_is_wrong) == (None, False)
    assert said(eva) == ["Det andra numret togs bort."]


def test_do_not_call_is_kept_from_the_first_time(app: Flask):
    eva = factories.person()

    actions.set_do_not_call(eva, "asked us", NOW)
    actions.set_do_not_call(eva, "again", NOW)

    assert (eva.do_not_call_at, eva.do_not_call_why) == (NOW, "asked us")
    assert said(eva) == ["Ska inte ringas: asked us"]


def test_lifting_do_not_call_is_remembered_with_its_reason(app: Flask):
    eva = factories.person(do_not_call_at=NOW, do_not_call_why="")

    actions.lift_do_not_call(eva, "changed her mind", NOW, factories.account(name="Mia Lund"))

    assert (eva.do_not_call_at, eva.do_not_call_why) == (None, None)
    assert said(eva) == ["Får ringas igen, enligt Mia Lund: changed her mind"]


def test_lifting_do_not_call_takes_a_reason(app: Flask):
    eva = factories.person(do_not_call_at=NOW)

    with pytest.raises(actions.ReasonNeeded):
        actions.lift_do_not_call(eva, "  ", NOW, factories.account())

    assert eva.do_not_call_at == NOW


@pytest.mark.parametrize("kind", ["a kind of a feature that is gone", "do_not_call"])
def test_what_has_no_sentence_or_lacks_facts_is_still_shown(app: Flask, kind: str):
    eva = factories.person()
    actions.remember(eva, kind, NOW)

    assert said(eva) == ["Något antecknades."]


def test_history_is_read_in_the_readers_language(app: Flask):
    eva = factories.person()
    actions.remember(eva, "do_not_call", NOW, why="")
    history.register("spoke", lambda facts: f"spoke with {facts['who']}")
    actions.remember(eva, "spoke", NOW, who="Bo")

    with speaking("nb"):
        assert said(eva) == ["spoke with Bo", "Skal ikke ringes."]


def test_history_has_a_limit_and_leaves_the_oldest_out(app: Flask):
    eva = factories.person()
    for number in range(3):
        actions.remember(eva, str(number), NOW)

    assert [entry.kind for entry in queries.history(eva, limit=2)] == ["2", "1"]


def test_a_tag_has_no_semicolon_for_files_part_tags_with_it(app: Flask):
    person = factories.person()
    actions.set_tags(person, ["Kök; servering", " ; "])

    assert [tag.name for tag in person.tags] == ["Kök, servering"]
