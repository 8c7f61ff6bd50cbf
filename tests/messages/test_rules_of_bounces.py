"""A mail that came back is known for one and says why; whatever else comes is none."""

import pytest

from chapter.messages.rules_bounces import Bounce, may_be_one, read
from tests.messages.test_mail_that_comes_back import CAME_BACK, NOTHING, SAMPLES

NAME = "12.0123456789abcdef01234567"


def sample(kind: str) -> bytes:
    """A mail of that kind about the one called ``NAME``."""
    return (SAMPLES / f"{kind}.eml").read_bytes().replace(b"{name}", NAME.encode())


@pytest.mark.parametrize(("kind", "words"), CAME_BACK.items())
def test_it_names_ours_and_says_why(kind: str, words: str):
    assert read(sample(kind)) == Bounce((NAME,), words)
    assert may_be_one(sample(kind).partition(b"\n\n")[0] + b"\n\n")


@pytest.mark.parametrize("kind", NOTHING)
def test_delays_answers_and_mail_that_somebody_got_are_none(kind: str):
    assert read(sample(kind)) is None


def test_what_the_parser_stumbles_over_is_none():
    assert read(b"From: mailer-daemon@x\nSubject: =?nonsense?b?////?=\n\n550 no") is None


def test_a_letter_from_somebody_is_not_worth_looking_at():
    assert not may_be_one(b"From: Bo Ek <bo@example.org>\nSubject: Hej\n\n")
