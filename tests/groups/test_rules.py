"""Where somebody can come from where they stand, and what a contact is told."""

import pytest

from chapter.groups.rules import CURRENT, SHAREABLE, STEPS, Standing, first_paragraph, may_step, shown, source

FACTS = {"mobile": "+46701740611", "email": "eva@example.org", "town": "Kvarnbyn", "interests": "Skola", "union": "X"}


@pytest.mark.parametrize("name", SHAREABLE)
def test_each_fact_is_shown_if_it_was_agreed_to_and_only_then(name):
    assert shown(FACTS, [name]) == {name: FACTS[name]}
    assert name not in shown(FACTS, [other for other in SHAREABLE if other != name])


def test_what_can_not_be_shared_is_not_shown_even_if_it_stands_among_the_shares():
    assert shown(FACTS, ["union", "birth_year", "skills"]) == {}


@pytest.mark.parametrize("why", ["mobile_is_wrong", "do_not_call_at"])
def test_a_number_that_must_not_be_rung_is_not_shown(why):
    assert shown({**FACTS, why: True}, SHAREABLE).keys() == {"email", "town", "interests"}


def test_what_is_not_known_is_not_shown():
    assert shown({"email": None, "town": ""}, SHAREABLE) == {}


@pytest.mark.parametrize(
    ("now", "to"),
    [
        (None, Standing.LEFT),
        (Standing.ASKED, Standing.REFERRED),
        (Standing.MEMBER, Standing.DECLINED),
        (Standing.MEMBER, Standing.ASKED),
        (Standing.DECLINED, Standing.LEFT),
    ],
)
def test_some_steps_make_no_sense(now, to):
    assert not may_step(now, to)


@pytest.mark.parametrize("now", [None, Standing.DECLINED, Standing.LEFT])
@pytest.mark.parametrize("to", CURRENT)
def test_who_is_not_there_can_come_in_every_way(now, to):
    assert may_step(now, to)


def test_every_standing_has_its_steps():
    assert STEPS.keys() == {None, *Standing}


def test_the_first_paragraph_ends_at_an_empty_line():
    assert first_paragraph("\nEtt\r\ntvå\r\n\r\ntre") == "Ett\ntvå"


def test_what_is_about_somebody_and_a_group_names_both():
    assert source(3, 12) == "place:3:12"
