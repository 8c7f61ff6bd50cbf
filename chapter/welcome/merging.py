"""When two people turn out to be one, their cases become one: what was done for either is done."""

from chapter import clock
from chapter.db import db
from chapter.duplicates import hooks, moving
from chapter.i18n import _
from chapter.messages.actions import give_up
from chapter.people.models import Person
from chapter.welcome import queries, words_call
from chapter.welcome.models import CaseNote, WelcomeCase


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


def _what_either_wished_is_kept(kept: Person, gone: Person) -> None:
    """What the dropped case knew of their wishes stands in a note, which comes along, and goes back when they part."""
    one, other = queries.case_of(kept.id), queries.case_of(gone.id)
    if one and other:
        known = {name: words for name, words in other.wishes.items() if one.wishes.get(name) != words}
        if told := words_call.wishes_in_words(known):
            words = "\n".join(f"{name}: {wish}" for name, wish in told)
            other.notes.append(CaseNote(at=clock.now(), by=_("From two made one"), text=words))
            db.session.flush()


hooks.on_merge.extend((_what_arrived_holds, _what_either_wished_is_kept))
moving.called(WelcomeCase.__tablename__, "case")
