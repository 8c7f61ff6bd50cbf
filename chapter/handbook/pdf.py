"""A page as a PDF, made by the Chromium that the machine has: printed twice, as contents need to know their pages.

Chromium can't write “see page 12” by itself, but its PDF says on which page each anchor landed. So the page is printed
once to learn that, and again with the numbers in it.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

NAMES = "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge"
PATIENCE = 180
"""Seconds for one printing; a handbook takes three."""
TRIES = 4
"""So often is printed until the numbers stay; the second time is enough unless one makes a line longer."""
FETCHED = re.compile(r'(<link rel="stylesheet" href="|<img [^>]*?src=")(/[^"]*)"')
OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\b(.*?)\bendobj", re.S)
KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
ANCHOR = re.compile(rb"/(?!Dest\b)([\w-]+)\s*\[(\d+) 0 R\s*/XYZ")

Numbers = dict[str, int]


class Unprintable(Exception):
    """It can't be printed; the words say why, for the command line."""


def chromium() -> str:
    """The program that prints; raises Unprintable with what to do."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise Unprintable(
            "There is no Chromium on this machine, and it makes the PDF. On Debian: apt install chromium. "
            "Or open /handbook/print in any browser and choose “Save as PDF” there."
        )
    return found


def printed(page: Callable[[Numbers], str], fetch: Callable[[str], bytes]) -> bytes:
    """The PDF of ``page``, whose HTML is made with the numbers of the pages where its anchors land.

    ``fetch`` gives its style sheets and pictures by their addresses; nothing else is loaded. Raises Unprintable.
    """
    program = chromium()
    with TemporaryDirectory(prefix="chapter-pdf-") as name:
        numbers: Numbers = {}
        for _try in range(TRIES):
            pdf = _print(program, Path(name), _alone(page(numbers), Path(name), fetch))
            landed = anchors(pdf)
            if landed == numbers:
                break
            numbers = landed
    return pdf


def _alone(html: str, folder: Path, fetch: Callable[[str], bytes]) -> str:
    """``html`` with all that it shows in files beside it."""

    def beside(found: re.Match[str]) -> str:
        address = found[2].replace("&amp;", "&")
        name = re.sub(r"[^\w.]+", "-", address.partition("?")[0]).strip("-")
        file = folder / (f"{name}.css" if "stylesheet" in found[1] else name)
        if not file.exists():
            file.write_bytes(fetch(address))
        return f'{found[1]}{file.name}"'

    return FETCHED.sub(beside, re.sub(r"<script\b[^>]*></script>", "", html))


def _print(program: str, folder: Path, html: str) -> bytes:
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(html)
    how = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--generate-pdf-document-outline"]
    how += ["--no-sandbox"] if os.geteuid() == 0 else []
    where = [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()]
    try:
        done = subprocess.run([program, *how, *where], capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Unprintable(f"Chromium wasn't done after {PATIENCE} seconds; nothing was written.") from None
    if done.returncode or not pdf.exists():
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
        raise Unprintable(f"Chromium couldn't print the handbook: {said[0]}")
    return pdf.read_bytes()


def anchors(pdf: bytes) -> Numbers:
    """On which page, counted from 1, each anchor landed that a link in the PDF leads to."""
    kids = {
        int(number): [int(kid) for kid in re.findall(rb"(\d{1,9}) 0 R", found[1])]
        for number, body in OBJECT.findall(pdf)
        if b"/Type /Pages" in body and (found := KIDS.search(body))
    }
    inner = {kid for some in kids.values() for kid in some}
    waiting = [number for number in kids if number not in inner]
    pages: dict[int, int] = {}
    while waiting:
        node = waiting.pop()
        if node in kids:
            waiting.extend(reversed(kids[node]))
        else:
            pages[node] = len(pages) + 1
    return {name.decode(): pages[int(page)] for name, page in ANCHOR.findall(pdf) if int(page) in pages}
