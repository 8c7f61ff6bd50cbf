"""The handbook's page on reporting says what the report asks, in its order, and what each answer causes.

Every heading of the second level is a question as it stands on the screen, with “Kim” as the name. Every item that
begins with bold words is an answer, and what it says in italics is what the screen says comes of it.
"""

import re
from pathlib import Path

import pytest

import chapter.handbook
from chapter.calling.rules import CHOICES, Step
from chapter.calling.words import EFFECTS, LABELS, QUESTIONS, QUICK, say
from chapter.i18n import _, phone, speaking

CONTENT = Path(chapter.handbook.__file__).parent / "content"
HEADING = re.compile(r"^## (.+)$", re.M)
ANSWER = re.compile(r"^- \*\*(.+?)\*\*(.*)$", re.M)
ITALICS = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
ANY_TIME = "…"


@pytest.fixture(params=["sv", "nb"])
def told(app, request):
    """The page in one language: its questions, each with its answers and what the page says comes of them."""
    with speaking(request.param):
        _before, *parts = HEADING.split((CONTENT / request.param / "caller/report.md").read_text())
        yield dict(zip(parts[::2], map(_answers, parts[1::2]), strict=True))


def _answers(text):
    return {label: next(iter(ITALICS.findall(more)), "") for label, more in ANSWER.findall(text)}


def _facts():
    return {"name": "Kim", "first": phone("+46701740610"), "second": phone("+46701740611"), "rested": ANY_TIME}


def _asked(step):
    return say(QUESTIONS[step], **_facts())


def _on_screen(step):
    """The buttons under a question, each with what the screen says comes of it."""
    effects = {LABELS[step, c]: EFFECTS.get((step, c), "") for c in CHOICES[step]}
    return {say(label, **_facts()): say(effect, **_facts()) for label, effect in effects.items()}


def _alike(said, effect):
    return bool(re.fullmatch(re.escape(effect).replace(ANY_TIME, ".+"), said))


def test_it_asks_what_the_report_asks_in_its_order(told):
    assert list(told) == [_asked(step) for step in Step]


@pytest.mark.parametrize("step", [step for step in CHOICES if step is not Step.REACHED])
def test_its_answers_are_the_buttons(told, step):
    assert list(told[_asked(step)]) == list(_on_screen(step))


def test_the_first_question_has_the_reports_of_one_tap_too(told):
    assert list(told[_asked(Step.REACHED)]) == [*map(str, QUICK.values()), *_on_screen(Step.REACHED)]


@pytest.mark.parametrize("step", CHOICES)
def test_each_answer_causes_what_the_screen_says(told, step):
    said = told[_asked(step)]
    assert [label for label, effect in _on_screen(step).items() if not _alike(said[label], effect)] == []


def test_the_summary_has_its_two_ways_out(told):
    ways = _("Send report and ring the next"), _("Send and take a break")
    assert tuple(told[_asked(Step.SUMMARY)]) == ways
