"""How far one has come on the first evening."""

import pytest

from chapter.setup.rules import Step, after, first, with_done

ALL = [step.value for step in Step]


@pytest.mark.parametrize(
    ("step", "done", "further"),
    [
        (Step.CHAPTER, [], Step.LOOK),
        (Step.CHAPTER, ["look"], Step.PEOPLE),
        (Step.LINK, ["link"], Step.CHAPTER),
        (Step.MAIL, ["link"], Step.CHAPTER),
        (Step.MAIL, ALL, None),
    ],
)
def test_one_goes_on_to_what_is_left(step, done, further):
    assert after(step, done) == further


def test_who_comes_back_goes_on_with_the_first_that_is_left():
    assert (first([]), first(["chapter", "people"]), first(ALL)) == (Step.CHAPTER, Step.LOOK, None)


@pytest.mark.parametrize(
    ("done", "now"),
    [
        ([], ["look"]),
        (["look"], ["look"]),
        (["people", "chapter"], ["chapter", "look", "people"]),
        (["chapter", "people", "mail", "link"], None),
        (None, None),
    ],
)
def test_what_is_done_stands_in_order_and_nothing_when_all_is(done, now):
    assert with_done(Step.LOOK, done) == now
