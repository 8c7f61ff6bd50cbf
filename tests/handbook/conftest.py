"""A program that comes with three small pages, instead of its whole handbook."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chapter.handbook import outline

OUTLINE = """
[[page]]
key = "caller"
audience = "public"

[[page]]
key = "caller/before-you-start"
audience = "volunteers"
screens = ["home.my_page"]

[[page]]
key = "leaders"
audience = "officers"
screens = ["leading.assignments"]
"""
CACHED = outline.outline, outline.by_key, outline.describing


class Content:
    """The texts that come with the program; tests change them as a new version would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages(OUTLINE)
        for key, title in (("caller", "Ringarens bok"), ("caller/before-you-start", "Innan du börjar")):
            self.text(key, title, "Ring.")
            self.text(key, f"{title} nb", "Ring du.", "nb")
        self.text("leaders", "För ringledare", "Led.")

    def pages(self, toml: str) -> None:
        """What there is, as TOML."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "outline.toml").write_text(toml)
        for cached in CACHED:
            cached.cache_clear()

    def outline(self) -> str:
        """What there is now."""
        return (self.folder / "outline.toml").read_text()

    def text(self, key: str, title: str, text: str, language: str = "sv") -> None:
        """A page's text."""
        file = self.folder / language / f"{key}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# {title}\n\n{text}\n")


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Content]:
    """The small program's texts."""
    monkeypatch.setattr(outline, "CONTENT", tmp_path / "content")
    yield Content(tmp_path / "content")
    for cached in CACHED:
        cached.cache_clear()
