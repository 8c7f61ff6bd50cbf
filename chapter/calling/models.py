"""Assignments, their callers and queue; calls, their reports and what they flag."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.accounts.models import Account
from chapter.calling.rules import Outcome, Purpose, Setting, Skip
from chapter.db import LocalText, Model, Words, intpk
from chapter.people.models import Person, Tag
from chapter.searches.models import SavedSearch

NO_CAMPAIGN = text("purpose != 'campaign'")


class CallAssignment(Model):
    """People to ring, why, and how.

    Whom: those whom the saved search finds, or else ``target`` (a search as ``searches.rules`` says). Who was found
    at ``frozen_at`` stays, and nobody comes in later. What is no campaign has no queue: officers choose whom they ring.
    """

    __table_args__ = (Index("uq_call_assignment_purpose", "purpose", unique=True, sqlite_where=NO_CAMPAIGN),)

    id: Mapped[intpk]
    purpose: Mapped[Purpose] = mapped_column(Words(Purpose), default=Purpose.CAMPAIGN, server_default=Purpose.CAMPAIGN)
    title: Mapped[LocalText]
    instructions: Mapped[LocalText]
    script: Mapped[LocalText]
    instructions_changed_at: Mapped[datetime | None]
    target: Mapped[dict[str, Any]]
    search_id: Mapped[int | None] = mapped_column(ForeignKey("saved_search.id", ondelete="SET NULL"))
    frozen_at: Mapped[datetime | None]
    target_found_at: Mapped[datetime | None]
    goal: Mapped[str] = mapped_column(default="spoken")
    cooldown_hours: Mapped[int] = mapped_column(default=24)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    notes_on: Mapped[bool] = mapped_column(default=True)
    shown_facts: Mapped[list[str]]
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    leader: Mapped[Account | None] = relationship()
    search: Mapped[SavedSearch | None] = relationship()
    callers: Mapped[list["AssignmentCaller"]] = relationship(back_populates="assignment", cascade="all, delete-orphan")


class AssignmentCaller(Model):
    """A caller of an assignment, with the tags they ring first and those they are never given."""

    assignment_id: Mapped[int] = mapped_column(ForeignKey("call_assignment.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    added_at: Mapped[datetime]
    assignment: Mapped[CallAssignment] = relationship(back_populates="callers")
    account: Mapped[Account] = relationship()
    caller_tags: Mapped[list["CallerTag"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    def tag_ids(self, excluded: bool) -> list[int]:
        """The ids of the excluded tags, or of those with priority."""
        return [t.tag_id for t in self.caller_tags if t.is_excluded is excluded]


class CallerTag(Model):
    """A tag with priority for a caller, or one that they are never given."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["assignment_id", "account_id"],
            ["assignment_caller.assignment_id", "assignment_caller.account_id"],
            ondelete="CASCADE",
        ),
    )

    assignment_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True)
    is_excluded: Mapped[bool] = mapped_column(default=False)
    tag: Mapped[Tag] = relationship()


class QueuePlace(Model):
    """A person's place in an assignment's queue. All but membership is derived from calls by ``actions.settle``."""

    __table_args__ = (
        Index("ix_queue_place_order", "assignment_id", "done_at", "last_called_at", "person_id"),
        Index("ix_queue_place_promised", "assignment_id", "promised_to_id", "call_back_after"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("call_assignment.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    last_called_at: Mapped[datetime | None]
    call_back_after: Mapped[datetime | None]
    promised_to_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    promised_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


OPEN = text("reported_at IS NULL AND released_at IS NULL")


class Call(Model):
    """A caller's hold on a person, and the report that it becomes.

    Open until it is reported, let go by its caller, or lapses. The database lets nobody be held twice, and no
    caller hold two. ``numbers`` are those that worked when it began, ``answers`` the report as far as it was
    given or as it was sent, ``correction`` what its caller or a leader (``by``) is about to change in it.
    """

    __table_args__ = (
        Index("uq_call_open_person", "person_id", unique=True, sqlite_where=OPEN),
        Index("uq_call_open_caller", "caller_id", unique=True, sqlite_where=OPEN),
        Index("ix_call_assignment_id_reported_at", "assignment_id", "reported_at"),
        Index("ix_call_person_id_reported_at", "person_id", "reported_at"),
        Index("ix_call_caller_id_reported_at", "caller_id", "reported_at"),
    )

    id: Mapped[intpk]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("call_assignment.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    caller_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    they_rang: Mapped[bool] = mapped_column(default=False)
    claimed_at: Mapped[datetime]
    lease_until: Mapped[datetime]
    released_at: Mapped[datetime | None]
    skipped_because: Mapped[Skip | None] = mapped_column(Words(Skip))
    numbers: Mapped[list[str]] = mapped_column(default=list)
    answers: Mapped[dict[str, Any]]
    correction: Mapped[dict[str, Any] | None]
    reported_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(Words(Outcome))
    call_back_after: Mapped[datetime | None]
    action_needed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    assignment: Mapped[CallAssignment] = relationship()
    person: Mapped[Person] = relationship()
    caller: Mapped[Account] = relationship()
    flag: Mapped["Flag | None"] = relationship(back_populates="call", cascade="all, delete-orphan")
    versions: Mapped[list["CallVersion"]] = relationship(order_by="CallVersion.id", cascade="all, delete-orphan")

    @property
    def is_open(self) -> bool:
        """Whether the person is held by this call."""
        return self.reported_at is None and self.released_at is None

    @property
    def has_lapsed(self) -> bool:
        """Whether the person was let go because the caller was silent, not by the caller."""
        return self.reported_at is None and self.released_at is not None and self.released_at >= self.lease_until

    @property
    def is_begun(self) -> bool:
        """Whether the caller has reported anything yet."""
        return list(self.answers) != (["reached"] if self.they_rang else [])

    @property
    def setting(self) -> Setting:
        """What the report's course depends on. Words of a follow-up are the coordinator's alone: none stand here."""
        tells = self.assignment.purpose is not Purpose.FOLLOW_UP
        return Setting(two_numbers=len(self.numbers) > 1, notes_on=self.assignment.notes_on, tells=tells)

    def said_by(self, account: Account) -> dict[str, Any]:
        """The answers as ``account`` is about to send them: their own correction, or what there is."""
        correction = self.correction or {}
        return correction["answers"] if correction.get("by") == account.id else self.answers


class CallVersion(Model):
    """A report as it was sent; the first is kept when it is corrected."""

    id: Mapped[intpk]
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), index=True)
    answers: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class Flag(Model):
    """Something in a call that a responsible person must act on. Open until handled."""

    __table_args__ = (Index("ix_flag_person_id_handled_at", "person_id", "handled_at"),)

    id: Mapped[intpk]
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    is_leaving: Mapped[bool] = mapped_column(default=False)
    message: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    taken_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(Text, default="")
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    handled_at: Mapped[datetime | None]
    call: Mapped[Call] = relationship(back_populates="flag")
    person: Mapped[Person] = relationship()
    taken_by: Mapped[Account | None] = relationship(foreign_keys=[taken_by_id])
    handled_by: Mapped[Account | None] = relationship(foreign_keys=[handled_by_id])
