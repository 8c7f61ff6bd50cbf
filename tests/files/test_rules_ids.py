"""National ID numbers in files: found by their check digits, good for the year, and blotted out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter.files.rules_ids import BLOT, NO_FIRST, NO_SECOND, SE_WEIGHTS, Column, find, strip, year_of

TODAY = date(2026, 11, 18)


def swedish(first_nine: str) -> str:
    """Ten digits: made up, with their check digit."""
    products = [int(d) * w for d, w in zip(first_nine, SE_WEIGHTS, strict=True)]
    return first_nine + str(-sum(p // 10 + p % 10 for p in products) % 10)


def norwegian(day: str, individual: int) -> str:
    """Eleven digits: made up, with their check digits; the next individual number that has any."""
    while True:
        digits = f"{day}{individual:03}"
        for weights in (NO_FIRST, NO_SECOND):
            digits += str(-sum(int(d) * w for d, w in zip(digits, weights, strict=False)) % 11)
        if len(digits) == 11:
            return digits
        individual += 1


ANNA = swedish("800101123")
KARI = norwegian("010280", 123)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        (ANNA, 1980),
        (f"{ANNA[:6]}-{ANNA[6:]}", 1980),
        (f"{ANNA[:6]} {ANNA[6:]}", 1980),
        (f"{ANNA[:6]}–{ANNA[6:]}", 1980),
        (f"19{ANNA[:6]}-{ANNA[6:]}", 1980),
        (f"19{ANNA}", 1980),
        (f"{swedish('180101123')[:6]}+{swedish('180101123')[6:]}", 1918),
        (swedish("050101123"), 2005),
        (swedish("261201123"), 1926),
        (swedish("800161123"), 1980),
        (KARI, 1980),
        (f"{KARI[:6]} {KARI[6:]}", 1980),
        (norwegian("410280", 123), 1980),
        (norwegian("014280", 123), 1980),
        (norwegian("018280", 123), 1980),
        (norwegian("010205", 600), 2005),
        (norwegian("010260", 600), 1860),
        (norwegian("010260", 950), 1960),
    ],
)
def test_an_id_number_tells_the_year(written: str, year: int):
    assert year_of(written, TODAY) == year
    assert find(f"pnr {written}, tack", TODAY) == [(written, year)]


@pytest.mark.parametrize(
    "form",
    [
        *("{0}{1}{2}−{3}{4}", "{0}{1}{2}‑{3}{4}", "{0}{1}{2}‐{3}{4}", "{0}{1}{2}/{3}{4}", "{0}{1}{2}:{3}{4}"),
        *("{0}{1}{2}--{3}{4}", "{0}{1}{2} -  {3}{4}", "{0}{1}{2} {3} {4}", "{0}{1} {2}-{3}{4}", "{0} {1} {2} {3} {4}"),
        *("19{0}-{1}-{2}-{3}{4}", "19{0}{1}{2}_{3}{4}", "2024 {0}{1}{2}-{3}{4}", "37 {0}{1}{2}{3}{4}"),
    ],
)
def test_however_people_part_its_digits_it_is_found(form: str):
    text = form.format(*(ANNA[place : place + 2] for place in range(0, 10, 2)))

    assert strip(f"fiske {text} ok", TODAY)[1] == 1
    assert ANNA[6:8] not in strip(f"fiske {text} ok", TODAY)[0]


@pytest.mark.parametrize("form", ["{0}{1} {2} {3} {4}", "{0}{1}-{2} {3} {4}", "{0} {1} {2} {3} {4}"])
def test_what_is_parted_as_only_a_telephone_number_is_stays(form: str):
    phone = swedish("061112345")
    text = form.format(*(phone[place : place + 2] for place in range(0, 10, 2)))

    assert strip(text, TODAY) == (text, 0)


@pytest.mark.parametrize(
    ("cell", "number"), [(ANNA, 1), (KARI, 1), (f"19{ANNA}", 1), (swedish("061112345"), 0), ("46701740605", 0)]
)
def test_in_a_telephone_column_an_id_number_is_told_from_a_telephone(cell: str, number: int):
    assert strip(cell, TODAY, Column.PHONES)[1] == number


@pytest.mark.parametrize(
    "text",
    [
        f"{ANNA[:-1]}{(int(ANNA[-1]) + 1) % 10}",
        f"{KARI[:-1]}{(int(KARI[-1]) + 1) % 10}",
        swedish("801301123"),
        swedish("800132123"),
        swedish("990230123"),
        f"20{swedish('991231123')}",
        "+46701740605",
        "0046701740605",
        "46701740605",
        "070-174 06 05",
        f"7{ANNA}00",
        "2026-11-18 12:00",
        "²²²²²²²²²²",
        "",
    ],
)
def test_other_numbers_are_none(text: str):
    assert strip(text, TODAY) == (text, 0)


def test_a_cell_that_is_nothing_else_keeps_the_year_and_a_text_keeps_none():
    assert strip(ANNA, TODAY) == (f"1980-{BLOT}", 1)
    assert strip(f'="{ANNA}"', TODAY) == (f"1980-{BLOT}", 1)
    assert strip(f"Anna {ANNA} och {KARI}.", TODAY) == (f"Anna {BLOT} och {BLOT}.", 2)


def test_among_other_numbers_ten_bare_digits_are_another_number():
    phone = swedish("070174060")

    assert strip(phone, TODAY, Column.NUMBERS) == (phone, 0)
    assert strip(f"{ANNA[:6]}-{ANNA[6:]}", TODAY, Column.NUMBERS) == (f"1980-{BLOT}", 1)


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        (swedish("050101123").lstrip("0"), f"2005-{BLOT}"),
        (norwegian("010280", 123)[1:], f"1980-{BLOT}"),
        ("19870512-0000", f"1987-{BLOT}"),
        ("198705120000", f"1987-{BLOT}"),
        ("870512-0000", BLOT),
        ("120587-0000 (dansk)", BLOT),
        ("1987-05-12 00:00:00", "1987-05-12 00:00:00"),
        ("12.05.1987", "12.05.1987"),
        ("1987", "1987"),
    ],
)
def test_in_their_own_column_none_stays_not_even_a_misspelt_one(cell: str, left: str):
    assert strip(cell, TODAY, Column.IDS)[0] == left


@given(st.text(max_size=60), st.sampled_from(Column))
def test_any_text_is_stripped_once_and_for_all(text: str, column: Column):
    once, _number = strip(text, TODAY, column)

    assert strip(once, TODAY, column) == (once, 0)


@given(
    st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.integers(0, 999), st.sampled_from(["", "-", " "]), st.booleans()
)
def test_every_swedish_number_is_found(born: date, number: int, mark: str, is_long: bool):
    digits = swedish(f"{born:%y%m%d}{number:03}")
    written = f"{born:%Y%m%d}{mark}{digits[6:]}" if is_long else f"{digits[:6]}{mark}{digits[6:]}"

    assert [text for text, _year in find(f"x {written} y", TODAY)] == [written]
