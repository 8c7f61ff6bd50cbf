"""How things in the bank are found, which addresses are on the web, and whom we may meet there."""

from dataclasses import dataclass, field

import pytest

from chapter.resources.rules import (
    Kind,
    Trouble,
    all_tags,
    host,
    is_out_in_the_world,
    key,
    matching,
    parsed,
    tags,
    trouble_with,
    web_address,
)


@dataclass
class Thing:
    """Something that can be found."""

    words: str = ""
    kind: Kind = Kind.LINK
    tags: list[str] = field(default_factory=list)
    category_id: int | None = None
    is_favourite: bool = False


POSTER = Thing("affisch om bostader", Kind.FILE, ["Bostad"], 1, True)
FILM = Thing("film om bostader", Kind.FILM, ["Skola"], 2)
BANK = [POSTER, FILM]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, BANK),
        ({"words": "bost film"}, [FILM]),
        ({"words": "bost skog"}, []),
        ({"kind": "file"}, [POSTER]),
        ({"tag": "bostad"}, [POSTER]),
        ({"category": 2}, [FILM]),
        ({"favourites": True}, [POSTER]),
        ({"kind": "film", "category": 1}, []),
    ],
)
def test_what_is_asked_for_is_found(asked: dict, found: list[Thing]):
    assert matching(BANK, **asked) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", []),
        (" affisch,  #Bostad ; affisch\nny  flik,,", ["affisch", "Bostad", "ny flik"]),
        ("Skola, skola", ["skola"]),
        ("å" * 60, ["å" * 40]),
        (",".join(map(str, range(20))), [str(number) for number in range(12)]),
    ],
)
def test_tags_are_read_from_a_line(line: str, found: list[str]):
    assert tags(line) == found


def test_every_tag_is_told_once():
    assert all_tags([*BANK, Thing(tags=["skola"])]) == ["Bostad", "skola"]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org", "https://example.org"),
        (" http://example.org/a?b=c#d ", "http://example.org/a?b=c#d"),
        ("HTTPS://Example.org:8443/", "HTTPS://Example.org:8443/"),
        ("åäö.example.org/sida", "https://åäö.example.org/sida"),
        ("javascript:alert(1)", ""),
        ("javascript://example.org/%0aalert(1)", ""),
        ("ftp://example.org", ""),
        ("https://bo:secret@example.org", ""),
        ("https://localhost/", ""),
        ("https://.org", ""),
        ("https://a..org", ""),
        ("https://example.org/a b", ""),
        ("https://example.org:99999/", ""),
        ("https://example.org:0/", ""),
        ("https://gro.elpmaxe\u202e.example.com/", ""),
        ("https://example.org./", "https://example.org./"),
        ('https://example.org/"><script>', ""),
        ("https://[::1", ""),
        ("", ""),
    ],
)
def test_an_address_is_on_the_web_or_none(typed: str, address: str):
    assert web_address(typed) == address


def test_people_are_told_where_a_link_leads():
    assert [host(address) for address in ("https://www.example.org/a", "http://film.example.org", "x")] == [
        "example.org",
        "film.example.org",
        "",
    ]


@pytest.mark.parametrize(
    ("number", "is_out"),
    [
        ("93.184.216.34", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("192.0.0.192", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2002:5db8:d822::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("2001:db8::1", False),
    ],
)
def test_only_machines_out_in_the_world_may_be_met(number: str, is_out: bool):
    assert is_out_in_the_world(number) is is_out


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (200, None),
        (401, None),
        (403, None),
        (429, None),
        (404, Trouble.GONE),
        (410, Trouble.GONE),
        (500, Trouble.BROKEN),
        (503, Trouble.BROKEN),
    ],
)
def test_an_answer_s_number_means_something(status: int, trouble: Trouble | None):
    assert trouble_with(status) is trouble


@pytest.mark.parametrize("wrong", ["", "page", "page-", "page-x", "other-5", "page-5-6", "page-1234567890"])
def test_what_names_nothing_names_nothing(wrong: str):
    assert parsed(wrong) is None


def test_a_key_names_one_thing():
    assert parsed(key("page", 12)) == ("page", 12)
