"""Writes: taking, answering and handling flags, and redacting what must not be kept."""

from datetime import datetime

from chapter.accounts.models import Account
from chapter.calling.models import Call, Flag
from chapter.db import db
from chapter.flags import queries, words  # noqa: F401 - words has the history's sentences
from chapter.flags.rules import OURS, Part, redact_answers
from chapter.i18n import _, speaking
from chapter.people import actions as people
from chapter.people.models import HistoryEntry, Person
from chapter.people.rules import Number


def take(flag: Flag, actor: Account, now: datetime) -> None:
    """Show the others that ``actor`` sees to it; also takes over from somebody else."""
    if flag.taken_by_id != actor.id:
        flag.taken_by_id, flag.taken_at = actor.id, now
        db.session.flush()


def reply(flag: Flag, text: str, actor: Account, now: datetime) -> None:
    """An answer that the caller sees; whoever answers has taken the flag, unless somebody had."""
    flag.reply = text
    if flag.taken_by_id is None:
        take(flag, actor, now)
    db.session.flush()


def correct_numbers(
    flag: Flag, numbers: dict[Number, str | None], right: set[Number], actor: Account, now: datetime
) -> None:
    """Put in the numbers that changed; those in ``right`` are not wrong after all."""
    for which, number in numbers.items():
        was_wrong = getattr(flag.person, f"{which}_is_wrong")
        if number != getattr(flag.person, which) or (was_wrong and which in right):
            people.correct_number(flag.person, which, number, now, actor)


def do_not_call(flag: Flag, why: str, actor: Account, now: datetime) -> None:
    """Nobody rings the person any more."""
    if flag.person.do_not_call_at is None:
        people.set_do_not_call(flag.person, why, now, actor)
        _is_ours(flag, "do_not_call")


def lift_do_not_call(flag: Flag, why: str, actor: Account, now: datetime) -> None:
    """The person may be rung again; raises people's ReasonNeeded."""
    if flag.person.do_not_call_at is not None:
        people.lift_do_not_call(flag.person, why, now, actor)
        _is_ours(flag, "do_not_call_lifted")


def _is_ours(flag: Flag, kind: str) -> None:
    """Let the person's latest entry of this kind be found with the flag, so that its words can be removed."""
    if (entry := queries.latest(flag.person, kind)) is not None:
        entry.source = f"flag:{flag.id}"
        db.session.flush()


def note(flag: Flag, text: str, actor: Account, now: datetime) -> None:
    """A note in the person's history; the same words again are no new note."""
    if all(entry.facts.get("text") != text for entry in queries.our_words(flag)):
        _remember(flag, "flag_note", actor, now, text=text)


def handle(flag: Flag, actor: Account, now: datetime) -> None:
    """It is seen to: the person may be rung again if nothing else stops it."""
    if flag.handled_at is None:
        flag.handled_at, flag.handled_by_id = now, actor.id
        _remember(flag, "flag_handled", actor, now)


def stays(flag: Flag, actor: Account, now: datetime) -> None:
    """Who wanted to leave has decided to stay: it is handled, and they are in the call queues again."""
    if flag.person.leaving_at is not None:
        people.change(flag.person, {"leaving_at": None}, now, actor)
        _remember(flag, "stays", actor, now)
    handle(flag, actor, now)


def reopen(flag: Flag, actor: Account, now: datetime) -> None:
    """It wasn't seen to after all: the person isn't rung until it is."""
    if flag.handled_at is not None:
        flag.handled_at = flag.handled_by_id = None
        _remember(flag, "flag_reopened", actor, now)


def redact(call: Call, parts: set[Part], actor: Account, now: datetime) -> None:
    """Replace words of a report by “[removed]”, in every version that is kept. It can't be undone."""
    with speaking(None):
        removed = _("[removed]")
    call.answers = redact_answers(call.answers, parts, removed)
    if call.correction:
        call.correction = {**call.correction, "answers": redact_answers(call.correction["answers"], parts, removed)}
    for version in call.versions:
        version.answers = redact_answers(version.answers, parts, removed)
    if Part.NOTE in parts and call.note:
        call.note = removed
    if call.flag is not None:
        _redact_flag(call.flag, parts, removed)
    people.remember(call.person, "redacted", now, by=actor.name, parts=sorted(parts))


def _redact_flag(flag: Flag, parts: set[Part], removed: str) -> None:
    if Part.MESSAGE in parts:
        flag.message = removed
    if Part.OURS in parts:
        flag.reply = removed if flag.reply else ""
        for entry in queries.our_words(flag):
            _redact_entry(flag.person, entry, removed)


def _redact_entry(person: Person, entry: HistoryEntry, removed: str) -> None:
    where = OURS[entry.kind]
    if entry.kind == "do_not_call" and entry.facts[where] and entry.facts[where] == person.do_not_call_why:
        person.do_not_call_why = removed
    entry.facts = {**entry.facts, where: removed if entry.facts[where] else ""}


def _remember(flag: Flag, kind: str, actor: Account, now: datetime, **facts: str) -> None:
    entry = people.remember(flag.person, kind, now, by=actor.name, **facts)
    entry.source = f"flag:{flag.id}"
    db.session.flush()
