"""A program of its own that draws what other places show of a page: the chapter's colour, its name, and the title.

``python apart.py < FACTS`` reads JSON (font file, chapter, title, colour, colour of the text) and writes a PNG. It
knows nothing of the house, and whoever starts it does without the library.
"""

import json
import resource
import sys
import unicodedata
from importlib import import_module
from typing import Any

LOOK = 1
"""Counted up when pictures are to look otherwise."""
FONT = "vendor/figtree-5.3.0/figtree-latin-700-normal.woff2"
SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN, SMALL = 80, 38
LARGE = 104, 92, 80, 68, 58
"""Sizes of the title, from the largest; the first in which it fits is taken."""
MOST_LINES = 4
MEMORY, SECONDS = 1 << 30, 20
SPELT = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ŋ": "n", "Ŋ": "N"})
KNOWN = "–—‘’“”…•€"
"""What the font has besides Latin-1."""


def main() -> int:
    """Read, draw, write."""
    image, draw, fonts = (import_module(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont"))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    font, chapter, title, colour, text = json.load(sys.stdin)
    picture = image.new("RGB", SIZE, colour)
    ground(image, draw, picture, text)
    on = draw.Draw(picture)
    name = printable(chapter)
    lines, large = fitted(fonts, font, printable(title) or name)
    step = round(large.size * 1.12)
    top = HEIGHT - MARGIN - step * len(lines)
    for number, line in enumerate(lines):
        on.text((MARGIN, top + step * number), line, font=large, fill=text)
    if printable(title) not in ("", name):
        on.text(
            (MARGIN, MARGIN), shortened(name, fonts.truetype(font, SMALL)), font=fonts.truetype(font, SMALL), fill=text
        )
    on.rounded_rectangle((MARGIN, top - 46, MARGIN + 96, top - 36), 5, fill=text)
    picture.quantize(64).save(sys.stdout.buffer, "PNG", optimize=True)
    return 0


def ground(image: Any, draw: Any, picture: Any, text: str) -> None:
    """Rings at the edge, hardly to be seen, so that it isn't a plain wall."""
    veil = image.new("L", (WIDTH * 2, HEIGHT * 2), 0)
    on = draw.Draw(veil)
    for radius in (860, 640, 420, 200):
        middle = (WIDTH * 2 - 160, 120)
        box = [middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius]
        on.ellipse(box, fill=11 + (860 - radius) // 30)
    picture.paste(image.new("RGB", SIZE, text), mask=veil.resize(SIZE))


def printable(text: str) -> str:
    """``text`` with what the font can write: accents of far away go, and so do emoji."""
    found = ""
    for letter in unicodedata.normalize("NFC", text).translate(SPELT):
        plain = unicodedata.normalize("NFKD", letter)
        found += letter if ord(letter) < 256 or letter in KNOWN else "".join(c for c in plain if ord(c) < 256)
    return " ".join("".join(c for c in found if c.isprintable()).split())


def fitted(fonts: Any, file: str, title: str) -> tuple[list[str], Any]:
    """The lines of the title and the font that they fit in; what fits in none is cut short."""
    for size in LARGE:
        font = fonts.truetype(file, size)
        lines = wrapped(title, font)
        if len(lines) <= (3 if size > LARGE[-1] else MOST_LINES) and all(width(x, font) <= room() for x in lines):
            return lines, font
    return [
        shortened(line, font) for line in [*lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])] if line
    ], font


def wrapped(title: str, font: Any) -> list[str]:
    """The title in lines that have room, as far as its words do."""
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, font) <= room():
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shortened(line: str, font: Any) -> str:
    """``line``, with dots for what there is no room for."""
    if width(line, font) <= room():
        return line
    while line and width(f"{line}…", font) > room():
        line = line[:-1]
    return f"{line.rstrip()}…"


def room() -> int:
    """How wide a line may be."""
    return WIDTH - 2 * MARGIN


def width(line: str, font: Any) -> float:
    """How wide it is."""
    return float(font.getlength(line))


if __name__ == "__main__":
    sys.exit(main())
