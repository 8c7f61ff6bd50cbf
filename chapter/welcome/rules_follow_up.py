"""What is asked after 8 to 10 weeks, what comes of it, and how long anything is kept of a case that has ended."""

from enum import StrEnum

WARN_DAYS = 14
"""So many days before a case is forgotten that nobody has followed up, the coordinator is warned."""
COMMON = 5
"""A way in which at least so many people came says nothing about one of them."""


class Came(StrEnum):
    """Whether they came into the group."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"
    NOT_REFERRED = "not_referred"


class Training(StrEnum):
    """Whether they are interested in training."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class Result(StrEnum):
    """Where they stand after all; nothing else remains of a follow-up when it is erased."""

    ACTIVE = "active"
    ANOTHER_WAY = "another_way"
    NOT_NOW = "not_now"
    LEFT = "left"
