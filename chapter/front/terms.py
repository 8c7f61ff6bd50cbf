"""For how long the front page and news are kept."""

from chapter import expiry
from chapter.i18n import lazy

expiry.stays(
    lazy("The front page and news, and who changed them"),
    lazy("As long as the thing is there. The name goes when whoever changed it is erased."),
    *("front_page", "news"),
)
