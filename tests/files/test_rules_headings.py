"""Which row of a file has its headings, and which field each column is."""

from itertools import pairwise

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from chapter.files.rules_headings import HEADINGS, NoHeadings, field_of, find, fingerprint, likely, map_columns
from chapter.people.rules import FIELDS
from chapter.people.words import FIELD_NAMES

ZETKIN = [
    *("id", "ext_id", "first_name", "last_name", "email", "phone", "alt_phone"),
    *("co_address", "street_address", "zip_code", "city", "country", "gender"),
]
ZETKIN_FIELDS = {
    **{1: "member_number", 2: "first_name", 3: "last_name", 4: "email", 5: "mobile", 6: "phone2"},
    **{9: "postcode", 10: "town", 12: "gender"},
}


def numbered(*rows: str) -> list[tuple[int, list[str]]]:
    """Rows as a file gives them."""
    return [(number, row.split(";")) for number, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("Medlemsnr;Förnamn;Efternamn;E-postadress;Mobiltelefon", "member_number first_name last_name email mobile"),
        ("Fornavn;Etternavn;E-post;Mobil;Fødselsdato", "first_name last_name email mobile birth_year"),
        ("Fornavn;Efternavn;E-mail;Mobil;Køn", "first_name last_name email mobile gender"),
        ("First name;Surname;E-mail address;Zip code;City", "first_name last_name email postcode town"),
        ("FIRST_NAME;last-name; EMAIL ;mobile no.", "first_name last_name email mobile"),
        ("Namn*;E-post (privat);Tel. nr", "name email mobile"),
        ("Namn;Personnr;Medlem sedan;Betalt för år", "name id_number joined_on fee_paid_for"),
        ("Navn;Fødselsnummer;Innmeldt;Kontingent betalt", "name id_number joined_on fee_paid_for"),
    ],
)
def test_headings_in_four_languages(headings: str, fields: str):
    assert list(find(numbered(headings, "x")).mapping.values()) == fields.split()


def test_the_headings_of_zetkin():
    assert map_columns(ZETKIN) == ZETKIN_FIELDS
    assert map_columns(["Post Code", "Alternate Phone Number", "Phone Number", "External ID"]) == {
        **{0: "postcode", 1: "phone2", 2: "mobile", 3: "member_number"},
    }


@pytest.mark.parametrize("language", ["sv_SE", "nb_NO", "en"])
def test_our_own_exports_are_recognised(app: Flask, language: str):
    with app.test_request_context(), force_locale(language):
        assert {field: field_of(str(name)) for field, name in FIELD_NAMES.items()} == {f: f for f in FIELD_NAMES}


def test_the_names_of_the_code_are_headings():
    assert map_columns([*FIELDS, "tags", "do_not_call"]) == dict(enumerate([*FIELDS, "tags", "do_not_call"]))


def test_a_whole_sentence_is_no_heading():
    assert field_of("namn" + " " * 76) == "name"
    assert field_of("namn" + " " * 77) is None


def test_no_heading_means_two_things():
    assert all(field_of(name) == field for field, names in HEADINGS.items() for name in names.split("|"))


@pytest.mark.parametrize(
    ("headings", "mapping"),
    [
        (["Namn", "Telefon"], {0: "name", 1: "mobile"}),
        (["Namn", "Telefon", "Mobil"], {0: "name", 1: "phone2", 2: "mobile"}),
        (["Namn", "Telefon 1", "Telefon 2"], {0: "name", 1: "mobile", 2: "phone2"}),
        (["Namn", "Telefon", "Telefon"], {0: "name", 1: "mobile", 2: "phone2"}),
        (["Namn", "Hemtelefon", "Telefon"], {0: "name", 1: "phone2", 2: "mobile"}),
        (["Namn", "E-post", "Mejl"], {0: "name", 1: "email"}),
    ],
)
def test_a_lone_telephone_is_the_mobile_and_of_two_columns_the_first_counts(headings: list[str], mapping: dict):
    assert map_columns(headings) == mapping


def test_headings_stand_under_titles():
    found = find(numbered("Register", "Namn på föreningen;Kvarnbyn", "", "Namn;E-post;Ort", "Siri;s@example.org;Ås"))

    assert (found.row, found.names) == (4, ["Namn", "E-post", "Ort"])


def test_a_file_of_names_alone_is_enough():
    assert find([(1, ["Namn"]), (2, ["Siri Åberg"])]).mapping == {0: "name"}


def test_unknown_headings_are_guessed_for_whoever_maps_them():
    with pytest.raises(NoHeadings) as caught:
        find(numbered("Lista", "Vem;E-post;Var", "Siri;siri@example.org;Ås"))

    assert (caught.value.guess.row, caught.value.guess.names) == (2, ["Vem", "E-post", "Var"])
    assert caught.value.guess.mapping == {1: "email"}


def test_a_file_without_headings_has_nobody_in_row_nought():
    with pytest.raises(NoHeadings) as caught:
        find(numbered("Siri Åberg;siri@example.org", "Ola Ek;ola@example.org"))

    assert (caught.value.guess.row, caught.value.guess.names) == (0, ["", ""])


def test_a_mapping_is_remembered_by_the_headings_however_they_are_written():
    prints = [fingerprint(names) for names in (["Förnamn", "E-post"], ["FÖRNAMN", "e post", ""], ["fornamn", "Epost"])]

    assert all(one == other for one, other in pairwise(prints))
    assert fingerprint(["E-post", "Förnamn"]) != prints[0] != fingerprint(["Förnamn"])


@given(st.lists(st.tuples(st.integers(), st.lists(st.text(max_size=20), max_size=6)), max_size=40))
def test_any_rows_have_headings_or_a_guess(rows: list):
    mapping = likely(rows)

    assert len(set(mapping.values())) == len(mapping)
    assert fingerprint([cell for _number, cells in rows for cell in cells])
