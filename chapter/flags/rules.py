"""Which flags a responsible person looks at, and what can be redacted of a report."""

from collections.abc import Iterable
from enum import StrEnum


class Show(StrEnum):
    """The shelves of the inbox."""

    OPEN = "open"
    MINE = "mine"
    HANDLED = "handled"


class Part(StrEnum):
    """What may hold something that must not be kept."""

    NOTE = "note"
    MESSAGE = "message"
    OURS = "ours"


STEPS = {Part.NOTE: "note", Part.MESSAGE: "action_message"}
"""Where the caller's words stand among a report's answers."""

OURS = {"flag_note": "text", "do_not_call": "why", "do_not_call_lifted": "why"}
"""The kinds of history that hold our own words, and where."""


def redact_answers(answers: dict[str, dict], parts: set[Part], removed: str) -> dict[str, dict]:
    """The answers with the caller's own words in ``parts`` replaced by ``removed``."""
    steps = {STEPS[part] for part in parts if part in STEPS}
    return {
        step: {**said, "text": removed} if step in steps and said.get("text") else said
        for step, said in answers.items()
    }


def texts(versions: Iterable[dict[str, dict]], part: Part) -> list[str]:
    """What the caller wrote in ``part``, in all ``versions`` of a report, each text once."""
    found = (answers.get(STEPS[part], {}).get("text") for answers in versions)
    return list(dict.fromkeys(text for text in found if text))
