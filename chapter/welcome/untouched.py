"""Whoever was added, or came with a file, by mistake can be taken back as long as nobody has touched their case."""

from collections.abc import Collection, Iterator

from sqlalchemy import exists, select

from chapter.db import db
from chapter.duplicates.moving import pointers
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.people import beginnings
from chapter.people.beginnings import Begun
from chapter.welcome.models import CaseStep, WelcomeCase

AS_IT_BEGAN = (
    WelcomeCase.opened_by == "",
    WelcomeCase.closed_on.is_(None),
    WelcomeCase.paused_on.is_(None),
)


@beginnings.register
def _cases(person_ids: Collection[int]) -> Iterator[Begun]:
    """Cases with nothing in them, or a letter that goes by itself and hasn't gone yet."""
    is_waiting = exists().where(Message.id == CaseStep.message_id, Message.state == State.WAITING)
    was_done = WelcomeCase.done.any((CaseStep.by != "") | ~is_waiting)
    hanging = [column for table, column in pointers(WelcomeCase.__tablename__) if table is not CaseStep.__table__]
    has_more = (exists().where(column == WelcomeCase.id) for column in hanging)
    found = select(WelcomeCase).where(WelcomeCase.person_id.in_(person_ids), *AS_IT_BEGAN, ~was_done)
    for case in db.session.scalars(found.where(*(~more for more in has_more))):
        if not (case.wishes or case.ticks or case.rests):
            yield Begun(WelcomeCase.__tablename__, case.person_id, case.source)
