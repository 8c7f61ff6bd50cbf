"""Telephone numbers, addresses, postcodes, days and years, however people and spreadsheets write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter.files.rules_cells import Reason
from chapter.files.rules_ids import BLOT
from chapter.people.rules import FIELDS
from tests.files.test_rules_cells import fact, read


@pytest.mark.parametrize(
    ("cell", "country", "number"),
    [
        ("070-174 06 05", "SE", "+46701740605"),
        ("701740605", "SE", "+46701740605"),
        ("46701740605", "SE", "+46701740605"),
        ("701740605.0", "SE", "+46701740605"),
        ("+46(0)70-174 06 05", "SE", "+46701740605"),
        ("0046 701740605", "SE", "+46701740605"),
        ("0046 701740605", "NO", "+46701740605"),
        ("'0701740605", "SE", "+46701740605"),
        ('="0701740605"', "SE", "+46701740605"),
        ("=+46701740605", "SE", "+46701740605"),
        ("7.01740605E+08", "SE", "+46701740605"),
        ("Mobil: 0701740605 (Anna)", "SE", "+46701740605"),
        ("031/12 34 56", "SE", "+4631123456"),
        ("412 34 567", "NO", "+4741234567"),
        ("41234567", "NO", "+4741234567"),
        ("4741234567", "SE", "+4741234567"),
        ("7,0174E+08", "SE", Reason.LOST_DIGITS),
        ("ring inte", "SE", Reason.NOT_A_NUMBER),
        ("123", "SE", Reason.NOT_A_NUMBER),
        ("0701740605 / 12345678901234567", "SE", Reason.NOT_A_NUMBER),
        ("#REF!", "SE", Reason.FORMULA),
        ("-", "SE", None),
        ("0", "SE", None),
        ("saknas", "SE", None),
        (f"1980-{BLOT}", "SE", None),
    ],
)
def test_telephone_numbers(cell: str, country: str, number: object):
    assert fact("mobile", cell, country) == number


def test_several_numbers_in_a_cell_are_the_mobile_and_the_second():
    both = {"mobile": "+46701740605", "phone2": "+4631123456"}
    for cell in ("070-174 06 05 / 031-12 34 56", "031-12 34 56\n070-174 06 05", "031123456; +46701740605"):
        assert read(name="Siri", mobile=cell).facts.items() >= both.items()

    assert read(name="Siri", mobile="0701740605, 0701740606", phone2="031123456").facts.items() >= both.items()


def test_a_second_number_that_cannot_be_one_is_left_out():
    said = read(name="Siri", phone2="växeln")

    assert (said.facts.get("phone2"), said.problems, "phone2" in said.seen) == (None, [], True)


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        (" Siri@Example.org ", "siri@example.org"),
        ("mailto:siri@example.org", "siri@example.org"),
        ("Siri Åberg <siri@example.org>", "siri@example.org"),
        ("siri@example.org; s@example.org", "siri@example.org"),
        ("siri@example.org.", "siri@example.org"),
        ("siri at example.org", Reason.NOT_AN_ADDRESS),
        ("siri@example", Reason.NOT_AN_ADDRESS),
        ("=HYPERLINK(A1)", Reason.FORMULA),
        ("x" * 250 + "@example.org", Reason.TOO_LONG),
        ("NULL", None),
        ("n/a", None),
    ],
)
def test_addresses(cell: str, address: object):
    assert fact("email", cell) == address


@pytest.mark.parametrize(
    ("cell", "country", "code"),
    [
        ("41310", "SE", "413 10"),
        ("41310.0", "SE", "413 10"),
        ("SE-413 10", "SE", "413 10"),
        ("S-41310", "SE", "413 10"),
        ("41310 Göteborg", "SE", "413 10"),
        ("150", "NO", "0150"),
        ("0150", "NO", "0150"),
        ("N-0150", "NO", "0150"),
        ("D-10115", "SE", "D-10115"),
        ("150", "SE", "150"),
    ],
)
def test_postcodes(cell: str, country: str, code: str):
    assert fact("postcode", cell, country) == code


@pytest.mark.parametrize(
    ("cell", "country", "found"),
    [
        ("2020-03-01", "SE", date(2020, 3, 1)),
        ("20200301", "SE", date(2020, 3, 1)),
        ("01.03.2020", "NO", date(2020, 3, 1)),
        ("1/3/2020", "SE", date(2020, 3, 1)),
        ("1. 3. 2020", "NO", date(2020, 3, 1)),
        ("2020/03/01", "SE", date(2020, 3, 1)),
        ("2020-03-01 12:30", "SE", date(2020, 3, 1)),
        ("2020-03-01T12:00:00Z", "SE", date(2020, 3, 1)),
        ("01.03.2020 00:00:00", "NO", date(2020, 3, 1)),
        ("1 mars 2020", "SE", date(2020, 3, 1)),
        ("1. mai 2020", "NO", date(2020, 5, 1)),
        ("01.03.20", "NO", date(2020, 3, 1)),
        ("20-03-01", "SE", date(2020, 3, 1)),
        ("01-03-20", "NO", date(2020, 3, 1)),
        ("200301", "SE", date(2020, 3, 1)),
        ("010320", "NO", date(2020, 3, 1)),
        ("43891", "SE", date(2020, 3, 1)),
        ("43891.5", "SE", date(2020, 3, 1)),
        ("2020", "SE", date(2020, 1, 1)),
        ("2020-03", "SE", date(2020, 3, 1)),
        ("förra året", "SE", Reason.NOT_A_DAY),
        ("3/25/2020", "SE", Reason.NOT_A_DAY),
        ("2020-02-30", "SE", Reason.NOT_A_DAY),
        ("2027-01-01", "SE", Reason.NOT_A_DAY),
        ("0001-01-01", "SE", Reason.NOT_A_DAY),
        ("0000-00-00", "SE", None),
    ],
)
def test_days(cell: str, country: str, found: object):
    assert fact("joined_on", cell, country) == found


@pytest.mark.parametrize(
    ("cell", "country", "year"),
    [
        ("1987", "SE", 1987),
        ("1987-05-12", "SE", 1987),
        ("12.05.1987", "NO", 1987),
        ("12.05.87", "NO", 1987),
        ("31.12.26", "NO", 1926),
        ("870512", "SE", 1987),
        ("31909", "SE", 1987),
        ("87", "SE", 1987),
        ("12", "SE", 2012),
        ("20", "SE", 1920),
        (f"1987-{BLOT}", "SE", 1987),
        (BLOT, "SE", None),
        ("1887", "SE", Reason.NOT_A_YEAR),
        ("2027", "SE", Reason.NOT_A_YEAR),
        ("39 år", "SE", Reason.NOT_A_YEAR),
    ],
)
def test_of_a_birthday_only_the_year_is_kept(cell: str, country: str, year: object):
    assert fact("birth_year", cell, country) == year


def test_an_id_number_gives_the_year_where_nothing_else_does():
    assert read(name="Siri", id_number=f"1987-{BLOT}").facts["birth_year"] == 1987
    assert read(name="Siri", id_number=f"1987-{BLOT}", birth_year="1986").facts["birth_year"] == 1986
    assert "id_number" not in read(name="Siri", id_number="hemligt").facts


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in ("birth_year", "first_name", "last_name")])
def test_what_is_left_of_an_id_number_is_no_other_fact(field: str):
    assert fact(field, f"1987-{BLOT}") is None


@given(st.dates(date(1950, 1, 1), date(2016, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y"]))
def test_every_day_is_read_as_it_was_written(day: date, form: str):
    assert fact("joined_on", day.strftime(form)) == day
    assert fact("birth_year", day.strftime(form)) == day.year
