"""Who comes to the chapter in a year, how, and what is to become of them."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import Flask

from chapter import clock
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.letters import actions as actions_letters
from chapter.people.models import Person
from chapter.register import actions as register
from chapter.settings import actions as settings
from chapter.settings.queries import consent_text
from chapter.welcome import actions, actions_routine
from tests import factories
from tests.groups import made
from tests.imports.runs import applied
from tests.signup import links
from tests.welcome.year_books import COORDINATOR, DAY, Books, Member
from tests.welcome.year_mail import BOUNCES, LOST, NEVER, NOBODY, SLOW

HEADINGS = "Medlemsnummer", "Förnamn", "Efternamn", "E-post", "Mobil", "Medlem sedan", "Hur kom de"
WAYS = ["Mässan", "Torgmötet", "Hemsidan", "En granne"]
FIRST = tuple(
    [
        "Ada",
        "Bo",
        "Cia",
        "Dag",
        "Eva",
        "Finn",
        "Gun",
        "Hans",
        "Ida",
        "Jon",
        "Kaj",
        "Lisa",
        "Maj",
        "Nils",
        "Olga",
        "Per",
        "Rut",
        "Sven",
        "Tea",
        "Ulf",
        "Vera",
        "Ylva",
    ]
)
FOUNDERS = 60
"""So many are in the register from the beginning; every fifth of them has joined lately."""


class People:
    """They come."""

    app: Flask
    plan: Any
    today: date
    random: random.Random
    books: Books
    officers: dict[str, Account]
    contacts: dict[int, Account]
    arrivals: dict[date, list[Callable[[], Any]]]
    by_person: dict[int, Member]
    by_case: dict[int, Member]
    by_email: dict[str, list[Member]]
    later: Callable[..., None]
    person: Callable[[Member], Person]

    def found(self) -> None:
        """A chapter with three officers who share the new members, three groups, and a register from a file."""
        given = {"contact_email": "malin@example.org", "contact_name": "Malin Berg"}
        settings.change("contacts", given, "", clock.now())
        roles = {COORDINATOR: Role.MEMBER_COORDINATOR, "Bo Ek": Role.BOARD}
        self.officers = {name: factories.account(role, name=name) for name, role in roles.items()}
        contacts = [made.contact(name=f"Kim {number}", email=f"kim{number}@example.org") for number in range(3)]
        self.contacts = {made.group(kim, name={"sv": f"Grupp {kim.name}"}).id: kim for kim in contacts}
        mona = self.officers[COORDINATOR]
        actions_letters.sign_with(mona, {"sv": "Medlemsansvarig"}, None, clock.now())
        actions_routine.change({"is_on": True}, {account.id for account in self.officers.values()}, 0, mona)
        self.link = links.link()
        lately = [n % 5 == 0 for n in range(FOUNDERS)]
        joined = [self.today - timedelta(days=30 if new else 900) for new in lately]
        self.bring_file([self.member(is_new=new) for new in lately], joined)

    def plan_arrivals(self) -> None:
        """When everybody comes: with files, through the link, and by hand."""
        for day, number in self.plan.files.items():
            self.arrivals[day].append(partial(self.file_comes, number))
        last = (self.plan.last - self.plan.first).days - 21
        for come in [self.sign_up, self.add_by_hand] * self.plan.others:
            self.arrivals[self.plan.first + self.random.randint(1, last) * DAY].append(come)

        for _one in range(self.plan.twice):
            day = self.plan.first + self.random.randint(1, last - 20) * DAY
            self.arrivals[day].append(self.come_twice)

        for _one in range(self.plan.twice // 2):
            self.arrivals[self.plan.first + self.random.randint(20, last) * DAY].append(self.welcome_a_founder)

    def welcome_a_founder(self) -> None:
        """The coordinator welcomes somebody who has been here for long."""
        mona = self.officers[COORDINATOR]
        old = next(m for m in self.books.members if not (m.is_new or m.merged_on or m.left))
        old.case_id = actions.open_case(self.person(old), clock.now(), mona).id
        old.is_new, old.came, old.officer, self.by_case[old.case_id] = True, self.today, mona.name, old
        self.draw(old)

    def come_twice(self) -> None:
        """Somebody comes by hand without an address, or has long been here; then they sign up, and are made one."""
        founders = [m for m in self.books.members[:FOUNDERS] if not (m.is_new or m.merged_on)]
        one = self.random.choice(founders) if self.random.random() < 0.25 else self.add_by_hand(emails=[])
        one.merged_on = self.today

        def again() -> None:
            other = self.sign_up()
            self.later(self.random.randint(1, 12), one, "merge", other)

        self.arrivals[self.today + self.random.randint(1, 4) * DAY].append(again)

    def member(self, is_new: bool = True, way: str | None = None) -> Member:
        """Somebody who comes today."""
        number = len(self.books.members) + 1
        start = self.random.choices(["m", NOBODY, SLOW, NEVER, LOST, BOUNCES], [88, 3, 3, 1, 2, 3])[0]
        has_email = self.random.random() < 0.9
        came = Member(
            number,
            self.random.choice(FIRST),
            "Z" + "".join(chr(ord("a") + number // 26**power % 26) for power in (2, 1, 0)) + "ling",
            [f"{start}{number:04}@example.org"] if has_email else [],
            self.random.choices(WAYS, [50, 30, 20, 1])[0] if way is None else way,
            self.today,
            is_new,
        )
        self.books.members.append(came)
        self.by_email[came.email].append(came)
        return came

    def known(self, member: Member, person: Person) -> None:
        """They are in the register now."""
        member.person_id = person.id
        self.by_person[person.id] = member
        if member.is_new:
            self.draw(member)

    def bring_file(self, members: list[Member], joined: list[date], is_news: bool = True) -> None:
        """A file comes, and is brought in."""
        lines = [
            (m.number, m.first, m.last, m.email, mobile(m.number), day.isoformat(), m.way)
            for m, day in zip(members, joined, strict=True)
        ]
        applied(HEADINGS, *lines)
        if not is_news:
            return
        found = db.session.scalars(db.select(Person).where(Person.member_number.in_([str(m.number) for m in members])))
        persons = {person.member_number: person for person in found}
        for member in members:
            self.known(member, persons[str(member.number)])

    def file_comes(self, number: int) -> None:
        """A file of people who joined lately, or moved here after years; and once more, as files do."""
        members = [self.member() for _one in range(number)]
        joined = [self.today - timedelta(days=self.random.choice([5, 20, 2000])) for _one in members]
        self.bring_file(members, joined)
        if number > 40:
            self.bring_file(members, joined, is_news=False)

    def sign_up(self) -> Member:
        """Somebody fills in the form behind the link, and opens the mail."""
        member = self.member(way="")
        member.emails = member.emails or [f"m{member.number:04}@example.org"]
        self.by_email[member.email].append(member)
        client, name = self.app.test_client(), f"{member.first} {member.last}"
        links.sign_up(client, name=name, email=member.email, mobile=mobile(member.number))
        links.confirm(client, member.email)
        self.known(member, db.session.scalars(db.select(Person).where(Person.email == member.email)).one())
        return member

    def add_by_hand(self, **known: list[str]) -> Member:
        """An officer adds somebody at a stand."""
        member, consent = self.member(), consent_text().id
        member.emails = known.get("emails", member.emails)
        reach = {"email": member.email or None, "mobile": mobile(member.number)}
        facts = {"first_name": member.first, "last_name": member.last, "consent_id": consent, **reach}
        person = register.add_by_hand(facts, (), f"key-{member.number}", self.officers["Bo Ek"], clock.now())
        member.way = person.source
        self.known(member, person)
        return member

    def draw(self, member: Member) -> None:
        """What officers mean to do with them, and what they will do themselves."""
        pick, chance = self.random.randint, self.random.random
        if not member.email and chance() < 0.8:
            self.later(pick(1, 6), member, "print_letter")
        elif chance() < 0.15:
            self.later(1, member, "write_letter")
        if member.email.startswith(BOUNCES):
            self.later(4, member, "bounce")
        if member.email.startswith((NOBODY, NEVER, BOUNCES)) and chance() < 0.6:
            self.later(pick(6, 30), member, "move")
        if chance() < 0.6:
            tries = self.random.choices(["no_answer", "busy", "left_message"], k=max(0, pick(-6, 2)))
            end = self.random.choices(["talked", "do_not_call", "wants_to_leave"], [90, 5, 5])[0]
            self.later(pick(1, 9), member, *self.random.choice([*[("meet",)] * 3, ("ring", *tries, end)]))
        if chance() < 0.55:
            self.later(pick(57, 76), member, "follow_up")
        for act, share, first, last in FATES:
            if chance() < share:
                self.later(pick(first, last), member, *act)


FATES: list[tuple[tuple[Any, ...], float, int, int]] = [
    (("close", "not_now"), 0.02, 5, 60),
    (("close", "no_contact"), 0.03, 20, 60),
    (("close", "not_new"), 0.03, 1, 20),
    (("pause", 10), 0.04, 1, 30),
    (("pause", None), 0.04, 1, 60),
    (("hand_over",), 0.06, 1, 50),
    (("no_calls",), 0.03, 1, 40),
    (("leave",), 0.06, 1, 90),
]
"""What else may happen, how often, and from which day to which."""


def mobile(number: int) -> str:
    """A number from the range for fiction."""
    return f"+4670174{605 + number % 95:04}"
