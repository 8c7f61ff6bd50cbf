"""What stands on the front page in which order, and what machines are told."""

from datetime import UTC, datetime

import pytest

from chapter.front.rules import GOOD_FOR, Act, arranged, besides, rearranged, robots_txt, security_txt, shown

NOW = datetime(2026, 11, 18, 17, 30, tzinfo=UTC)


def test_what_is_kept_comes_in_its_order_and_what_is_new_comes_last():
    assert arranged(["b", "-a", "gone", "b"], ["a", "b", "c"]) == ["b", "-a", "c"]


def test_what_is_new_can_be_left_out():
    assert arranged(["b"], ["a", "b"], is_shown=False) == ["b", "-a"]


@pytest.mark.parametrize(
    ("name", "act", "after"),
    [
        ("b", Act.UP, ["b", "a", "-c"]),
        ("b", Act.DOWN, ["a", "-c", "b"]),
        ("c", Act.UP, ["a", "-c", "b"]),
        ("c", Act.SHOW, ["a", "b", "c"]),
        ("a", Act.HIDE, ["-a", "b", "-c"]),
    ],
)
def test_one_is_moved_shown_or_left_out(name, act, after):
    assert rearranged(["a", "b", "-c"], name, act) == after


@pytest.mark.parametrize(("name", "act"), [("a", Act.UP), ("c", Act.DOWN), ("gone", Act.UP)])
def test_what_cannot_be_done_changes_nothing(name, act):
    assert rearranged(["a", "b", "-c"], name, act) == ["a", "b", "-c"]


def test_what_is_not_there_now_keeps_what_was_said_of_it():
    assert besides(["-a", "b", "-c"], ["b", "a"]) == ["-c"]


def test_what_is_left_out_is_not_shown():
    assert shown(["a", "-b", "c"]) == ["a", "c"]


def test_what_we_say_about_security_expires_within_a_year_but_never_today():
    text = security_txt("mailto:a@example.org", "https://x.example", ["sv", "nb"], NOW)
    said = dict(line.split(": ", 1) for line in text.splitlines())

    expires = datetime.fromisoformat(said["Expires"])
    assert 100 < (expires - NOW).days < GOOD_FOR.days + 1 < 365
    assert said["Contact"] == "mailto:a@example.org"
    assert said["Preferred-Languages"] == "sv, nb"


def test_a_live_chapter_lets_what_is_public_be_found_and_nothing_else():
    lines = robots_txt(["/$", "/news"], "https://x.example", is_demo=False).splitlines()

    assert lines[:4] == ["User-agent: *", "Allow: /$", "Allow: /news", "Disallow: /"]
    assert "Sitemap: https://x.example/sitemap.xml" in lines


def test_a_demo_is_not_to_be_found():
    assert robots_txt(["/$"], "https://x.example", is_demo=True) == "User-agent: *\nDisallow: /\n"
