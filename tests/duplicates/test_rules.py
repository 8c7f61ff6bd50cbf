"""Who may be the same person twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter.duplicates.rules import Pair, Someone, Why, proposed, sound, suggest


def someone(id: int, first: str = "emma", last: str = "ek", year: int | None = 1990, **facts: str | None) -> Someone:
    """Somebody with nothing in common with others but what is said."""
    given = {"email": None, "mobile": None, "phone2": None} | facts
    return Someone(id, first, last, year, **given)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (someone(1, mobile="+46701740605"), someone(2, phone2="+46701740605"), Why.NUMBER),
        (someone(1, email="a@example.org", last="ek"), someone(2, email="a@example.org", last="al"), Why.EMAIL),
        (someone(1, "viktor", "olson"), someone(2, "wiktor", "olsson"), Why.NAME),
        (someone(1, "catharina"), someone(2, "katarina"), Why.NAME),
        (someone(1, "anna maria"), someone(2, "anna"), Why.NAME),
        (someone(1, "emma", mobile="+46701740605"), someone(2, "karl", mobile="+46701740605"), None),
        (someone(1, year=1990, mobile="+46701740605"), someone(2, year=2012, mobile="+46701740605"), None),
        (someone(1, year=None, mobile="+46701740605"), someone(2, year=2012, mobile="+46701740605"), Why.NUMBER),
        (someone(1, year=None), someone(2, year=None), None),
        (someone(1, "emma"), someone(2, "erik"), None),
    ],
)
def test_two_may_be_one(one: Someone, other: Someone, why: Why | None):
    assert list(suggest([other, one])) == ([Pair(1, 2, why)] if why else [])


def test_a_number_that_many_have_says_nothing():
    people = [someone(n, f"{'abcdefghijklmnop'[n]}nna", year=None, mobile="+46701740605") for n in range(13)]

    assert list(suggest(people)) == []


@pytest.mark.parametrize(
    ("one", "other"), [("olsson", "olson"), ("wiktor", "viktor"), ("zara", "sara"), ("kjel", "kjell")]
)
def test_names_that_sound_alike_are_alike(one: str, other: str):
    assert sound(one) == sound(other)


NAMES = st.sampled_from(["emma", "ema", "karl", "carl", ""])
PEOPLE = st.lists(
    st.builds(
        Someone, st.integers(1, 9), NAMES, NAMES, st.sampled_from([None, 1990]), *[st.sampled_from([None, "x"])] * 3
    ),
    unique_by=lambda person: person.id,
)


@given(PEOPLE)
def test_every_pair_comes_once_with_the_lower_id_first_whatever_the_order(people: list[Someone]):
    pairs = [(pair.first_id, pair.second_id) for pair in suggest(people)]

    assert len(pairs) == len(set(pairs))
    assert all(first < second for first, second in pairs)
    assert sorted(pairs) == sorted((p.first_id, p.second_id) for p in suggest(people[::-1]))


@pytest.mark.parametrize(
    ("field", "kept", "gone", "whose"),
    [
        ("town", "Ås", "Ek", "kept"),
        ("town", None, "Ek", "gone"),
        ("joined_on", "2026", "2020", "gone"),
        ("town", "", "", "gone"),
    ],
)
def test_what_is_proposed(field: str, kept: str | None, gone: str | None, whose: str):
    assert proposed(field, {field: kept, "member_number": None}, {field: gone, "member_number": "7"}) == whose
