"""A letter's fields are filled in, and what can't be is pointed out; which letters go by themselves, and when."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chapter import markdown
from chapter.letters.rules import WORDS, Problem, Refusal, Trouble, day_by_itself, fill, problems, refusal
from chapter.mail import plain, with_its_lines
from chapter.welcome.rules import Kind, Point, State, Step

TODAY = date(2026, 11, 18)
EMMA = {"first_name": "Emma", "signer": "Malin", "signer_email": "malin@example.org", "signer_phone": "070-174 06 05"}
GROUPS = {"groups": ["**Kören**: Vi sjunger", "**Torget**"]}


def filled(text: str, **words: str) -> str:
    """``text`` as Emma gets it."""
    return fill(text, {**EMMA, **words}, GROUPS)


def test_everyone_gets_their_own():
    assert filled("Hej {first_name}! { signer } hälsar.") == "Hej Emma! Malin hälsar."


def test_a_line_in_which_nothing_is_to_be_filled_in_goes_and_its_paragraph_with_it():
    assert filled("Hej!\n\nSnart: {next_events}\n\nVi ses\n{signer}\n{signer_title}") == "Hej!\n\nVi ses\nMalin"


def test_a_line_stays_for_as_long_as_something_stands_in_it():
    assert filled("{signer}, {signer_title}") == "Malin,"


def test_a_list_stands_by_itself_wherever_it_was_written():
    assert filled("Kom till: {groups} Vi ses.") == "Kom till: \n\n- **Kören**: Vi sjunger\n- **Torget**\n\n Vi ses."


def test_what_is_no_field_stays_so_that_it_is_seen():
    assert filled("Hej {firstname} {}") == "Hej {firstname} {}"


def test_a_link_can_be_made_of_the_signers_address_and_number_and_of_nothing_else():
    text = "[Mejla](mailto:{signer_email}) [Ring](tel:{signer_phone}) [Jag]({first_name})"
    assert filled(text) == "[Mejla](mailto:malin@example.org) [Ring](tel:070-1740605) [Jag]()"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{firstname}", Problem("firstname", Trouble.UNKNOWN, "first_name")),
        ("{Förnamn}", Problem("Förnamn", Trouble.UNKNOWN, "first_name")),
        ("{qqqqq}", Problem("qqqqq", Trouble.UNKNOWN)),
        ("{}", Problem("", Trouble.UNKNOWN)),
        ("[x]({first_name})", Problem("first_name", Trouble.LINK)),
        ("https://example.org/{first_name}", Problem("first_name", Trouble.LINK)),
    ],
)
def test_what_cannot_be_filled_in_is_pointed_out_with_what_was_meant(text: str, problem: Problem):
    assert list(problems(text)) == [problem]


def test_a_subject_has_no_room_for_lists_and_knows_no_links():
    assert list(problems("{groups} <{first_name}>", is_subject=True)) == [Problem("groups", Trouble.LIST)]


def test_every_field_that_there_is_can_be_written():
    assert list(problems("\n".join(f"{{{word}}}" for word in WORDS) + "\n[x](mailto:{signer_email})")) == []


PIECES = [f"{{{word}}}" for word in WORDS] + [
    "](",
    "]: ",
    "[x]",
    "(",
    ")",
    "<",
    ">",
    "https://",
    "mailto:",
    "\n",
    "\n\n",
]
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join)
VALUE = st.sampled_from(["https://evil.example", "//evil.example", "[x](https://evil.example)", "evil.example"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(TEXT, VALUE, st.text(max_size=20))
@example("[x]({first_name})", "https://evil.example", "")
@example("[x]:\n<{first_name}>\n\n[x]", "https://evil.example", "")
@example("<mailto:{first_name}>", "me@evil.example", "")
@example("https://{first_name}", "evil.example", "")
def test_whatever_somebody_is_called_it_never_becomes_a_link(app: Flask, text: str, evil: str, other: str):
    made = fill(text, {"first_name": evil, "chapter": other, "signer": evil}, {"groups": [plain(evil)]}, plain)
    links = re.findall(r'href="([^"]*)"', markdown.html(with_its_lines(made)))
    assert [link for link in links if "evil" in link] == []


@given(st.text(), st.dictionaries(st.sampled_from(WORDS[:-2]), st.text()))
def test_any_text_with_any_values_is_filled_in_and_looked_through(text: str, words: dict[str, str]):
    assert isinstance(fill(text, words, {}), str)
    assert isinstance(list(problems(text)), list)


def point(kind: Kind, state: State, due_in: int, opens_in: int = -9) -> Point:
    """A step that is due in so many days."""
    return Point(Step(kind, kind, 3), state, TODAY + timedelta(days=opens_in), TODAY + timedelta(days=due_in))


@pytest.mark.parametrize(
    ("kind", "state", "due_in", "goes_in"),
    [
        (Kind.LETTER, State.DUE, 3, 2),
        (Kind.LETTER, State.DUE, 1, 0),
        (Kind.LETTER, State.DUE, 0, 0),
        (Kind.LETTER, State.LATE, -7, 0),
        (Kind.LETTER, State.LATE, -8, None),
        (Kind.LETTER, State.DONE, 1, None),
        (Kind.LETTER, State.PAUSED, 1, None),
        (Kind.DAY_AFTER, State.DUE, 1, 1),
        (Kind.DAY_AFTER, State.DUE, 0, 0),
        (Kind.CALL, State.DUE, 0, None),
    ],
)
def test_a_letter_goes_by_itself_when_its_time_is_nearly_up(kind: Kind, state: State, due_in: int, goes_in: int | None):
    day = day_by_itself(point(kind, state, due_in), TODAY)
    assert day == (None if goes_in is None else TODAY + timedelta(days=goes_in))


def test_a_letter_does_not_go_before_its_step_begins():
    assert day_by_itself(point(Kind.LETTER, State.AHEAD, 5, opens_in=5), TODAY) == TODAY + timedelta(days=5)


def test_what_waits_for_the_step_before_has_no_day():
    assert day_by_itself(Point(Step("day_after", Kind.DAY_AFTER, 1), State.WAITS), TODAY) is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("550 5.1.1 No such user", Refusal.ADDRESS),
        ("550 No such user", Refusal.ADDRESS),
        ("550 5.2.1 Disabled", Refusal.ADDRESS),
        ("552 5.2.2 Over quota", Refusal.FULL),
        ("552 Too much", Refusal.FULL),
        ("550 5.7.1 Spam from 5.1.1.1", Refusal.US),
        ("554 No", Refusal.OTHER),
        ("", Refusal.OTHER),
    ],
)
def test_what_a_mail_server_says_is_put_in_plain_words(said: str, why: Refusal):
    assert refusal(said) is why
