"""How a file about people is read."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter.imports.rules_legacy import NoHeadings, Reason, Unusable, decode, facts, read, split_name

TODAY = date(2026, 11, 18)
WORDS = "Namn;E-post;Mobil;Postort;Postnr;Födelseår;Medlem sedan;Taggar"


def phone(text: str) -> str | None:
    """A stand-in for the chapter's reading of numbers."""
    return "+46" + text.lstrip("0") if text.isdigit() else None


def one(line: str, headings: str = WORDS) -> dict:
    """The facts of a file with one row."""
    sheet = read(f"{headings}\n{line}".encode())
    return facts(sheet, sheet.rows[0][1], TODAY, phone)


def test_a_row_becomes_facts():
    assert one("Siri Åberg;SIRI@example.org;0701740605;Ås;123 45;1987;2020-03-01;ung, affisch") == {
        "first_name": "Siri",
        "last_name": "Åberg",
        "email": "siri@example.org",
        "mobile": "+46701740605",
        "town": "Ås",
        "postcode": "123 45",
        "birth_year": 1987,
        "joined_on": date(2020, 3, 1),
        "tags": ["ung", "affisch"],
    }


def test_empty_and_missing_cells_say_nothing():
    assert one("Siri;;") == {"first_name": "Siri", "last_name": ""}


@pytest.mark.parametrize(
    "headings",
    [
        "Förnamn;Efternamn;E-postadress",
        "Fornavn;Etternavn;E-post",
        "First name;Last name;E-mail",
        "FIRST_NAME;last-name;EMAIL",
        "Email;ignored;Surname;Given name",
    ],
)
def test_headings_in_three_languages(headings: str):
    columns = read(headings.encode()).columns

    assert columns.keys() == {"first_name", "last_name", "email"}


@pytest.mark.parametrize("content", [b"", b"\n\n", "Medlemsnummer;Ort\n1;Ås".encode()])
def test_a_file_without_a_heading_for_the_names_is_refused(content: bytes):
    with pytest.raises(NoHeadings):
        read(content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_delimiters_and_encodings(delimiter: str, encoding: str):
    text = f"Förnamn{delimiter}Ort\r\nÅsa{delimiter}Växjö\r\n"

    assert read(text.encode(encoding)).rows == [(2, ["Åsa", "Växjö"])]


def test_rows_are_numbered_as_in_a_spreadsheet_and_empty_ones_left_out():
    assert read(b"\nName,Town\n\nEva,Oslo\n,\nOla,Bergen").rows == [(4, ["Eva", "Oslo"]), (6, ["Ola", "Bergen"])]


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("name,phone", {"name": 0, "mobile": 1}),
        ("name,phone,mobile", {"name": 0, "phone2": 1, "mobile": 2}),
        ("name,mobile,mobil", {"name": 0, "mobile": 1}),
    ],
)
def test_a_lone_telephone_is_the_mobile(headings: str, columns: dict):
    assert read(headings.encode()).columns == columns


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Anna Maria Ek", ("Anna Maria", "Ek")),
        ("Ek, Anna Maria", ("Anna Maria", "Ek")),
        ("Ek,", ("Ek", "")),
        ("Siri von Essen", ("Siri", "von Essen")),
        ("Ana de la Cruz", ("Ana", "de la Cruz")),
        ("Von Ek", ("Von", "Ek")),
        ("Cher", ("Cher", "")),
        ("", ("", "")),
    ],
)
def test_a_name_is_split_where_people_would(name: str, parts: tuple[str, str]):
    assert split_name(name) == parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020-03-01", date(2020, 3, 1)),
        ("20200301", date(2020, 3, 1)),
        ("01.03.2020", date(2020, 3, 1)),
        ("1/3/2020", date(2020, 3, 1)),
        ("2020/03/01", date(2020, 3, 1)),
        ("2020-03-01 00:00:00", date(2020, 3, 1)),
        ("2020-03-01T12:00:00Z", date(2020, 3, 1)),
        ("2020", date(2020, 1, 1)),
    ],
)
def test_dates_in_the_usual_forms(text: str, found: date):
    assert one(f"Eva,{text}", "Name,Joined")["joined_on"] == found


@pytest.mark.parametrize(("text", "year"), [("1987", 1987), ("1987-05-12", 1987), ("12.05.1987", 1987)])
def test_of_a_birth_date_only_the_year_is_kept(text: str, year: int):
    assert one(f"Eva,{text}", "Name,Date of birth")["birth_year"] == year


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (";;;;;;;ung", "name", Reason.NO_NAME),
        ("Eva;eva at example", "email", Reason.NOT_AN_ADDRESS),
        ("Eva;eva@example", "email", Reason.NOT_AN_ADDRESS),
        ("Eva;;ring inte", "mobile", Reason.NOT_A_NUMBER),
        ("Eva;;;;;87", "birth_year", Reason.NOT_A_YEAR),
        ("Eva;;;;;1887", "birth_year", Reason.NOT_A_YEAR),
        ("Eva;;;;;2027", "birth_year", Reason.NOT_A_YEAR),
        ("Eva;;;;;19870512-1234", "birth_year", Reason.ID_NUMBER),
        ("Eva;;;;;870512-1234", "birth_year", Reason.ID_NUMBER),
        ("Eva;;;;;12058712345", "birth_year", Reason.ID_NUMBER),
        ("Eva;;;;;;förra året", "joined_on", Reason.NOT_A_DAY),
        ("Eva;;;;;;2027-01-01", "joined_on", Reason.NOT_A_DAY),
        ("Eva;;;" + "x" * 201, "town", Reason.TOO_LONG),
        ("x" * 201, "name", Reason.TOO_LONG),
    ],
)
def test_a_bad_cell_is_named(line: str, column: str, reason: Reason):
    with pytest.raises(Unusable) as caught:
        one(line)

    assert caught.value == Unusable(column, reason)


def test_first_and_last_name_may_stand_apart():
    assert one("Ek,Anna  Maria", "Last name,First name") == {"first_name": "Anna Maria", "last_name": "Ek"}


def test_a_missing_first_name_is_named_by_its_column():
    with pytest.raises(Unusable) as caught:
        one(",Ek", "First name,Last name")

    assert caught.value.column == "first_name"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_text(content: bytes):
    assert isinstance(decode(content), str)


@given(st.binary(max_size=300) | st.text(alphabet='Aé";,\t\r\n\x00 1-@.', max_size=300).map(str.encode))
def test_any_row_becomes_facts_or_a_reason(content: bytes):
    sheet = read(WORDS.encode("cp1252") + b"\n" + content)
    for _number, row in sheet.rows:
        with suppress(Unusable):
            assert facts(sheet, row, TODAY, phone)["first_name"]
