"""Letters that nobody has sent go by themselves, each once."""

from chapter import clock
from chapter.db import db, reading
from chapter.i18n import lazy, local
from chapter.jobs import every, still_at_it
from chapter.welcome import actions_letters, queries_letters

MORNING = 9
"""On the chapter's clocks: nobody writes letters in the night. Each quarter after it, what was missed goes."""


@every(minutes=15, label=lazy("Send new members the letters that are due"))
def send_letters() -> int:
    """Send what is due today; a letter and the note that it was sent are one transaction. Gives how many.

    The case is looked at again before: another worker, or an officer, may have sent it meanwhile.
    """
    actions_letters.note_unsent(clock.now())
    if local(clock.now()).hour < MORNING:
        db.session.commit()
        return 0
    with reading():
        waiting = queries_letters.due(clock.now())
    sent = 0
    for case_id, key in waiting:
        case = queries_letters.case_for_letter(case_id, key, clock.now())
        if case is not None:
            sent += actions_letters.send(case, key, "", clock.now()) is not None
        still_at_it()
        db.session.commit()
    return sent
