"""A program of its own that makes a picture small: what a hostile or broken one does to it, it does to nobody else.

``python apart.py < UPLOAD`` writes a line with width and height, and then a JPEG in which only what is seen is left:
no place, no day, no camera. It may take ``MEMORY`` and ``SECONDS``; what goes wrong is told by how it ends. It knows
nothing of the house, and whoever starts it does without the library.
"""

import resource
import sys
from importlib import import_module
from io import BytesIO
from typing import Any

MEMORY = 1 << 30
SECONDS = 20
SIDE = 320
"""Pixels of the longer side."""
MOST_PIXELS = 64_000_000
"""More than telephones take pictures with; four bytes each, twice."""
QUALITY = 85
KINDS = "JPEG", "PNG", "WEBP", "GIF"
NO_PICTURE, TOO_MANY = 3, 4
"""How it ends when the upload is none of ``KINDS``, or has more than ``MOST_PIXELS``."""


def main() -> int:
    """Read, make small, write; gives how to end."""
    library: Any = import_module("PIL.Image")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    library.MAX_IMAGE_PIXELS = None  # we count ourselves
    try:
        image = library.open(BytesIO(sys.stdin.buffer.read()), formats=KINDS)
    except library.UnidentifiedImageError:
        return NO_PICTURE
    if image.width * image.height > MOST_PIXELS:
        return TOO_MANY
    image.draft("RGB", (SIDE * 2, SIDE * 2))
    seen = on_white(library, import_module("PIL.ImageOps").exif_transpose(small(image)))
    written = BytesIO()
    seen.save(written, "JPEG", quality=QUALITY, optimize=True)
    sys.stdout.buffer.write(b"%d %d\n" % seen.size + written.getvalue())
    return 0


def small(image: Any) -> Any:
    """``image`` with at most ``SIDE`` pixels a side, and its note which way up it is."""
    if image.mode not in ("RGB", "RGBA", "L", "LA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((SIDE, SIDE))
    return image


def on_white(library: Any, image: Any) -> Any:
    """What is seen of ``image`` as an image of its own, which has none of its notes."""
    seen = library.new("RGB", image.size, "white")
    seen.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
    return seen


if __name__ == "__main__":
    sys.exit(main())
