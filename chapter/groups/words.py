"""Groups in words: where somebody stands, and what can be shared."""

from chapter.groups.rules import Standing
from chapter.i18n import lazy

STANDINGS = {
    Standing.ASKED: lazy("Has asked to join"),
    Standing.REFERRED: lazy("Has been referred"),
    Standing.MEMBER: lazy("In the group"),
    Standing.DECLINED: lazy("Not now"),
    Standing.LEFT: lazy("Has left"),
}
"""What the others read."""

YOURS = {
    Standing.ASKED: lazy("You have asked to join"),
    Standing.REFERRED: lazy("You have been referred here"),
    Standing.MEMBER: lazy("You are in the group"),
    Standing.DECLINED: lazy("Not now"),
    Standing.LEFT: lazy("You have left"),
}
"""What the person reads."""

FACTS = {
    "mobile": lazy("Mobile"),
    "email": lazy("E-mail"),
    "town": lazy("Town"),
    "interests": lazy("Interests"),
}
"""What can be shared."""
