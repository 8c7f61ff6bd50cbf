"""What holds for people: which numbers they have."""

from enum import StrEnum


class Number(StrEnum):
    """Which of a person's numbers; the name of its column."""

    MOBILE = "mobile"
    PHONE2 = "phone2"
