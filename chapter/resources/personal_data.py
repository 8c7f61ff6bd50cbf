"""What somebody keeps near is stored with their account; who put something into the bank, with the thing."""

from chapter.people.stored import also

also("account", "resource_favourite")
also("did", "resource")
