"""The pages of the room, each kind in a file of its own."""

from chapter.welcome import (
    outbox,
    panels_call,
    routes_call,
    routes_case,
    routes_figures,
    routes_follow_up,
    routes_forget,
    routes_invite,
    routes_referral,
    routes_routine,
)
from chapter.welcome.routes_board import bp

__all__ = [
    "bp",
    "outbox",
    "panels_call",
    "routes_call",
    "routes_case",
    "routes_figures",
    "routes_follow_up",
    "routes_forget",
    "routes_invite",
    "routes_referral",
    "routes_routine",
]
