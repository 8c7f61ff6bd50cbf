"""Who signs letters, and who changed their words, is stored with them."""

from chapter.people.stored import also

also("did", "welcome_letter")
