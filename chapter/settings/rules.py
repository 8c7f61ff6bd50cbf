"""Whom a chapter has for people to turn to."""

from enum import StrEnum


class Office(StrEnum):
    """Those whom pages name as somebody to turn to."""

    CALL_LEADER = "call_leader"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    ADMINISTRATOR = "administrator"
