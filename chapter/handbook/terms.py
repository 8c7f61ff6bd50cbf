"""For how long pages are kept."""

from chapter import expiry
from chapter.i18n import lazy

expiry.stays(
    lazy("Who wrote a page, and its earlier versions"),
    lazy("As long as the page is there. The name goes when whoever wrote it is erased."),
    *("page", "revision"),
)
