"""Files as they come: nasty ones, and those that LibreOffice wrote, each with what it gives."""

import shutil
import subprocess
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chapter.files import reading, rules_headings, unreadable
from chapter.files.reading import Unreadable
from chapter.files.rules_cells import is_not_a_person, read_row
from chapter.i18n import parse_phone

HERE = Path(__file__).parent
NASTY, FILES = HERE / "nasty", HERE / "made"
TODAY = date(2026, 11, 18)
SIRI = "Siri Åberg siri@example.org"
OLA = "Ola Ek ola@example.org"

GIVES: dict[str, Any] = {
    "title-rows-and-totals.csv": [SIRI, OLA],
    "windows-1252.csv": ["Åsa Växjö"],
    "utf-16-without-mark.csv": ["Åsa Växjö"],
    "old-mac.csv": ["Åsa Växjö"],
    "sep-line.csv": [SIRI],
    "quote-never-closed.csv": [f"{SIRI} Ås", f"{OLA} Oslo"],
    "quote-closed-rows-later.csv": [
        f"{SIRI} Ås",
        f"{OLA} Oslo",
        'Bo "Bosse" Berg bo@example.org Ås',
        "Eva Ek eva@example.org Ås",
    ],
    "line-breaks-in-cells.csv": ["Siri Åberg +46701740605 +46701740606"],
    "numbers-that-excel-made.csv": [
        "Siri Åberg 0012 +46701740605 413 10 2024-01-01",
        "Ola Ek 13 +46701740606 413 10 2020-03-01",
        "row 4, mobile: lost_digits",
    ],
    "formulas.csv": ["row 2, name: formula", "row 3, email: formula", "Bo Berg bo@example.org"],
    "mojibake.csv": ["Åsa Öberg Växjö", "row 3, name: garbled"],
    "text-called.xls": [SIRI],
    "error-cells.xlsx": ["row 2, email: formula", OLA],
    "hidden-sheet.xlsx": ["Siri Åberg Ås"],
    "ragged-rows.csv": ["Siri Åberg", f"{OLA} Oslo"],
    "no-headings.csv": rules_headings.NoHeadings,
    "blank.csv": unreadable.NO_ROWS,
    "empty-sheet.xlsx": unreadable.NO_ROWS,
    "nothing.csv": unreadable.EMPTY,
    "binary.csv": unreadable.NOT_A_TABLE,
    "pdf-called.xlsx": unreadable.NOT_A_TABLE,
    "letter-called.xlsx": unreadable.NOT_A_TABLE,
    "web-page-called.xls": unreadable.WEB_PAGE,
    "zip-cut-off.xlsx": unreadable.BROKEN,
    "locked.xlsx": unreadable.LOCKED,
    "cells-far-apart.xls": unreadable.TOO_WIDE,
    "cells-far-apart.xlsx": unreadable.TOO_WIDE,
    "bomb.xlsx": unreadable.PACKED,
}
"""What each file in ``nasty/`` gives: people and problems, or why it is refused."""

TELL = "first_name", "last_name", "member_number", "email", "mobile", "phone2", "postcode", "town", "joined_on"
LIBREOFFICE = [
    {
        **{"member_number": "1001", "first_name": "Siri", "last_name": "Åberg", "email": "siri@example.org"},
        **{"mobile": "+46701740605", "postcode": "413 10", "town": "Växjö", "birth_year": 1987},
        **{"joined_on": date(2020, 3, 1), "fee_paid_for": 2026, "tags": ["ung", "affisch"]},
    },
    {
        **{"member_number": "0012", "first_name": "Håkon", "last_name": "von Bø", "email": "hakon@example.org"},
        **{"mobile": "+46701740606", "postcode": "413 10", "town": "Ås", "birth_year": 1990},
        **{"joined_on": date(2021, 2, 3)},
    },
    {
        **{"member_number": "14", "first_name": 'Zoë "Zo"', "last_name": "Ek; Berg", "mobile": "+46701740607"},
        **{"town": "Göteborg", "tags": ["rad 1", "rad 2"]},
    },
]
"""What is in each file of ``files/``, which LibreOffice wrote."""


def facts(path: Path) -> list[Any]:
    """The facts of all people in a file; the problem where a row can't be used."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows"
        reading.clean(path, path.name, 0, out)
        headings = rules_headings.find(reading.cleaned(out))
        read = partial(read_row, mapping=headings.mapping, today=TODAY, country="SE")
        rows = [row for row in reading.cleaned(out) if row[0] > headings.row]
    people = [row for row in rows if not is_not_a_person(row[1], headings.mapping, headings.names)]
    said = [(number, read(cells, phone=partial(parse_phone, region="SE"))) for number, cells in people]
    return [one.facts if not one.problems else (number, one.problems[0]) for number, one in said]


def told(fact: Any) -> str:
    """A line for somebody, or for a problem."""
    if isinstance(fact, tuple):
        return f"row {fact[0]}, {fact[1].column}: {fact[1].reason}"
    return " ".join(str(fact[field]) for field in TELL if fact.get(field))


def test_each_nasty_file_is_told_of():
    assert {path.name for path in NASTY.iterdir()} == GIVES.keys()


@pytest.mark.parametrize("name", [name for name, gives in GIVES.items() if isinstance(gives, list)])
def test_what_nasty_files_give(name: str):
    assert [told(fact) for fact in facts(NASTY / name)] == GIVES[name]


@pytest.mark.parametrize("name", [name for name, gives in GIVES.items() if not isinstance(gives, list)])
def test_what_nasty_files_are_refused_for(name: str):
    with pytest.raises((Unreadable, rules_headings.NoHeadings)) as caught:
        facts(NASTY / name)

    assert GIVES[name] in (getattr(caught.value, "words", None), type(caught.value))


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_files_that_libreoffice_wrote(path: Path):
    assert facts(path) == [{"last_name": "", **person} for person in LIBREOFFICE]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice isn’t installed; its files are in files/")
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv:Text - txt - csv (StarCalc):9,34,76"])
def test_round_trips_through_libreoffice(kind: str, tmp_path: Path):
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", kind]
    subprocess.run([*office, "--outdir", tmp_path, FILES / "members.ods"], check=True, capture_output=True, timeout=180)

    assert facts(tmp_path / f"members.{kind[:4].strip(':')}") == [{"last_name": "", **one} for one in LIBREOFFICE]
