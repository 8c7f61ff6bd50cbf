"""What holds for groups: where somebody stands with one, and what its contacts may be told."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """Where a person stands with a group."""

    ASKED = "asked"
    REFERRED = "referred"
    MEMBER = "member"
    DECLINED = "declined"
    LEFT = "left"


WAITING = Standing.ASKED, Standing.REFERRED
"""These wait for a contact's answer."""
CURRENT = *WAITING, Standing.MEMBER
"""These have to do with the group now; its contacts see them, and nobody who has declined or left."""

SHAREABLE = "mobile", "email", "town", "interests"
"""What a person can agree that a group's contacts are told, besides the name."""
OWN = "mobile", "email"
"""What is asked when people ask for themselves: how a contact reaches them."""

ASK_AGAIN = timedelta(days=14)
"""When nobody has said whether somebody who was referred has come, the contacts are asked once more."""

ANSWERED_BY = timedelta(days=90)
"""How long after the referral the links with which the contacts answer hold."""

STEPS: dict[Standing | None, frozenset[Standing]] = {
    None: frozenset(CURRENT),
    Standing.ASKED: frozenset({Standing.MEMBER, Standing.DECLINED}),
    Standing.REFERRED: frozenset({Standing.MEMBER, Standing.DECLINED, Standing.LEFT}),
    Standing.MEMBER: frozenset({Standing.LEFT}),
    Standing.DECLINED: frozenset(CURRENT),
    Standing.LEFT: frozenset(CURRENT),
}
"""From where somebody stands (None: nowhere yet), where they can come in one step. Who takes a request back is
forgotten, as if they had never asked."""


def may_step(now: Standing | None, to: Standing) -> bool:
    """Whether somebody who stands there can come to stand ``to``."""
    return to in STEPS[now]


def shown(facts: Mapping[str, Any], shares: Collection[str]) -> dict[str, str]:
    """Of a person's ``facts`` those that a contact is told: what was agreed to, is known, and can be used.

    A number that is wrong isn't told, and none of somebody who has asked not to be called.
    """
    is_silent = facts.get("mobile_is_wrong") or facts.get("do_not_call_at")
    told = {name: str(facts[name]) for name in SHAREABLE if name in shares and facts.get(name)}
    return {name: value for name, value in told.items() if not (name == "mobile" and is_silent)}


def source(group_id: int, person_id: int) -> str:
    """What the history and mails of somebody's way to a group say they are about."""
    return f"place:{group_id}:{person_id}"


def first_paragraph(text: str) -> str:
    """What stands before the first empty line, for where there is little room."""
    return text.replace("\r\n", "\n").strip().split("\n\n", 1)[0]
