"""Files for spreadsheets: what goes in comes out, and nothing is run."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from chapter import spreadsheet

NAUGHTY = st.text(alphabet=st.one_of(st.sampled_from("'=+-@\t\r\n;,\"å"), st.characters()), max_size=12)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "'=1", "''-1"])
def test_a_formula_is_made_text(text: str):
    assert spreadsheet.guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Emma", "1-2", "'Ndrangheta", "’tis", "+46701740605"])
def test_other_text_stays(text: str):
    assert spreadsheet.guarded(text) == text


@given(NAUGHTY)
def test_the_guard_comes_off_again(text: str):
    assert spreadsheet.unguarded(spreadsheet.guarded(text)) == text


@given(st.lists(st.lists(NAUGHTY, min_size=2, max_size=2), min_size=1, max_size=6))
def test_every_cell_of_a_csv_comes_back_and_none_is_a_formula(rows: list[list[str]]):
    text = "".join(spreadsheet.csv_chunks(rows))
    read = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))

    assert [[spreadsheet.unguarded(cell) for cell in row] for row in read] == rows
    assert not any(cell.startswith(("=", "-", "@", "\t", "\r", "+a")) for row in read for cell in row)


def test_excel_is_told_that_it_is_utf8():
    assert "".join(spreadsheet.csv_chunks([["Åsa", "Ø"]])).encode() == b"\xef\xbb\xbf\xc3\x85sa;\xc3\x98\r\n"


def test_a_workbook_keeps_texts_numbers_and_days():
    rows = [["Namn", "År", "Dag"], ["=1+1", 1990, date(2026, 1, 31)], ["0701740605", "", None], ["\x01a", 1, 2]]

    book = CalamineWorkbook.from_filelike(BytesIO(spreadsheet.xlsx(rows, "a/b")))

    read = book.get_sheet_by_index(0).to_python()
    assert read[0] == ["Namn", "År", "Dag"]
    assert read[1] == ["=1+1", 1990.0, date(2026, 1, 31)]
    assert (read[2][0], read[3][0]) == ("0701740605", "a")


@pytest.mark.parametrize(
    ("title", "name"), [("Höstens samtal!", "h-stens-samtal.csv"), ("../..", "file.csv"), ("", "file.csv")]
)
def test_a_file_name_is_one_that_every_system_takes(title: str, name: str):
    assert spreadsheet.file_name(title) == name
