"""Which flags a responsible person looks at, and what can be redacted of a report."""

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


def redact_answers(answers: dict[str, dict], parts: set[Part], removed: str) -> dict[str, dict]:
    """The answers with the caller's own words in ``parts`` replaced by ``removed``."""
    steps = {STEPS[part] for part in parts if part in STEPS}
    return {
        step: {**said, "text": removed} if step in steps and said.get("text") else said
        for step, said in answers.items()
    }
