"""How it stands with people who may be leaving: what ``register/_leaving_stands.html`` tells of each."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from chapter.access import ROLE_NAMES
from chapter.calling.models import Call
from chapter.calling.queries import SPOKEN
from chapter.calling.words import OUTCOMES
from chapter.i18n import local
from chapter.people.models import Person
from chapter.register import queries_leaving, words
from chapter.register.rules_leaving import may_call_unpaid, may_ring


def stand(people: Sequence[Person], fees_are_known: bool, today: date) -> dict[str, Any]:
    """By their ids: since when they haven't paid, by when they must be erased, what keeps them, who may be rung.

    ``fees_are_known``: whether anything has said who has paid the latest fee. Four queries, however many they are.
    """
    custom, roles = queries_leaving.custom(), queries_leaving.offices(people)
    calls = queries_leaving.gentle_calls(people)
    since = {person.id: _unpaid_since(person, today) if fees_are_known else None for person in people}
    may_call = may_call_unpaid(custom.owed(today), today)
    erase: dict[int, date | None] = {}
    for person in people:
        unpaid, is_kept = since[person.id], person.id in roles or person.consent_id is not None
        by = custom.unpaid_until(unpaid) if unpaid and not is_kept else None
        erase[person.id] = queries_leaving.to_erase_by(person, roles.get(person.id, ())) or by
    return {
        "today": today,
        "owed": custom.owed(today),
        "since": since,
        "erase": erase,
        "offices": {id: [ROLE_NAMES[role] for role in held] for id, held in roles.items()},
        "imports": queries_leaving.imports(people),
        "flags": queries_leaving.open_flags([person for person in people if person.leaving_at]),
        "calls": calls,
        "outcomes": OUTCOMES,
        "ring": {p.id for p in people if _rings(p, calls.get(p.id), bool(since[p.id]) and may_call, today)},
        "why_left": words.why_left,
    }


def _unpaid_since(person: Person, today: date) -> date | None:
    is_member = person.left_on is None and (person.joined_on or person.member_number)
    custom = queries_leaving.custom()
    return custom.unpaid_since(person.fee_paid_for, person.joined_on, today) if is_member else None


def _rings(person: Person, call: Call | None, is_unpaid: bool, today: date) -> bool:
    """Who has left is rung until somebody has spoken with them once, and not for long."""
    if person.do_not_call_at or not person.numbers:
        return False
    if person.left_on is None:
        return bool(person.missing_since or person.leaving_at or is_unpaid)
    spoken_at = call.reported_at if call and call.outcome in SPOKEN else None
    return may_ring(person.left_on, today) and not (spoken_at and local(spoken_at).date() >= person.left_on)
