"""Three assignments, a dozen callers in the middle of an evening, and what was said on the evenings before."""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, cast

import click
from sqlalchemy import Row, bindparam, select, update

from chapter.accounts.models import Account
from chapter.calling.demo_stories import CALLED_BACK, ENDS, Part, Teller, words
from chapter.calling.models import (
    AssignmentCaller,
    Call,
    CallAssignment,
    CallerTag,
    CallVersion,
    Flag,
    QueuePlace,
)
from chapter.calling.rules import Outcome
from chapter.db import db
from chapter.people.demo import CHUNK, insert_all, table
from chapter.people.demo import words as people_words
from chapter.people.models import HistoryEntry, Person, Tag
from chapter.searches.demo import NEAR
from chapter.searches.queries import matching, search_named
from chapter.searches.rules import condition, every
from chapter.settings.demo import Plan

MID_EVENING = 12
"""How many callers are at it tonight; three of four of them are in a call."""


def fill(plan: Plan) -> None:
    """Assignments and callers; then, person by person, their calls and their places in the queues."""
    accounts = {
        account.email.split("@")[0]: account for account in db.session.scalars(select(Account).order_by(Account.id))
    }
    evening = Evening(plan, accounts)
    with click.progressbar(length=plan.people, label="Calls", hidden=plan.people < CHUNK) as bar:
        for people in evening.people():
            evening.live_through(people)
            bar.update(len(people))


class Evening:
    """The state of the demo's calling at ``plan.now``, made chunk by chunk."""

    def __init__(self, plan: Plan, accounts: dict[str, Account]) -> None:
        self.plan, self.now, self.accounts = plan, plan.now, accounts
        self.callers = [a for part, a in accounts.items() if part.startswith("caller")]
        self.own = {account.person_id for account in accounts.values()}
        self.names = {account.id: account.name for account in accounts.values()}
        self.finished = self._assignment(
            "finished", -50, -24, every(condition("joined_to", _day(plan, -400))), self.callers[::2]
        )
        self.running = self._assignment(
            "running", -20, 14, every(condition("age_from", 18), condition("age_to", 82)), self.callers
        )
        near = search_named(NEAR[plan.country])
        self.future = self._assignment("future", 21, 40, near.criteria if near else every(), self.callers[:4])
        self.future.search = near
        self._choosy_callers()
        self.teller = Teller(plan, [caller.id for caller in self.callers])
        self.handled, self.parts = deque(self._handled()), deque(self._parts())

    def _assignment(
        self, kind: str, start: int, end: int, target: dict[str, Any], callers: list[Account]
    ) -> CallAssignment:
        made = CallAssignment(
            **words()[kind],
            target=target,
            target_found_at=self.now,
            starts_at=self.now + timedelta(days=start),
            ends_at=self.now + timedelta(days=end),
            created_at=self.now + timedelta(days=min(start, 0) - 3),
            shown_facts=["age_group", "town", "joined", "tags", "interests"],
            leader=self.accounts["leader"],
        )
        made.callers = [AssignmentCaller(account=caller, added_at=made.created_at) for caller in callers]
        db.session.add(made)
        db.session.flush()
        return made

    def _choosy_callers(self) -> None:
        """The second caller rings those who are new first; the third is never given the one who holds an office."""
        tags = {tag.name: tag.id for tag in db.session.scalars(select(Tag))}
        of_country = people_words(self.plan)
        office = list(of_country["tags"])[-2]
        for place, (tag, is_excluded) in enumerate([(of_country["new_tag"], False), (office, True)], 1):
            caller = self.running.callers[min(place, len(self.callers) - 1)]
            caller.caller_tags.append(CallerTag(tag_id=tags[tag], is_excluded=is_excluded))
        db.session.flush()

    def _handled(self) -> Iterator[Part]:
        for days, flag in enumerate(words()["handled_flags"], 28):
            yield Part(Outcome(flag["outcome"]), days=days, flag=flag)

    def _parts(self) -> list[Part | Account]:
        """What must be there to be seen tonight, mixed: flags, call-backs, calls, and callers who are in a call."""
        caller, caller2 = self.accounts["caller"].id, self.accounts["caller2"].id
        due = [Part(Outcome.CALL_BACK, timedelta(hours=3), caller_id=caller, call_back="later_today")]
        due += [
            Part(Outcome.CALL_BACK, days=3, caller_id=who, call_back="later_today") for who in (caller, caller2, caller)
        ]
        later = [
            Part(Outcome.CALL_BACK, timedelta(minutes=n), caller_id=caller if n % 2 else caller2) for n in (35, 52, 71)
        ]
        flags = [
            Part(
                Outcome(flag["outcome"]), timedelta(minutes=17 * n + 9), max(n - 3, 0), flag=flag, call_back="next_week"
            )
            for n, flag in enumerate(words()["open_flags"])
        ]
        tonight = [c for c in self.callers if c.id not in (caller, caller2)][:MID_EVENING]
        calls = [part for account in tonight for part in self._since_two_hours(account)]
        mixed: list[Part | Account] = [*due, *later, *flags, *calls, *tonight[: MID_EVENING * 3 // 4]]
        self.plan.random.shuffle(mixed)
        return mixed

    def _since_two_hours(self, caller: Account) -> Iterator[Part]:
        """What ``caller`` has reported tonight."""
        pick = self.plan.random
        outcomes = (Outcome.TALKED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY, Outcome.CALL_BACK)
        for turn in range(1, pick.randint(5, 8)):
            ago = timedelta(minutes=15 * turn + pick.randint(2, 12))
            yield Part(pick.choices(outcomes, (8, 9, 3, 2, 1))[0], ago, caller_id=caller.id)

    def people(self) -> Iterator[Sequence[Row[Any]]]:
        """All people, with the queues they stand in, a chunk at a time."""
        queues = [
            Person.id.in_(matching(a.target)).label(name)
            for name, a in (("finished", self.finished), ("running", self.running), ("future", self.future))
        ]
        last = 0
        while chunk := db.session.execute(
            select(Person.id, Person.mobile, Person.phone2, *queues)
            .where(Person.id > last)
            .order_by(Person.id)
            .limit(CHUNK)
        ).all():
            yield cast(Sequence[Row[Any]], chunk)
            last = chunk[-1].id

    def live_through(self, people: Sequence[Row[Any]]) -> None:
        """Write the calls of ``people``, what they led to, and where everybody stands in the queues."""
        stories = [(person, self._story(person)) for person in people]
        calls = [call for _person, told in stories for call in told]
        reported = [call for call in calls if call["reported_at"]]
        insert_all(table(Call), calls)
        insert_all(table(CallVersion), [version for call in reported for version in self._versions(call)])
        insert_all(table(Flag), [self._flag(call) for call in reported if call["action_needed"]])
        insert_all(table(HistoryEntry), [entry for call in reported for entry in self._history(call)])
        insert_all(table(QueuePlace), [place for person, told in stories for place in self._places(person, told)])
        self._tell_register(reported)

    def _story(self, person: Row[Any]) -> list[dict[str, Any]]:
        """The calls to ``person``, the earliest first."""
        pick, told = self.plan.random, list[dict[str, Any]]()
        if not (person.mobile or person.phone2) or person.id in self.own:
            return told
        if person.finished and pick.random() < 0.55:
            told = self._last_month(person)
        if not person.running or any(call["outcome"] is Outcome.DO_NOT_CALL for call in told):
            return told
        if self.parts and person.mobile and pick.random() < 0.4:
            return [*told, self._tonight(person)]
        if pick.random() < 0.2:
            told += self.teller.attempts(self.running, person, self.running.starts_at, 17)
        return told

    def _last_month(self, person: Row[Any]) -> list[dict[str, Any]]:
        if self.handled and self.plan.random.random() < 0.1:
            return [self.teller.happens(self.handled.popleft(), self.finished, person)]
        return self.teller.attempts(self.finished, person, self.finished.starts_at, 24)

    def _tonight(self, person: Row[Any]) -> dict[str, Any]:
        part = self.parts.popleft()
        if isinstance(part, Part):
            return self.teller.happens(part, self.running, person)
        began = self.now - timedelta(seconds=self.plan.random.randint(20, 900))
        answers = {"reached": {"answer": "yes"}} if self.plan.random.random() < 0.3 else {}
        return self.teller.open_call(self.running, person, part.id, began, answers)

    def _versions(self, call: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The report as it was sent; one in thirty was “no answer” at first and corrected when they rang back."""
        version = {"call_id": call["id"], "sent_at": call["reported_at"], "sent_by_id": call["caller_id"]}
        if call["outcome"] is Outcome.TALKED and self.plan.random.random() < 1 / 30:
            first = {"reached": {"answer": "no"}, "why_not": {"answer": "busy"}, "action_needed": {"answer": "no"}}
            yield version | {"answers": first | {"note": {"answer": "none"}}}
            version["sent_at"] += timedelta(minutes=4)
        yield version | {"answers": call["answers"]}

    def _flag(self, call: dict[str, Any]) -> dict[str, Any]:
        text = call["answers"]["action_message"]["text"]
        flag = {
            "call_id": call["id"],
            "person_id": call["person_id"],
            "is_leaving": call["outcome"] is Outcome.WANTS_TO_LEAVE,
            "message": text,
            "raised_at": call["reported_at"],
            **dict.fromkeys(("taken_by_id", "taken_at", "handled_by_id", "handled_at")),
            "reply": "",
        }
        leader, language = self.accounts["leader"].id, self.plan.language
        replies = {said[language]: said["reply"][language] for said in words()["handled_flags"]}
        if text in replies:
            taken, handled = flag["raised_at"] + timedelta(minutes=30), flag["raised_at"] + timedelta(days=1)
            flag |= {"taken_by_id": leader, "taken_at": taken, "handled_by_id": leader, "handled_at": handled}
            flag["reply"] = replies[text]
        elif text == words()["open_flags"][2][language]:
            flag |= {"taken_by_id": leader, "taken_at": flag["raised_at"] + timedelta(minutes=6)}
        return flag

    def _history(self, call: dict[str, Any]) -> Iterator[dict[str, Any]]:
        title = (self.running if call["assignment_id"] == self.running.id else self.finished).title
        facts = {"outcome": call["outcome"], "caller": self.names[call["caller_id"]], "assignment": title}
        entry = {"person_id": call["person_id"], "at": call["reported_at"]}
        yield entry | {"kind": "call", "facts": facts, "source": f"call:{call['id']}"}
        if call["outcome"] is Outcome.DO_NOT_CALL:
            yield entry | {"kind": "do_not_call", "facts": {"why": ""}, "source": None}

    def _places(self, person: Row[Any], told: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """What ``actions.settle`` would derive from the calls; a test holds them to be the same."""
        calls = [call for call in told if call["reported_at"]]
        for assignment, belongs in (
            (self.finished, person.finished),
            (self.running, person.running),
            (self.future, person.future),
        ):
            if belongs:
                here = [call for call in calls if call["assignment_id"] == assignment.id]
                waits = bool(here) and here[-1]["outcome"] in CALLED_BACK
                promised = waits and here[-1]["outcome"] is Outcome.CALL_BACK
                yield {
                    "assignment_id": assignment.id,
                    "person_id": person.id,
                    "last_called_at": calls[-1]["reported_at"] if calls else None,
                    "call_back_after": here[-1]["call_back_after"] if waits else None,
                    "promised_to_id": here[-1]["caller_id"] if promised else None,
                    "promised_at": here[-1]["reported_at"] if waits else None,
                    "done_at": next((call["reported_at"] for call in here if call["outcome"] in ENDS), None),
                }

    def _tell_register(self, reported: list[dict[str, Any]]) -> None:
        """Wrong numbers and wishes not to be called, as reports write them."""
        wrong = [{"who": c["person_id"]} for c in reported if c["outcome"] is Outcome.WRONG_NUMBER]
        never = [
            {"who": c["person_id"], "at": c["reported_at"]} for c in reported if c["outcome"] is Outcome.DO_NOT_CALL
        ]
        register = table(Person)
        of_person = update(register).where(register.c.id == bindparam("who"))
        leaving = [
            {"who": c["person_id"], "at": c["reported_at"]} for c in reported if c["outcome"] is Outcome.WANTS_TO_LEAVE
        ]
        if leaving:
            db.session.execute(of_person.values(leaving_at=bindparam("at")), leaving)
        if wrong:
            db.session.execute(of_person.values(mobile_is_wrong=True), wrong)
        if never:
            db.session.execute(of_person.values(do_not_call_at=bindparam("at"), do_not_call_why=""), never)


def _day(plan: Plan, days: int) -> str:
    return (plan.now + timedelta(days=days)).date().isoformat()
