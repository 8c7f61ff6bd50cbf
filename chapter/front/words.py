"""What the parts of the front page are called."""

from chapter.front.rules import Part
from chapter.i18n import lazy

PART_NAMES = {
    Part.LINKS: lazy("The next step: sign-up links"),
    Part.GROUPS: lazy("Groups"),
    Part.NEWS: lazy("News"),
    Part.ABOUT: lazy("About us: pages to read"),
    Part.MEMBERS: lazy("For those who are in already"),
    Part.CONTACT: lazy("Whom to ask"),
}
