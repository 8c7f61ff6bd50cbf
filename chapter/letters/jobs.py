"""Letters that nobody has sent go by themselves, each once."""

from chapter import clock
from chapter.db import reading
from chapter.i18n import lazy, local
from chapter.jobs import each, every
from chapter.letters import actions, queries
from chapter.letters.rules import Key

MORNING = 9
"""On the chapter's clocks: nobody writes letters in the night. Each quarter after it, what was missed goes."""


@every(minutes=15, label=lazy("Send new members the letters that are due"))
def send_letters() -> int:
    """Send what is due today; a letter and the note that it was sent are one transaction. Gives how many."""
    each([clock.now()], actions.note_unsent)
    if local(clock.now()).hour < MORNING:
        return 0
    with reading():
        waiting = queries.due(clock.now())
    return each(waiting, _send)


def _send(letter: tuple[int, Key]) -> bool:
    """Send a letter if it still is to go: another worker, or an officer, may have sent it meanwhile."""
    case = queries.case_for_letter(*letter, clock.now())
    return case is not None and actions.send(case, letter[1], "", clock.now()) is not None
