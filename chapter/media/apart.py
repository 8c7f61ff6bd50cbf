"""A program of its own that makes a picture smaller: what a hostile or broken one does to it, it does to nobody else.

``python apart.py white|clear SIDE ... < UPLOAD`` writes, for each SIDE from the largest to the smallest, a line with
width, height and bytes, and then a picture in which only what is seen is left: no place, no day, no camera. A side that
would change nothing is left out, but for the first. ``white`` makes JPEGs; ``clear`` keeps what can be seen through
(PNG), and PNG also for drawings, which it keeps sharper and smaller. It may take ``MEMORY`` and ``SECONDS``; what goes
wrong is told by how it ends. It knows nothing of the house, and whoever starts it does without the library.
"""

import resource
import sys
from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

MEMORY = 1 << 30
SECONDS = 20
MOST_PIXELS = 64_000_000
"""More than telephones take pictures with; four bytes each, twice."""
QUALITY = 85
KINDS = "JPEG", "PNG", "WEBP", "GIF"
DRAWN = "PNG", "GIF"
NO_PICTURE, TOO_MANY = 3, 4
"""How it ends when the upload is none of ``KINDS``, or has more than ``MOST_PIXELS``."""


def main(ground: str, *sides: str) -> int:
    """Read, make smaller, write; gives how to end."""
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
    write_all(library, image, ground == "white", [int(side) for side in sides])
    return 0


def write_all(library: Any, image: Any, is_white: bool, sides: Sequence[int]) -> None:
    """Write ``image`` in each size."""
    kind, profile = image.format, image.info.get("icc_profile")
    image.draft("RGB", (sides[0] * 2, sides[0] * 2))
    seen = import_module("PIL.ImageOps").exif_transpose(small(image, sides[0]))
    seen = flat(library, in_common_colours(seen, profile), is_white)
    how, large = "", max(seen.size) + 1
    for side in sides:
        if not how or side < large:
            seen.thumbnail((side, side))
            how = how or ("JPEG" if is_white else form(seen, kind))
            data, large = encoded(seen, how), max(seen.size)
            sys.stdout.buffer.write(b"%d %d %d\n" % (*seen.size, len(data)) + data)


def small(image: Any, side: int) -> Any:
    """``image`` with at most ``side`` pixels a side, and its notes on its colours and which way up it is."""
    if image.mode.startswith("I"):  # Scanners write so many greys; the library takes all but the darkest for white.
        image = image.point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode not in ("RGB", "RGBA", "L", "LA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((side, side))
    return image


def in_common_colours(image: Any, profile: bytes | None) -> Any:
    """``image`` in the colours that every screen shows: without its profile, a telephone's would look pale."""
    if profile and image.mode == "RGB":
        cms: Any = import_module("PIL.ImageCms")
        try:
            return cms.profileToProfile(image, cms.ImageCmsProfile(BytesIO(profile)), cms.createProfile("sRGB"))
        except (cms.PyCMSError, OSError):
            pass  # A profile that nobody can read.
    return image


def flat(library: Any, image: Any, is_white: bool) -> Any:
    """What is seen of ``image`` as an image of its own, without its notes; on white unless something shines through."""
    alpha = image.getchannel("A") if "A" in image.getbands() else None
    if alpha is not None and not is_white and alpha.getextrema()[0] < 255:
        seen = library.new("RGBA", image.size)
        seen.paste(image.convert("RGBA"))
        return seen
    seen = library.new("RGB", image.size, "white")
    seen.paste(image, mask=alpha)
    return seen


def form(image: Any, kind: str) -> str:
    """How ``image`` is best kept: as a PNG what can be seen through, and a drawing that gets no larger by it."""
    if image.mode == "RGBA":
        return "PNG"
    return "PNG" if kind in DRAWN and len(encoded(image, "PNG")) <= len(encoded(image, "JPEG")) else "JPEG"


def encoded(image: Any, how: str) -> bytes:
    """``image`` as the bytes of a file."""
    written = BytesIO()
    image.save(written, how, optimize=True, **({"quality": QUALITY} if how == "JPEG" else {}))
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
