"""What is due with a person who is being welcomed, for their page in the register."""

from collections.abc import Iterable
from datetime import datetime, time

from flask import url_for

from chapter.access import may_open
from chapter.accounts.models import Account
from chapter.i18n import _, zone
from chapter.people.models import Person
from chapter.register.due import Due, Offer, register
from chapter.welcome import queries_board
from chapter.welcome.rules import Turn
from chapter.welcome.words import case_sentence


@register
def welcome(_reader: Account, person: Person, now: datetime) -> Iterable[Due | Offer]:
    """Where their case stands; who has none can be given one."""
    line = queries_board.line_of(person.id, now)
    if line is not None and line.end is None and may_open("welcome.case"):
        words = _("Is being welcomed. %(said)s", said=case_sentence(line, line.paused_until))
        day = line.first.due_on if line.first else None
        at = datetime.combine(day, time(0), zone()) if day else None
        yield Due(words, at, url_for("welcome.case", case_id=line.case_id), line.turn is Turn.LATE)
    elif person.left_on is None and may_open("welcome.open_for"):
        words = _("Welcome %(name)s as a new member", name=person.first_name)
        yield Offer(words, url_for("welcome.open_for", person_id=person.id))
