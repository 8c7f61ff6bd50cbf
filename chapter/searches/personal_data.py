"""Who keeps a search is stored with it."""

from chapter.people.stored import also

also("did", "saved_search")
