"""Those who don't want to be rung, who stay after all, and who leave, until nothing is known of them."""

from collections.abc import Callable
from datetime import date, datetime

from chapter.accounts.models import Account
from chapter.flags import actions as flags
from chapter.people import actions as people
from chapter.people.models import Person
from chapter.privacy import actions as privacy
from chapter.privacy import queries as queries_privacy
from chapter.register import actions as register
from chapter.register import queries_leaving
from chapter.welcome import actions
from chapter.welcome.models import WelcomeCase
from tests.welcome.year_books import COORDINATOR, Books, Member


class Leaving:
    """What the coordinator does about them."""

    books: Books
    today: date
    now: datetime
    officers: dict[str, Account]
    case: Callable[..., WelcomeCase]
    person: Callable[[Member], Person]
    goes_by_itself = False
    """Whether leavers are erased without anybody's doing."""

    def no_calls(self, member: Member) -> None:
        """They write that nobody may ring them; so the call is left out."""
        if not member.no_calls:
            mona = self.officers[COORDINATOR]
            people.set_do_not_call(self.person(member), "", self.now, mona)
            member.no_calls = True
            if "call" not in member.done and "call" not in member.spared:
                actions.skip(self.case(member, mona), "call", "Vill inte bli uppringd", mona.name, self.now)
                member.spared["call"] = self.today

    def stay(self, member: Member) -> None:
        """Who wanted to leave stays."""
        mona = self.officers[COORDINATOR]
        for flag in queries_leaving.leaving_flags(self.person(member)):
            flags.stays(flag, mona, self.now)
        member.wants_to_leave = None

    def leave(self, member: Member) -> None:
        """They have left the chapter."""
        if member.left is None:
            mona = self.officers[COORDINATOR]
            register.leave(self.person(member), "time", "", self.today, False, mona, self.now)
            member.left = self.today
            if member.ended is None:
                member.closed, member.closed_why = self.today, "left"

    def erase_leavers(self) -> None:
        """The coordinator erases those whose day has come; having seen what it means, she lets it go by itself."""
        days = (self.books.erased_by(member) for member in self.books.members if not member.is_erased)
        if not self.goes_by_itself and any(day and day <= self.today for day in days):
            mona, due = self.officers[COORDINATOR], [person.id for person in queries_privacy.due(self.today)]
            assert privacy.erase_leavers(due, mona.name, self.now) == len(due)
            privacy.set_switch(True, mona, self.now)
            self.goes_by_itself = True
            self.are_erased()

    def are_erased(self) -> None:
        """Those who have left and whose day has come are gone."""
        for member in self.books.members:
            day = self.books.erased_by(member)
            if day and day <= self.today and not (member.is_erased or member.is_merged):
                self.books.erase(member, self.today)
