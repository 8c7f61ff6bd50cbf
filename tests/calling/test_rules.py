"""The report's rules, as the tables of domain.md section 4 give them."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter.calling import rules
from chapter.calling.rules import CHOICES, NotAsked, Outcome, PartOfDay, Quick, Setting, Step

ONE, TWO = Setting(two_numbers=False, notes_on=True), Setting(two_numbers=True, notes_on=True)
SILENT = Setting(two_numbers=True, notes_on=False)
WORDLESS = Setting(two_numbers=True, notes_on=False, tells=False)
WORDLESS_ONE = Setting(two_numbers=False, notes_on=False, tells=False)
NOW = datetime(2026, 11, 18, 18, 30, tzinfo=UTC)


def answers(*said: str) -> dict:
    """Answers from ``step=answer``; a call-back is until tomorrow, a text is “Hej”."""
    given = {}
    for each in said:
        step, answer = each.split("=")
        given[step] = {"answer": answer}
        if step == Step.CALL_BACK:
            given[step]["until"] = "2026-11-19T09:00:00+01:00"
        if answer == "send":
            given[step]["text"] = "Hej"
    return given


NEXT = [
    (Step.REACHED, "yes", TWO, Step.COULD_TALK),
    (Step.REACHED, "no", TWO, Step.WHY_NOT),
    (Step.COULD_TALK, "yes", TWO, Step.ACTION_NEEDED),
    (Step.COULD_TALK, "call_back", TWO, Step.CALL_BACK),
    (Step.COULD_TALK, "do_not_call", TWO, Step.ACTION_NEEDED),
    (Step.COULD_TALK, "wants_to_leave", TWO, Step.ACTION_MESSAGE),
    (Step.WHY_NOT, "no_answer", TWO, Step.LEFT_MESSAGE),
    (Step.WHY_NOT, "busy", TWO, Step.ACTION_NEEDED),
    (Step.WHY_NOT, "not_available", TWO, Step.CALL_BACK),
    (Step.WHY_NOT, "wrong_number", TWO, Step.WRONG_NUMBER),
    (Step.WHY_NOT, "wrong_number", ONE, Step.ACTION_MESSAGE),
    (Step.WHY_NOT, "not_in_use", TWO, Step.WRONG_NUMBER),
    (Step.WHY_NOT, "not_in_use", ONE, Step.ACTION_MESSAGE),
    (Step.LEFT_MESSAGE, "yes", TWO, Step.ACTION_NEEDED),
    (Step.LEFT_MESSAGE, "no", TWO, Step.ACTION_NEEDED),
    *[(Step.CALL_BACK, answer, TWO, Step.ACTION_NEEDED) for answer in CHOICES[Step.CALL_BACK]],
    *[(Step.WRONG_NUMBER, answer, TWO, Step.ACTION_MESSAGE) for answer in CHOICES[Step.WRONG_NUMBER]],
    (Step.ACTION_NEEDED, "yes", TWO, Step.ACTION_MESSAGE),
    (Step.ACTION_NEEDED, "no", TWO, Step.NOTE),
    (Step.ACTION_NEEDED, "no", SILENT, Step.SUMMARY),
    (Step.ACTION_MESSAGE, "send", TWO, Step.NOTE),
    (Step.ACTION_MESSAGE, "send", SILENT, Step.SUMMARY),
    (Step.NOTE, "send", TWO, Step.SUMMARY),
    (Step.NOTE, "none", TWO, Step.SUMMARY),
    (Step.COULD_TALK, "yes", WORDLESS, Step.SUMMARY),
    (Step.COULD_TALK, "wants_to_leave", WORDLESS, Step.SUMMARY),
    (Step.CALL_BACK, "tomorrow", WORDLESS, Step.SUMMARY),
    (Step.LEFT_MESSAGE, "no", WORDLESS, Step.SUMMARY),
    (Step.WHY_NOT, "wrong_number", WORDLESS, Step.WRONG_NUMBER),
    (Step.WHY_NOT, "wrong_number", WORDLESS_ONE, Step.SUMMARY),
    (Step.WRONG_NUMBER, "both", WORDLESS, Step.SUMMARY),
]


@pytest.mark.parametrize(("step", "answer", "setting", "after"), NEXT)
def test_each_answer_leads_to_the_next_question(step, answer, setting, after):
    assert rules.following(step, answer, setting) is after


def test_the_table_has_every_answer_there_is():
    assert {(step, answer) for step, answer, _, _ in NEXT} == {(s, a) for s, many in CHOICES.items() for a in many}


ENDS = ("action_needed=no", "note=none")
TOLD = ("action_message=send", "note=none")
OUTCOMES = [
    (("reached=yes", "could_talk=yes", *ENDS), Outcome.TALKED, True),
    (("reached=yes", "could_talk=call_back", "call_back=tomorrow", *ENDS), Outcome.CALL_BACK, False),
    (("reached=yes", "could_talk=do_not_call", *ENDS), Outcome.DO_NOT_CALL, True),
    (("reached=yes", "could_talk=wants_to_leave", *TOLD), Outcome.WANTS_TO_LEAVE, True),
    (("reached=no", "why_not=no_answer", "left_message=no", *ENDS), Outcome.NO_ANSWER, False),
    (("reached=no", "why_not=no_answer", "left_message=yes", *ENDS), Outcome.LEFT_MESSAGE, False),
    (("reached=no", "why_not=busy", *ENDS), Outcome.BUSY, False),
    (("reached=no", "why_not=not_available", "call_back=date", *ENDS), Outcome.NOT_AVAILABLE, False),
    (("reached=no", "why_not=wrong_number", "wrong_number=both", *TOLD), Outcome.WRONG_NUMBER, False),
    (("reached=no", "why_not=not_in_use", "wrong_number=first", *TOLD), Outcome.WRONG_NUMBER, False),
]


@pytest.mark.parametrize(("said", "outcome", "spoken"), OUTCOMES)
def test_a_whole_report_comes_to_its_outcome(said, outcome, spoken):
    result = rules.result(answers(*said), TWO)
    assert (result.outcome, result.spoken) == (outcome, spoken)
    assert result.action_needed is ("action_message=send" in said)
    assert (result.call_back_after is not None) is any(s.startswith("call_back=") for s in said)


def test_every_outcome_can_be_reached():
    assert {outcome for _, outcome, _ in OUTCOMES} == set(Outcome)


@pytest.mark.parametrize(
    ("setting", "which", "wrong"),
    [(TWO, "first", {"first"}), (TWO, "second", {"second"}), (TWO, "both", {"first", "second"})],
)
def test_the_wrong_numbers_are_those_that_were_named(setting, which, wrong):
    said = answers("reached=no", "why_not=wrong_number", f"wrong_number={which}", *TOLD)
    assert rules.result(said, setting).wrong_numbers == wrong


def test_the_only_number_is_wrong_whichever_it_is():
    said = answers("reached=no", "why_not=not_in_use", *TOLD)
    assert rules.result(said, ONE).wrong_numbers == {"first", "second"}


def test_texts_go_to_the_leader_and_to_later_callers():
    said = answers("reached=yes", "could_talk=yes", "action_needed=yes", "action_message=send", "note=send")
    result = rules.result(said, TWO)
    assert (result.action_needed, result.message, result.note) == (True, "Hej", "Hej")


def test_a_changed_answer_keeps_what_is_still_asked():
    said = answers("reached=no", "why_not=busy", "action_needed=yes", "action_message=send")
    changed = rules.give(said, Step.WHY_NOT, {"answer": "no_answer"}, TWO)
    assert rules.current(changed, TWO) is Step.LEFT_MESSAGE
    assert Step.ACTION_MESSAGE not in changed


def test_a_changed_answer_that_leads_to_the_same_question_keeps_all():
    said = answers("reached=no", "why_not=no_answer", "left_message=no", "action_needed=no")
    changed = rules.give(said, Step.LEFT_MESSAGE, {"answer": "yes"}, TWO)
    assert rules.current(changed, TWO) is Step.NOTE


@pytest.mark.parametrize(
    ("said", "step", "answer"),
    [
        ((), Step.NOTE, {"answer": "none"}),
        (("reached=yes",), Step.WHY_NOT, {"answer": "busy"}),
        (("reached=yes",), Step.COULD_TALK, {"answer": "perhaps"}),
        (("reached=yes",), Step.COULD_TALK, {}),
        (("reached=yes", "could_talk=call_back"), Step.CALL_BACK, {"answer": "tomorrow"}),
        (("reached=yes", "could_talk=yes", *ENDS), Step.SUMMARY, {"answer": "yes"}),
    ],
)
def test_an_answer_to_what_is_not_asked_is_refused(said, step, answer):
    with pytest.raises(NotAsked):
        rules.give(answers(*said), step, answer, TWO)


WEDNESDAY = datetime(2026, 11, 18, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "on", "part", "moment"),
    [
        ("later_today", None, PartOfDay.MORNING, datetime(2026, 11, 18, 20, 30, tzinfo=UTC)),
        ("tomorrow", None, PartOfDay.MORNING, datetime(2026, 11, 19, 9, tzinfo=UTC)),
        ("next_week", None, PartOfDay.MORNING, datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("date", date(2026, 12, 1), PartOfDay.AFTERNOON, datetime(2026, 12, 1, 13, tzinfo=UTC)),
        ("date", date(2027, 3, 17), PartOfDay.EVENING, datetime(2027, 3, 17, 17, tzinfo=UTC)),
    ],
)
def test_when_to_ring_back(answer, on, part, moment):
    assert rules.call_back_moment(answer, WEDNESDAY, on, part) == moment


@pytest.mark.parametrize(
    ("answer", "on"),
    [
        ("date", None),
        ("date", date(2026, 11, 18)),
        ("date", date(2025, 12, 31)),
        ("date", date(2027, 11, 19)),
        ("date", date(9999, 12, 31)),
        ("some day", None),
    ],
)
def test_a_day_that_is_missing_past_or_far_off_is_refused(answer, on):
    with pytest.raises(NotAsked):
        rules.call_back_moment(answer, WEDNESDAY, on)


@pytest.mark.parametrize(
    ("hours", "is_leader", "may"), [(23, False, True), (24, False, False), (24, True, True), (9999, True, True)]
)
def test_a_report_can_be_corrected_for_a_day_or_by_a_leader(hours, is_leader, may):
    assert rules.may_correct(NOW, NOW + timedelta(hours=hours), is_leader) is may


@pytest.mark.parametrize(
    ("born", "group"), [(None, None), (1990, "30–39"), (1986, "40–49"), (2027, "0–9"), (1936, "90+"), (1920, "90+")]
)
def test_age_groups(born, group):
    assert rules.age_group(born, 2026) == group


@pytest.mark.parametrize(
    ("ends_in", "at", "running"), [(None, 0, True), (None, -1, False), (2, 1, True), (2, 2, False)]
)
def test_an_assignment_runs_between_its_times(ends_in, at, running):
    ends_at = None if ends_in is None else NOW + timedelta(hours=ends_in)
    assert rules.is_running(NOW, ends_at, NOW + timedelta(hours=at)) is running


@pytest.mark.parametrize("quick", Quick)
@pytest.mark.parametrize("setting", [ONE, TWO, SILENT])
def test_one_tap_makes_a_complete_report(quick, setting):
    assert rules.is_complete(rules.QUICK[quick], setting)
    assert rules.result(rules.QUICK[quick], setting).outcome == Outcome(quick.value)


@given(st.lists(st.tuples(st.sampled_from(Step), st.sampled_from(sorted({a for c in CHOICES.values() for a in c})))))
def test_whatever_is_answered_in_whatever_order_the_report_stays_sound(tries):
    for setting in (ONE, TWO, SILENT, WORDLESS):
        said: dict = {}
        for step, answer in tries:
            try:
                said = rules.give(said, step, {"answer": answer, "until": NOW.isoformat()}, setting)
            except NotAsked:
                continue
        assert [step for step in said if step != Step.NOTE] == [s for s in rules.path(said, setting) if s != Step.NOTE]
        if rules.is_complete(said, setting):
            assert rules.result(said, setting).outcome in Outcome


def test_every_path_ends_in_a_summary_and_asks_about_action_but_where_it_is_certain():
    for setting, reached in product((ONE, TWO, SILENT), CHOICES[Step.REACHED]):
        for path in _all_paths({Step.REACHED: {"answer": reached}}, setting):
            assert rules.is_complete(path, setting)
            assert Step.ACTION_NEEDED in path or Step.ACTION_MESSAGE in path
            assert (Step.NOTE in path) is setting.notes_on


@pytest.mark.parametrize("reached", CHOICES[Step.REACHED])
def test_without_a_responsible_person_to_tell_no_path_asks_for_words_or_flags_anything(reached):
    for path in _all_paths({Step.REACHED: {"answer": reached}}, WORDLESS):
        assert not {Step.ACTION_NEEDED, Step.ACTION_MESSAGE, Step.NOTE} & path.keys()
        assert rules.result(path, WORDLESS).action_needed is False


@pytest.mark.parametrize("quick", Quick)
def test_a_report_of_one_tap_is_whole_also_where_no_words_are_asked_for(quick):
    assert rules.is_complete(rules.QUICK[quick], WORDLESS)


def _all_paths(said: dict, setting: Setting):
    step = rules.current(said, setting)
    if step is Step.SUMMARY:
        yield said
        return
    for answer in CHOICES[step]:
        yield from _all_paths({**said, step: {"answer": answer, "until": NOW.isoformat()}}, setting)
