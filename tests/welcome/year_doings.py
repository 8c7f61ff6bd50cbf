"""What people do with a new member: as the pages do it, and each written into the books."""

import random
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from chapter import clock
from chapter.accounts.models import Account
from chapter.calling import actions as calling
from chapter.calling.rules import Quick, Step
from chapter.db import db
from chapter.duplicates import actions as duplicates
from chapter.groups import actions_answers, queries_answers
from chapter.groups.models import Group
from chapter.letters import actions as actions_letters
from chapter.letters.rules import Key
from chapter.messages import bounces
from chapter.people.models import Person
from chapter.register import actions as register
from chapter.welcome import actions, actions_call, actions_follow_up, actions_referral, queries
from chapter.welcome.models import WelcomeCase
from chapter.welcome.rules import Closing
from chapter.welcome.ways import ways
from tests.welcome.year_books import COORDINATOR, DAY, Books, Letter, Member
from tests.welcome.year_leaving import Leaving
from tests.welcome.year_mail import World

AGAIN = False
"""Not today: nobody can be rung, or there is nothing to answer yet."""


class Doings(Leaving):
    """The officers, the contacts of groups and the members themselves. Each act gives whether it is done with."""

    books: Books
    world: World
    today: date
    random: random.Random
    officers: dict[str, Account]
    contacts: dict[int, Account]
    """Of each group."""
    by_case: dict[int, Member]
    by_person: dict[int, Member]
    by_email: dict[str, list[Member]]
    agenda: dict[date, list[tuple[Member, str, tuple[Any, ...]]]]

    def later(self, days: int, member: Member, act: str, *given: Any) -> None:
        """Somebody means to do that in so many days."""
        self.agenda.setdefault(self.today + max(days, 1) * DAY, []).append((member, act, given))

    def evening(self, is_anybody_there: bool) -> None:
        """Do what is on the agenda; what can't be done is for tomorrow. What members do, they do anyway."""
        for member, act, given in self.agenda.pop(self.today, []):
            doing: Callable[..., bool | None] = getattr(self, act)
            by_members = act in BY_MEMBERS
            if member.is_merged or (not by_members and (member.ended or member.forgotten or member.left)):
                continue
            is_possible = by_members or (is_anybody_there and member.case_id)
            if not is_possible or doing(member, *given) is AGAIN:
                self.later(1, member, act, *given)
        db.session.commit()

    @property
    def now(self) -> datetime:
        """The moment."""
        return clock.now()

    def case(self, member: Member, by: Account | None = None) -> WelcomeCase:
        """The case, as its officer opens it."""
        return queries.case_for(by or self.officers[member.officer], member.case_id, for_change=True)

    def person(self, member: Member) -> Person:
        """Who it is, in the register."""
        return db.session.get_one(Person, member.person_id)

    def write_letter(self, member: Member) -> None:
        """An officer doesn't wait until the letter goes by itself."""
        if member.email and not member.letter:
            actions_letters.send(self.case(member), Key.WELCOME, member.officer, self.now)

    def print_letter(self, member: Member) -> None:
        """There is no address: the letter goes on paper."""
        if not member.letter:
            actions_letters.posted(self.case(member), Key.WELCOME, member.officer, self.now)
            member.letters.append(Letter(self.today))

    def ring(self, member: Member, *outcomes: str) -> bool | None:
        """Ring; who isn't reached is rung again."""
        if self.books.is_closed("call", self.today):
            return AGAIN
        if "call" in member.done or "call" in member.spared or member.wants_to_leave or member.no_calls:
            return None
        officer = self.officers[member.officer]
        call = actions_call.ring_for(self.case(member), officer, "call", self.now)
        if outcomes[0] in set(Quick):
            calling.quick(call, Quick(outcomes[0]), self.now)
            self.later(self.random.randint(1, 3), member, "ring", *outcomes[1:])
            return None
        self._report(call, outcomes[0])
        return getattr(self, f"_{outcomes[0]}")(member)

    def _report(self, call: Any, could_talk: str) -> None:
        said: list[tuple[Step, dict[str, str]]] = [(Step.REACHED, {"answer": "yes"})]
        said.append((Step.COULD_TALK, {"answer": "yes" if could_talk == "talked" else could_talk}))
        leaves = could_talk == "wants_to_leave"
        last = (Step.ACTION_MESSAGE, {"answer": "send", "text": "Vill sluta"})
        for step, answer in [*said, last if leaves else (Step.ACTION_NEEDED, {"answer": "no"})]:
            calling.answer(call, call.caller, step, answer, self.now)
        calling.send(call, call.caller, self.now)

    def _talked(self, member: Member) -> None:
        member.done["call"] = self.today
        case, officer = self.case(member), self.officers[member.officer]
        wishes = {"expectations": f"Hoppas på {member.mark}", "time": "weekly"}
        actions_call.wish(case, wishes, False, officer, self.now)
        if self.random.random() < 0.4:
            actions.note(case, f"Pratade länge om {member.mark}", officer, self.now)
            self._invite(member, case, officer)
        self._what_next(member)

    def _invite(self, member: Member, case: WelcomeCase, officer: Account) -> None:
        facts = {"what": f"Träff {member.mark}", "at": self.now + timedelta(days=9), "answer": "yes"}
        actions_call.invite(case, {**facts, "place": "Lokalen", "step": ""}, officer, self.now)

    def _do_not_call(self, member: Member) -> None:
        member.spared["call"], member.no_calls = self.today, True
        self._what_next(member)

    def _wants_to_leave(self, member: Member) -> None:
        member.wants_to_leave, member.has_hesitated = self.today, True
        self.later(self.random.randint(2, 12), member, self.random.choice(["stay", "leave"]))

    def meet(self, member: Member) -> None:
        """They met in town and talked there."""
        if "call" not in member.done and "call" not in member.spared:
            actions.do(self.case(member), "call", member.officer, self.now, "met")
            member.done["call"] = self.today
            self._what_next(member)

    def _what_next(self, member: Member) -> None:
        chance = self.random.random()
        if chance < 0.35:
            self.later(self.random.randint(1, 5), member, "refer", self.random.choice([*self.contacts]))
        elif chance < 0.5:
            self.later(self.random.randint(1, 5), member, "show_another_way")

    def refer(self, member: Member, group_id: int) -> None:
        """They would like to come to a group."""
        if member.wants_to_leave or group_id in member.groups:
            return
        group, officer = db.session.get_one(Group, group_id), self.officers[member.officer]
        shares, yes = ["email", "mobile"], f"Sa ja till {member.mark}"
        actions_referral.refer(self.case(member), group, shares, yes, officer, self.now)
        member.groups.append(group_id)
        member.done.setdefault("referral", self.today)
        answer = self.random.choices(["come", "come_after_all", None], [55, 10, 35])[0]
        if answer:
            self.later(self.random.randint(1, 30), member, answer, group_id)
        if answer is None and self.random.random() < 0.2:
            other = next(other for other in self.contacts if other != group_id)
            self.later(self.random.randint(10, 25), member, "refer", other)

    def show_another_way(self, member: Member) -> None:
        """No group fits."""
        officer, case = self.officers[member.officer], self.case(member)
        actions_referral.another_way(case, ways()[:2], f"Gärna {member.mark}", True, officer, self.now)
        member.done.setdefault("referral", self.today)

    def come(self, member: Member, group_id: int) -> bool | None:
        """The group's contact answers with the link in the mail that they got: yes."""
        return self._answer(member, group_id, True)

    def come_after_all(self, member: Member, group_id: int) -> bool | None:
        """Not yet; and a week later: yes."""
        self.later(7, member, "come", group_id)
        return self._answer(member, group_id, False)

    def _answer(self, member: Member, group_id: int, has_come: bool) -> bool | None:
        token = self._token(member, group_id)
        if token is None and not (member.left or member.forgotten or member.is_merged):
            return AGAIN
        if token is None or member.left or member.is_merged:
            return None
        place, account = queries_answers.asked(token, self.now)
        actions_answers.answer(place, has_come, account, self.now)
        (member.arrived_in.add if has_come else member.arrived_in.discard)(group_id)
        return None

    def _token(self, member: Member, group_id: int) -> str | None:
        mails = (mail for mail in self.world.to(self.contacts[group_id].email) if member.last in mail.text)
        return next((re.search(r"/groups/answer/(\S+?)\?", mail.text)[1] for mail in mails), None)  # type: ignore[index]

    def follow_up(self, member: Member) -> None:
        """The coordinator asks how it went."""
        mona = self.officers[COORDINATOR]
        case, has_come = self.case(member, mona), bool(member.arrived_in)
        result = self.random.choices(["active", "another_way", "not_now", "left"], [8 if has_come else 2, 2, 2, 1])[0]
        came = "yes" if has_come or (member.groups and self.random.random() < 0.2) else "no"
        said = {"came": came, "result": result, "help": f"Skjuts {member.mark}", "note": f"Viskade {member.mark}"}
        actions_follow_up.keep(case, said, "", mona, self.now)
        actions_follow_up.finish(case, mona, self.now)
        member.done["follow_up"], member.result, member.said_came = self.today, result, came == "yes"
        if result == "left":
            self.later(1, member, "leave")

    def close(self, member: Member, why: str) -> None:
        """It is over before its time."""
        actions.close(self.case(member), Closing(why), self.officers[member.officer], self.now)
        member.closed, member.closed_why = self.today, why

    def pause(self, member: Member, days: int | None) -> None:
        """They are away for a while."""
        if member.rests_since is None:
            until = self.today + days * DAY if days else None
            actions.pause(self.case(member), until, self.now)
            member.rests_since, member.rests_until = self.today, until
            if days is None:
                self.later(self.random.randint(5, 30), member, "resume")

    def resume(self, member: Member) -> None:
        """They are back."""
        actions.resume(self.case(member), self.now)
        self.has_rested(member, self.today)

    def has_rested(self, member: Member, until: date) -> None:
        """The days go on from here."""
        if member.rests_since is not None:
            member.rests.append((member.rests_since, (until - member.rests_since).days))
            member.rests_since = member.rests_until = None

    def hand_over(self, member: Member) -> None:
        """Another officer goes on with them."""
        name = self.random.choice([*self.officers])
        actions.hand_over(self.case(member, self.officers[COORDINATOR]), self.officers[name])
        member.officer = name

    def move(self, member: Member) -> None:
        """They have a new address, which works."""
        new = f"ny{member.number:04}@example.org"
        register.edit(self.person(member), {"email": new}, "", self.officers[COORDINATOR], self.now)
        member.emails.append(new)
        self.by_email[new].append(member)

    def bounce(self, member: Member) -> bool | None:
        """The letter comes back a day after it was taken."""
        letter = member.letter
        mails = [mail for mail in self.world.to(member.email) if mail.is_letter]
        if letter is None or not mails:
            return AGAIN
        assert bounces.take(mails[0].bounce, self.now)
        self.world.bounced.add(mails[0].id)
        letter.failed_on = self.today
        return None

    def merge(self, member: Member, other: Member) -> None:
        """They were here twice; ``other`` is the one whose row goes."""
        kept, gone = self.person(member), self.person(other)
        chosen = {"email": gone.email} if gone.email and not kept.email else {}
        duplicates.merge(kept, gone, chosen, (kept.version, gone.version), self.officers[COORDINATOR], self.now)
        self.books.merge(member, other, self.today)
        if member.rests_since and member.rests_until is None:
            self.later(self.random.randint(5, 30), member, "resume")
        self.by_case[member.case_id] = self.by_person[member.person_id] = member


BY_MEMBERS = "come", "come_after_all", "leave", "bounce", "merge"
