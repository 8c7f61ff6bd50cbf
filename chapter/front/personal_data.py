"""Who wrote news, or changed the front page, is stored with it."""

from chapter.i18n import lazy
from chapter.people.claims import signed
from chapter.people.stored import also

also("did", "front_page", "news")
signed("front_page", lazy("The front page, changed by you last"))
signed("news", lazy("News that you wrote or changed"))
