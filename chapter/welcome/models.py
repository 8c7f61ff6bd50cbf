"""The routine, the cases, and what is noted in them until they are forgotten."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, exists
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from chapter.accounts.models import Account
from chapter.db import LocalText, Model, Words, intpk
from chapter.groups.models import Group
from chapter.i18n import local
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.people.models import Person
from chapter.welcome.rules import Closing, Course, Trace, course_of

UNCOPIED = {"left_out_of_backups": True}


class Routine(Model):
    """The chapter's routine (its id is 1); until it is changed there is none, and the default holds.

    ``steps`` as ``rules.kept`` gives them; ``links`` are other ways in, ``[{"text": {"sv": …}, "url": …}]``.
    """

    __tablename__ = "welcome_routine"

    id: Mapped[intpk]
    is_on: Mapped[bool] = mapped_column(default=True)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sends_letters: Mapped[bool] = mapped_column(default=True)
    is_campaign: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=3)
    keep_days: Mapped[int] = mapped_column(default=14)
    links: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(default="")


class Welcomer(Model):
    """Somebody who welcomes new members: new cases are shared out between those who ``shares``.

    ``title`` and the picture are what stands under their letters.
    """

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    shares: Mapped[bool] = mapped_column(default=False)
    title: Mapped[LocalText]
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))
    told_for: Mapped[date | None]
    """The latest day whose digest they were sent."""
    account: Mapped[Account] = relationship()


class WelcomeCase(Model):
    """A new member until they have landed. All of it is erased when ``rules.erase_day`` has come.

    ``wishes`` are what they told us in the call, by ``rules_call.WISHES``; ``ticks`` what is ticked of its checklist.
    While ``paused_on`` is set nothing is late; ``rests`` are the earlier pauses (see ``rules_rest``).
    """

    __table_args__ = {"sqlite_autoincrement": True}
    """The number of a case that is forgotten is nobody else's: it may stand in mails that have gone out."""

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(default="")
    started_on: Mapped[date] = mapped_column(index=True)
    how_came: Mapped[str] = mapped_column(default="")
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    paused_on: Mapped[date | None]
    paused_until: Mapped[date | None]
    rests: Mapped[list[Any]] = mapped_column(JSON, default=list)
    closed_on: Mapped[date | None]
    closed_why: Mapped[Closing | None] = mapped_column(Words(Closing))
    closed_by: Mapped[str] = mapped_column(default="")
    wishes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ticks: Mapped[list[str]] = mapped_column(default=list)
    person: Mapped[Person] = relationship()
    responsible: Mapped[Account | None] = relationship()
    done: Mapped[list["CaseStep"]] = relationship(back_populates="case", cascade="all, delete-orphan")
    notes: Mapped[list["CaseNote"]] = relationship(cascade="all, delete-orphan", order_by="CaseNote.id")
    invitations: Mapped[list["Invitation"]] = relationship(cascade="all, delete-orphan", order_by="Invitation.id")
    referrals: Mapped[list["Referral"]] = relationship(cascade="all, delete-orphan", order_by="Referral.id")
    follow_up: Mapped["FollowUp | None"] = relationship(cascade="all, delete-orphan")

    @property
    def source(self) -> str:
        """What history entries and mails that belong to the case say they are about."""
        return f"case:{self.id}"

    def traces(self) -> dict[str, Trace]:
        """What became of its steps, by their keys; of a letter that didn't arrive, nothing."""
        return {step.key: Trace(step.done_on, step.is_skipped) for step in self.done if not step.came_back}

    def course(self) -> Course:
        """The case as the rules see it."""
        person = self.person
        return course_of(
            *(self.started_on, self.traces(), self.rests, self.paused_on),
            leaving_on=local(person.leaving_at).date() if person.leaving_at else None,
            closed_on=self.closed_on,
            closed_why=self.closed_why,
            left_on=person.left_on,
        )


class CaseStep(Model):
    """What became of a step: who did it and when, or left it out; once for each step of a case.

    ``how`` is a word for what was done (“mail”, “print”, “talked”); ``words`` an own step's or a skip's reason. If it
    was a letter by mail, ``message_id`` is that mail, and ``came_back`` whether it was refused or came back.
    """

    case_id: Mapped[int] = mapped_column(ForeignKey("welcome_case.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    done_on: Mapped[date]
    done_at: Mapped[datetime]
    by: Mapped[str]
    is_skipped: Mapped[bool] = mapped_column(default=False)
    how: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"), index=True)
    came_back: Mapped[bool] = column_property(
        exists().where(Message.id == message_id, Message.state == State.FAILED).correlate_except(Message)
    )
    case: Mapped[WelcomeCase] = relationship(back_populates="done")


class CaseNote(Model):
    """A note on a case, for those who work with it. Follow-up notes are not here."""

    id: Mapped[intpk]
    case_id: Mapped[int] = mapped_column(ForeignKey("welcome_case.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    text: Mapped[str] = mapped_column(Text)


class Invitation(Model):
    """A definite invitation and what they answered (``rules_call.Answer``); the sign-up there and then.

    ``step`` is the routine's step that coming to it is, if it is one (the meeting for new members, say).
    """

    __tablename__ = "welcome_invitation"

    id: Mapped[intpk]
    case_id: Mapped[int] = mapped_column(ForeignKey("welcome_case.id", ondelete="CASCADE"), index=True)
    what: Mapped[str]
    step: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime | None] = mapped_column(index=True)
    answer: Mapped[str]
    by: Mapped[str]
    made_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    came: Mapped[bool | None]


class Referral(Model):
    """Somebody was referred to a group, and said yes to it; where they stand there, the group's place says."""

    __tablename__ = "welcome_referral"

    id: Mapped[intpk]
    case_id: Mapped[int] = mapped_column(ForeignKey("welcome_case.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    group: Mapped[Group] = relationship()


class FollowUp(Model):
    """What was said after 8 to 10 weeks. The member coordinator's alone: what they wrote is in no backup."""

    __tablename__ = "welcome_follow_up"

    case_id: Mapped[int] = mapped_column(ForeignKey("welcome_case.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    came: Mapped[str] = mapped_column(default="", info=UNCOPIED)
    training: Mapped[str] = mapped_column(default="", info=UNCOPIED)
    result: Mapped[str] = mapped_column(default="", info=UNCOPIED)
    help: Mapped[str] = mapped_column(Text, default="", info=UNCOPIED)
    unclear: Mapped[str] = mapped_column(Text, default="", info=UNCOPIED)
    note: Mapped[str] = mapped_column(Text, default="", info=UNCOPIED)


class WelcomeTally(Model):
    """What remains of the cases that are forgotten: how many, by the year they began, without a person.

    ``group_id`` is the group they were referred to (0: none), ``stage`` how far they came (``rules_figures.Stage``).
    """

    year: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True)
    how_came: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class PromiseTally(Model):
    """After how many days a promise was kept, counted the same way; -1 day: never."""

    year: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    is_kept: Mapped[bool] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
