"""Sign-up links and those who signed up."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.accounts.models import Account
from chapter.calling.models import CallAssignment
from chapter.db import LocalText, Model, Words, intpk
from chapter.signup.rules import Purpose


class SignupLink(Model):
    """A link on a poster or in a message. ``tasks`` are what one may say that one is interested in."""

    id: Mapped[intpk]
    slug: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[Purpose] = mapped_column(Words(Purpose))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("call_assignment.id", ondelete="SET NULL"))
    title: Mapped[LocalText]
    text: Mapped[LocalText]
    tasks: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    places: Mapped[int | None]
    visits: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    assignment: Mapped[CallAssignment | None] = relationship()

    @property
    def ends_at(self) -> datetime | None:
        """When one can no longer sign up: what it leads to may be over before the link closes."""
        ends = [self.closes_at]
        if self.purpose is Purpose.JOIN_ASSIGNMENT:
            ends.append(self.assignment.ends_at if self.assignment else self.created_at)
        return min((end for end in ends if end is not None), default=None)


class Signup(Model):
    """Somebody who signed up through a link. Until confirmed it holds a place while the mailed link is good."""

    __table_args__ = (UniqueConstraint("link_id", "account_id"),)

    id: Mapped[intpk]
    link_id: Mapped[int] = mapped_column(ForeignKey("signup_link.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    tasks: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"))
    consented_at: Mapped[datetime]
    created_at: Mapped[datetime]
    held_until: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    link: Mapped[SignupLink] = relationship()
    account: Mapped[Account] = relationship()
