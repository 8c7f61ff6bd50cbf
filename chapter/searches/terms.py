"""For how long searches are kept."""

from chapter import expiry
from chapter.i18n import lazy

expiry.stays(lazy("Searches that are kept, and by whom"), lazy("As long as the search is there."), "saved_search")
