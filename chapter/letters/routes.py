"""The pages of the room: sending a letter, writing what all get, and how one signs."""

from chapter.letters import panels, routes_edit, routes_signature, routes_write_back
from chapter.letters.routes_send import bp

__all__ = ["bp", "panels", "routes_edit", "routes_signature", "routes_write_back"]
