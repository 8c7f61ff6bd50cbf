"""What is due with a person, and what else may be done with them: each feature registers a source."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from chapter.access import may_open
from chapter.accounts.models import Account
from chapter.calling.models import Flag
from chapter.i18n import _, daytime, in_language
from chapter.people.models import Person
from chapter.register import queries_person


@dataclass(frozen=True)
class Due:
    """One thing to do: in words, where it is done (nothing if not by this reader), since or until when."""

    words: str
    at: datetime | None = None
    url: str | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Offer:
    """Something that isn't due but may be done: what its button says, and where that posts to."""

    words: str
    url: str


Source = Callable[[Account, Person, datetime], Iterable[Due | Offer]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source of what is due or may be done: given the reader, the person and now. One query at the most."""
    _sources.append(source)
    return source


def due(reader: Account, person: Person, now: datetime) -> tuple[list[Due], list[Offer]]:
    """What is due with ``person``, the late first, then by time; and what may be done besides."""
    found = [thing for source in _sources for thing in source(reader, person, now)]
    things = [thing for thing in found if isinstance(thing, Due)]
    things.sort(key=lambda thing: (not thing.is_late, thing.at is None, thing.at or now))
    return things, [thing for thing in found if isinstance(thing, Offer)]


def _way(endpoint: str, **values: Any) -> str | None:
    return url_for(endpoint, **values) if may_open(endpoint) else None


@register
def _found(reader: Account, person: Person, _now: datetime) -> Iterable[Due]:
    """What callers have flagged, and who looks like the same person."""
    flags, look_alikes = queries_person.found_about(reader, person)
    yield from _flagged(person, flags)
    for other in look_alikes:
        ids = sorted((person.id, other.id))
        where = _way("duplicates.compare", one_id=ids[0], other_id=ids[1])
        yield Due(_("May be in the register twice: %(name)s.", name=other.name), None, where)


def _flagged(person: Person, flags: Sequence[Flag]) -> Iterable[Due]:
    for flag in flags:
        words = _("A caller asks somebody to act: “%(message)s”", message=flag.message)
        said = words if flag.message else _("A caller asks somebody to act.")
        yield Due(said, flag.raised_at, _way("flags.flag", flag_id=flag.id), is_late=True)
    if person.left_on is None and person.leaving_at and not any(flag.is_leaving for flag in flags):
        words = _("Wants to leave. Talk with them, and note what they decide.")
        yield Due(words, person.leaving_at, _way("register.leaving", show="wants"))


@register
def _call_backs(_reader: Account, person: Person, now: datetime) -> Iterable[Due]:
    for place, assignment, caller in queries_person.promises(person, now):
        when, title = place.call_back_after or now, in_language(assignment.title)
        if caller:
            words = _(
                "%(caller)s has promised to ring back: %(when)s (%(assignment)s).",
                caller=caller,
                when=daytime(when),
                assignment=title,
            )
        else:
            words = _("Is to be rung again: %(when)s (%(assignment)s).", when=daytime(when), assignment=title)
        yield Due(words, when, _way("leading.assignment", assignment_id=assignment.id), is_late=when < now)


@register
def _missing(_reader: Account, person: Person, _now: datetime) -> Iterable[Due]:
    if person.left_on is None and person.missing_since:
        words = _("Is missing in the register’s file. Have they left, or are they still with us?")
        yield Due(words, person.missing_since, _way("register.leaving"))
