"""Any file that a member coordinator has becomes rows of clean text, or is refused in a sentence."""

import csv
import stat
import tempfile
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter import spreadsheet
from chapter.files import apart, reading, unreadable
from chapter.files.reading import Unreadable
from chapter.files.rules_cells import read_row
from chapter.files.rules_ids import BLOT
from tests.files.test_rules_ids import ANNA, KARI, swedish

TODAY = date(2026, 11, 18)


def rows(content: bytes, name: str = "members.csv", sheet: int = 0) -> list[tuple[int, list[str]]]:
    """The rows of a file with this content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return list(reading.rows(path, name, sheet))


def book(*cells: list[Any]) -> bytes:
    """A workbook with these rows."""
    made, file = openpyxl.Workbook(), BytesIO()
    for row in cells:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_usual_delimiters_line_ends_and_encodings(delimiter: str, end: str, encoding: str):
    text = f"Förnamn{delimiter}Ort{end}Åsa{delimiter}Växjö{end}"

    assert rows(text.encode(encoding)) == [(1, ["Förnamn", "Ort"]), (2, ["Åsa", "Växjö"])]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Namn\nEk, Anna\nBerg, Bo", ["Ek, Anna"]),
        ("Namn;E-post\nEk, Anna;a@example.org", ["Ek, Anna", "a@example.org"]),
        ("Register, Kvarnbyn, 2026, alla, inte bara, nya\nNamn;Ort\nBo;Ås", ["Namn", "Ort"]),
        ('Namn, Ort\n"Ek, Anna", "Ås"', ["Ek, Anna", "Ås"]),
        ("Vem|Var\nBo|Ås\nEva|Oslo", ["Bo", "Ås"]),
    ],
)
def test_what_parts_the_cells_is_told_by_all_rows(text: str, cells: list[str]):
    assert rows(text.encode())[1][1] == cells


def test_rows_are_numbered_as_a_spreadsheet_shows_them_and_empty_ones_left_out():
    text = b'\nName,Town\n\n"Eva\nEk",Oslo,,\n , \nOla,Bergen'

    assert [number for number, _cells in rows(text)] == [2, 4, 6]
    assert rows(text)[1] == (4, ["Eva\nEk", "Oslo"])
    assert [n for n, _cells in rows(book([], ["Name"], [], ["Eva"]), "m.xlsx")] == [2, 4]


def test_cells_of_a_workbook_are_texts():
    cells = [
        701740605,
        41310.0,
        1.5,
        True,
        False,
        None,
        date(2026, 1, 2),
        datetime(2026, 1, 2, 3, 4),
        " a\u00a0b\u200b ",
    ]

    assert rows(book(["Namn"] * 9, cells), "m.xlsx")[1][1] == [
        *("701740605", "41310", "1.5", "yes", "", "", "2026-01-02", "2026-01-02 03:04", "a b"),
    ]


def test_a_text_in_a_workbook_is_never_a_formula():
    assert rows(spreadsheet.xlsx([["Namn"], ["=A1"]], "x"), "m.xlsx")[1][1] == ["'=A1"]
    assert rows(b"Namn\n=A1\n'=A1\n'-x\n'0701")[1:] == [(2, ["=A1"]), (3, ["'=A1"]), (4, ["-x"]), (5, ["'0701"])]


def test_a_few_broken_letters_are_not_another_encoding():
    content = ("Namn;Ort\n" + "Åsa;Växjö\n" * 20).encode() + b"H\xe5kan;\xc5s\n"

    assert rows(content)[1][1] == ["Åsa", "Växjö"]
    assert rows(content)[-1][1] == ["H\ufffdkan", "\ufffds"]


@pytest.mark.parametrize(
    ("limit", "value", "content", "name", "words"),
    [
        ("LARGEST", 10, b"Namn\nSiri Ek", "m.csv", "TOO_LARGE"),
        ("MOST_ROWS", 2, b"Namn\nSiri\nOla", "m.csv", "TOO_MANY_ROWS"),
        ("MOST_COLUMNS", 2, b"Namn;a;b\nSiri;1;2", "m.csv", "TOO_MANY_COLUMNS"),
        ("MOST_ROWS", 2, book(["Namn"], ["Siri"], ["Ola"]), "m.xlsx", "TOO_MANY_ROWS"),
        ("MOST_COLUMNS", 2, book(["Namn", "a", "b"]), "m.xlsx", "TOO_MANY_COLUMNS"),
        ("MOST_CELLS", 2, book(["Namn", "a", "b"]), "m.xlsx", "TOO_WIDE"),
        ("UNPACKED", 500, book(["Namn"]), "m.xlsx", "PACKED"),
    ],
)
def test_what_is_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, content: bytes, name: str, words: str
):
    monkeypatch.setattr(unreadable, limit, value)

    with pytest.raises(Unreadable) as caught:
        rows(content, name)

    assert caught.value.words is getattr(unreadable, words)


def test_a_zip_that_lies_about_its_size_is_counted(monkeypatch: pytest.MonkeyPatch):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/workbook.xml", b"<a>" + b" " * 100_000)
    packed = bytearray(file.getvalue())
    entry = packed.index(b"PK\x01\x02")
    packed[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    monkeypatch.setattr(unreadable, "UNPACKED", 50_000)

    with pytest.raises(Unreadable) as caught:
        rows(bytes(packed), "m.xlsx")

    assert caught.value.words is unreadable.PACKED


@pytest.mark.parametrize(
    "part", [b"<?xml version='1.0' encoding='U5F-8'?><a/>", b"<!DOCTYPE a><a/>", b"<a", b"<c r='A9x'/>"]
)
def test_a_workbook_that_is_broken_inside_is_refused(part: bytes):
    file = BytesIO()
    with ZipFile(file, "w") as zipped:
        zipped.writestr("xl/workbook.xml", part)

    with pytest.raises(Unreadable) as caught:
        rows(file.getvalue(), "m.xlsx")

    assert caught.value.words is unreadable.BROKEN


def test_a_workbook_that_ends_its_reader_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    reader = tmp_path / "reader.py"
    reader.write_text("import os; print('[', end='', flush=True); os.abort()")
    monkeypatch.setattr(apart, "__file__", str(reader))

    with pytest.raises(Unreadable) as caught:
        rows(book(["Namn"]), "m.xlsx")

    assert caught.value.words is unreadable.BROKEN


def test_rows_that_an_ods_repeats_are_counted_before_they_are_loaded():
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="9999"><text:p>x</text:p>'
    names = " ".join(f'xmlns:{name}="{name}"' for name in ("office", "table", "text"))
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        row = f'<table:table-row table:number-rows-repeated="999999">{cell}</table:table-cell></table:table-row>'
        zipped.writestr("content.xml", f"<office:body {names}><table:table>{row}</table:table></office:body>")

    with pytest.raises(Unreadable) as caught:
        rows(file.getvalue(), "m.ods")

    assert caught.value.words is unreadable.TOO_WIDE


def test_there_is_no_second_sheet(tmp_path: Path):
    for content, name in ((b"Namn\nSiri", "m.csv"), (book(["Namn"]), "m.xlsx")):
        with pytest.raises(Unreadable) as caught:
            rows(content, name, 1)
        assert caught.value.words is unreadable.NO_SHEET


def test_what_rests_holds_no_id_number_and_is_for_us_alone(tmp_path: Path):
    file, out = tmp_path / "m.csv", tmp_path / "rows"
    lost = swedish("050101123").lstrip("0")
    file.write_text(f"Namn;Personnummer;Not;Mobil\nAnna;{ANNA};{KARI} ring;0701740605\nBo;{lost};x;0701740606\n")

    cleaned = reading.clean(file, "m.csv", 0, out)

    assert (cleaned.total, cleaned.id_numbers, cleaned.sheets) == (3, 3, [""])
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(reading.cleaned(out))[1:] == [
        (2, ["Anna", f"1980-{BLOT}", f"{BLOT} ring", "0701740605"]),
        (3, ["Bo", f"2005-{BLOT}", "x", "0701740606"]),
    ]
    assert not any(number in out.read_text() for number in (ANNA, KARI, lost))


def test_id_numbers_are_found_in_a_column_of_any_name_but_not_among_other_numbers(tmp_path: Path):
    file, out = tmp_path / "m.csv", tmp_path / "rows"
    numbers = [f"{1_234_567_000 + number}" for number in range(40)] + [swedish("800101555")]
    file.write_text("Namn;Kod;Ref\n" + "".join(f"Bo;{ANNA};{number}\n" for number in numbers))

    assert reading.clean(file, "m.csv", 0, out).id_numbers == len(numbers)
    assert [cells[2] for _number, cells in reading.cleaned(out)] == ["Ref", *numbers]


def test_a_file_that_is_refused_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file, out = tmp_path / "m.csv", tmp_path / "rows"
    file.write_text("Namn\n" + "Siri\n" * 300)
    monkeypatch.setattr(reading, "strip", lambda *_given: 1 / 0)
    monkeypatch.setattr(reading.json, "dumps", lambda *_given: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        reading.clean(file, "m.csv", 0, out)

    assert not out.exists()


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(deadline=None)
def test_any_bytes_are_rows_or_are_refused(content: bytes):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"Namn;Ort\n"):
        try:
            found = rows(start + content)
        except Unreadable:
            continue
        assert all(any(cells) for _number, cells in found)


WORDS = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs", "Zs", "Cf"]), min_size=1, max_size=12)
NAMES = WORDS.map(lambda text: f"A{text}z")


@given(
    st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=1, max_size=12),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
@settings(deadline=None)
def test_no_row_is_lost_and_none_doubled(people: list, delimiter: str, encoding: str, quoting: Any):
    file = StringIO()
    csv.writer(file, delimiter=delimiter, quoting=quoting).writerows([("Förnamn", "Efternamn", "Ort"), *people])

    found = rows(file.getvalue().encode(encoding))

    assert [number for number, _cells in found] == list(range(1, len(people) + 2))
    if encoding != "cp1252":
        assert [tuple(cells) for _number, cells in found[1:]] == people


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Co", "Cn"]), max_size=14)
SHORT = PLAIN.map(lambda text: reading.tidy(" ".join(text.split())))
KEPT = st.builds(str.__add__, st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "''-"]), SHORT).map(str.strip)


@given(st.lists(KEPT.filter(lambda text: not set(text) & set("ÃÂ•#\ufffd")), min_size=1, max_size=6))
@settings(deadline=None)
def test_what_our_own_exports_hold_comes_back_as_it_was(texts: list[str]):
    table = [["first_name", "union"], *(["Siri", text] for text in texts)]
    for content, name in (
        ("".join(spreadsheet.csv_chunks(table)).encode(), "m.csv"),
        (spreadsheet.xlsx(table, "x"), "m.xlsx"),
    ):
        for (_number, cells), text in zip(rows(content, name)[1:], texts, strict=True):
            said = read_row(cells, {0: "first_name", 1: "union"}, TODAY, "SE", lambda _number: None)
            assert said.facts.get("union") == text or "union" not in said.seen
