"""What holds for groups: where somebody stands with one, and what its contacts may be told."""

from enum import StrEnum


class Standing(StrEnum):
    """Where a person stands with a group."""

    ASKED = "asked"
    REFERRED = "referred"
    MEMBER = "member"
    DECLINED = "declined"
    LEFT = "left"


SHAREABLE = "mobile", "email", "town", "interests"
"""What a person can agree that a group's contacts are told, besides the name."""
