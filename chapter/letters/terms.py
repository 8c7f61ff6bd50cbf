"""For how long the letters of the routine are kept."""

from chapter import expiry
from chapter.i18n import lazy

expiry.stays(
    lazy("The letters of the welcome routine, and who changed them"),
    lazy("As long as the thing is there. The name goes when whoever changed it is erased."),
    "welcome_letter",
)
