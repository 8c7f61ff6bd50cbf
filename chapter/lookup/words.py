"""What is found, in words: of which kind it is, and where it stands."""

from chapter.i18n import lazy

PLACES = {
    "handbook": lazy("Handbook"),
    "resources": lazy("Resources"),
    "about": lazy("About us"),
    "standpoints": lazy("A to Ö"),
    "courses": lazy("Courses"),
    "news": lazy("News"),
}
"""By how the address begins."""

KINDS = {
    "file": lazy("File"),
    "film": lazy("Film"),
    "link": lazy("Link"),
    "script": lazy("Script"),
}
"""What tells more than the place does."""


def stands(kind: str, address: str) -> str:
    """“Resources · Film”."""
    place = PLACES.get(address.strip("/").split("/")[0])
    return " · ".join(str(word) for word in (place, KINDS.get(kind)) if word)
