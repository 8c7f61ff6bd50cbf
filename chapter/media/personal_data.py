"""Who wrote it, or put it here, is stored with it."""

from chapter.people.stored import also

also("did", "medium")
