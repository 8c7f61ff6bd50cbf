"""A year of a chapter: every promise is kept or shown as broken, and nobody is forgotten but those who should be.

What happens is in ``year`` (and ``year_people``, ``year_doings``, ``year_mail``); what should come of it in
``year_books``, which knows nothing of the program; what did, in ``year_looks``.
"""

import gc
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from flask import Flask

from chapter import wiping
from chapter.db import db
from chapter.messages.smtp import Line
from chapter.welcome import actions, actions_forget
from tests.databases import Clean
from tests.welcome.year import Kill, Plan, Year, days, files
from tests.welcome.year_mail import served

PLAN = Plan(
    date(2026, 11, 23),
    date(2027, 12, 5),
    files(
        "2026-11-30 44, 2026-12-14 30, 2027-01-07 40, 2027-01-28 14, 2027-02-18 52, 2027-03-25 12, 2027-04-14 20, "
        "2027-05-05 12, 2027-06-23 26, 2027-08-12 16, 2027-09-16 46, 2027-10-10 6, 2027-11-04 24"
    ),
    others=25,
    twice=6,
    off=days("2027-04-15", "2027-04-21"),
    away=days("2027-07-05", "2027-07-25"),
    campaign=days("2027-09-13", "2027-09-19"),
    kills=[
        Kill(date(2027, 1, 8), actions, "do", 3),
        Kill(date(2027, 2, 1), Line, "send", 2),
        Kill(date(2027, 3, 1), actions_forget, "forget_calls", 2),
        Kill(date(2027, 5, 1), wiping, "_empty_log", 1),
    ],
)


@pytest.fixture(scope="module")
def year(made: Flask, clean: Clean) -> Iterator[Year]:
    """A year that has been lived through."""
    gc.freeze()
    with made.app_context(), served(made) as world:
        clean.put_back()
        yield Year(made, PLAN, world).live()
        db.session.remove()
    gc.unfreeze()


def test_who_is_new_has_a_case_until_its_day_and_nobody_else_has(year: Year):
    assert year.wrong["cases"] == []
    assert sum(member.is_new and not member.is_merged for member in year.books.members) >= 400


def test_what_is_late_stands_on_the_board_by_how_much_and_nothing_else_does(year: Year):
    assert year.wrong["board"] == []


def test_each_officer_is_told_once_a_week_of_all_that_is_late_or_due(year: Year):
    assert year.wrong["digests"] == []
    assert len(year.digests) > 20


def test_the_figures_are_what_an_independent_count_says(year: Year):
    assert year.wrong["figures"] == []


def test_members_stay_in_the_register_and_leavers_go_when_their_time_is_up(year: Year):
    assert year.wrong["register"] == []
    assert any(member.is_erased for member in year.books.members)


def test_of_who_is_forgotten_no_word_is_left_in_the_database_nor_in_the_outbox(year: Year):
    assert year.wrong["words"] == []
    assert any(member.forgotten for member in year.books.members)


def test_no_job_failed_and_all_pages_open(year: Year):
    assert year.wrong["jobs"] + year.wrong["pages"] == []


def test_each_worker_that_was_killed_left_its_work_to_the_next(year: Year):
    assert year.killed == [kill.name for kill in year.plan.kills]


def test_nobody_has_two_welcome_letters(year: Year):
    taken = {mail.id: mail.to for mail in year.world.taken if mail.is_letter and mail.id not in year.world.bounced}
    by_address = Counter(taken.values())
    for member in year.books.members:
        on_paper = sum(not letter.to for letter in member.letters if not member.merged_on)
        assert sum(by_address[email] for email in member.emails) + on_paper <= 1, member


def test_no_second_letter_is_written_before_the_first_has_failed(year: Year):
    for member in year.books.members:
        for first, second in pairwise(member.letters if not member.merged_on else ()):
            assert first.failed_on, member
            assert first.failed_on <= second.day, member


def test_who_was_made_one_with_somebody_gets_no_letter_after_theirs(year: Year):
    for member in year.books.members:
        good = [letter for letter in member.letters if letter.failed_on is None]
        since = [letter for letter in good if member.merged_on and letter.day > member.merged_on]
        assert len(since) <= (len(good) == len(since)), member


def test_every_letter_goes_in_time_unless_there_is_a_reason(year: Year):
    """No address that works, a wish to leave, or a server that was off."""
    late = [member for member in year.books.members if "letter" in year.books.broken(member, year.today)]
    assert [member for member in late if not year.is_excused(member)] == []


def test_a_contact_is_told_once_and_reminded_once(year: Year):
    contacts = {contact.email for contact in year.contacts.values()}
    about = Counter((mail.to, name) for mail in year.world.taken if mail.to in contacts for name in mail.names)
    assert set(about.values()) == {1, 2}
