"""The pages that come with the program: where each stands, which screens it describes, and its texts."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from chapter.access import Audience
from chapter.handbook.rules import Section

CONTENT = Path(__file__).parent / "content"


class Outlined(NamedTuple):
    """A page that comes with the program; its ``key`` is the path of its texts, under that of the page above it."""

    key: str
    audience: Audience
    section: Section
    screens: tuple[str, ...]

    @property
    def parent(self) -> str:
        """The key of the page that it stands under; "" at the top."""
        return self.key.rpartition("/")[0]


class Words(NamedTuple):
    """What a page says."""

    title: str
    text: str


@cache
def outline() -> tuple[Outlined, ...]:
    """All of them, as they are read."""
    pages = tomllib.loads((CONTENT / "outline.toml").read_text())["page"]
    return tuple(
        Outlined(
            page["key"],
            Audience(page["audience"]),
            Section(page.get("section", Section.HANDBOOK)),
            tuple(page.get("screens", ())),
        )
        for page in pages
    )


@cache
def by_key() -> dict[str, Outlined]:
    """Each by its key."""
    return {page.key: page for page in outline()}


@cache
def describing() -> dict[str, Outlined]:
    """For each screen the page that describes it; the first, if there are several."""
    return {screen: page for page in reversed(outline()) for screen in page.screens}


def words(key: str, language: str) -> Words | None:
    """The text of a page in ``language``, if the program has it. Its first line is its title."""
    file = CONTENT / language / f"{key}.md"
    if not file.is_file():
        return None
    first, _line, text = file.read_text().strip().partition("\n")
    return Words(first.lstrip("# ").strip(), text.strip())
