"""Who wrote it, or put it here, is stored with it."""

from chapter.i18n import lazy
from chapter.people.claims import signed
from chapter.people.stored import also

also("did", "page", "revision")
signed("page", lazy("Pages that you look after"))
signed("revision", lazy("Versions of pages that you wrote"))
