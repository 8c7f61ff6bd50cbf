"""The pages of the room, each kind in a file of its own."""

from chapter.welcome import routes_case, routes_referral, routes_routine
from chapter.welcome.routes_board import bp

__all__ = ["bp", "routes_case", "routes_referral", "routes_routine"]
