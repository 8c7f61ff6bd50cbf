"""Who signs letters, and who changed their words, is stored with them."""

from chapter.i18n import lazy
from chapter.people.claims import signed
from chapter.people.stored import also

also("did", "welcome_letter")
signed("welcome_letter", lazy("Letters whose words you changed"))
