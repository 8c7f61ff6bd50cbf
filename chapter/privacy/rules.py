"""What keeps somebody from being erased."""

from enum import StrEnum


class Keep(StrEnum):
    """Why somebody can't be erased yet."""

    OFFICE = "office"
    IN_CALL = "in_call"
    FLAG = "flag"
    MEMBER = "member"
    CONSENT = "consent"


def stops(why: set[Keep], has_taken_back: bool = False) -> bool:
    """Whether it can't be done; their own yes is theirs to take back, the rest isn't."""
    return bool(why - {Keep.CONSENT} if has_taken_back else why)
