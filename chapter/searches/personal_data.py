"""Who keeps a search is stored with it."""

from chapter.i18n import lazy
from chapter.people.claims import signed
from chapter.people.stored import also

also("did", "saved_search")
signed("saved_search", lazy("Searches that you keep"))
