"""When two people turn out to be one, their cases become one: what was done for either is done."""

from chapter.db import db
from chapter.duplicates import hooks, moving
from chapter.messages.actions import give_up
from chapter.people.models import Person
from chapter.welcome import queries
from chapter.welcome.models import WelcomeCase


def _what_arrived_holds(kept: Person, gone: Person) -> None:
    """A letter that came back gives way to the one that arrived, so that nobody gets a second."""
    one, other = queries.case_of(kept.id), queries.case_of(gone.id)
    if one and other:
        arrived, there = other.traces().keys(), {step.key for step in one.done}
        given_way = [step for step in one.done if step.came_back and step.key in arrived]
        dropped = [step for step in other.done if step.came_back and step.key in there]
        give_up(*(step.message_id for step in (*given_way, *dropped)))
        one.done = [step for step in one.done if step not in given_way]
        db.session.flush()


hooks.on_merge.append(_what_arrived_holds)
moving.called(WelcomeCase.__tablename__, "case")
