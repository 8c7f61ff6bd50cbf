"""Who wrote it, or put it here, is stored with it."""

from chapter.i18n import lazy
from chapter.people.claims import signed
from chapter.people.stored import also

also("did", "medium")
signed("medium", lazy("Pictures and files that you put here"))
