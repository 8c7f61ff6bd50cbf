"""What is asked after 8 to 10 weeks, and what comes of it."""

from enum import StrEnum


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
