"""What may be changed in the routine, and what a change does to running cases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chapter.welcome.rules import DEFAULT, Course, Kind, Point, Step, Trace, changed, plan
from chapter.welcome.rules_routine import MOST_DAYS, MOST_OWN, Effect, Problem, effects, problems

TODAY = date(2026, 11, 18)
LETTER, CALL, *_rest, FOLLOW_UP = DEFAULT
OWN = Step("own-1", Kind.OWN, 30, name={"sv": "Fika", "nb": ""})


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (replace(CALL, days=-1), Problem.DAYS),
        (replace(CALL, days=MOST_DAYS + 1), Problem.DAYS),
        (replace(CALL, days=MOST_DAYS), None),
        (replace(FOLLOW_UP, opens=71), Problem.OPENS),
        (replace(FOLLOW_UP, opens=-1), Problem.OPENS),
        (replace(LETTER, is_on=False), Problem.NEEDED),
        (OWN, None),
        (replace(OWN, name={"sv": "", "nb": ""}), Problem.NAME),
        (Step("day_after", Kind.DAY_AFTER, 1, after="meeting"), Problem.AFTER),
        (Step("day_after", Kind.DAY_AFTER, 1, is_on=False, after="meeting"), None),
    ],
)
def test_a_step_is_sound_or_has_a_problem(step, problem):
    assert problems([step]) == ([(step.key, problem)] if problem else [])


def test_the_default_is_sound():
    assert problems(DEFAULT) == []


def test_a_chapter_has_so_many_steps_of_its_own_and_no_more():
    own = [replace(OWN, key=f"own-{number}") for number in range(MOST_OWN + 1)]
    assert problems(own) == [(f"own-{MOST_OWN}", Problem.TOO_MANY)]


def points(steps, began: int, done: dict[str, int] | None = None) -> list[Point]:
    """The plan of a case that began so many days ago, with steps done so many days ago."""
    traces = {key: Trace(TODAY - timedelta(days=ago)) for key, ago in (done or {}).items()}
    return plan(steps, Course(TODAY - timedelta(days=began), traces), TODAY, lambda kind, day: False)


@pytest.mark.parametrize(
    ("after", "began", "done", "effect"),
    [
        (DEFAULT, 5, {}, None),
        (changed(DEFAULT, "call", days=10), 5, {}, Effect(CALL, later=1)),
        (changed(DEFAULT, "call", days=10), 9, {}, Effect(CALL, later=1, late_no_more=1)),
        (changed(DEFAULT, "call", days=4), 5, {}, Effect(CALL, earlier=1, becomes_late=1)),
        (changed(DEFAULT, "call", days=4), 5, {"call": 1}, None),
        ([*DEFAULT, OWN], 5, {}, Effect(OWN, comes=1)),
        ([*DEFAULT, OWN], 40, {}, Effect(OWN, comes=1, becomes_late=1)),
        (changed(DEFAULT, "referral", is_on=False), 5, {}, Effect(DEFAULT[2], goes=1)),
        (changed(DEFAULT, "referral", is_on=False), 5, {"referral": 1}, None),
    ],
)
def test_what_a_change_does_to_a_running_case_is_counted(after, began, done, effect):
    (found,) = effects([points(DEFAULT, began, done)], [points(after, began, done)]) or [None]
    expected = effect and replace(
        effect, step=next((s for s in after if s.key == effect.step.key and s.is_on), effect.step)
    )
    assert found == expected


def test_cases_are_added_up_step_by_step():
    after = changed(DEFAULT, "letter", days=5)
    found = effects([points(DEFAULT, 1), points(DEFAULT, 4)], [points(after, 1), points(after, 4)])
    assert found == [Effect(after[0], later=2, late_no_more=1)]


def test_what_waits_for_another_step_moves_nobody():
    both = changed(changed(DEFAULT, "meeting", is_on=True), "day_after", is_on=True)
    assert effects([points(both, 5)], [points(changed(both, "day_after", days=2), 5)]) == []
