"""The digest: a mail a week to everyone who welcomes people, and in a campaign one a day; never the same twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from chapter import clock, jobs
from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import local
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.welcome import actions, actions_forget, digest, queries
from chapter.welcome.jobs import tell_what_is_due
from chapter.welcome.models import Welcomer
from chapter.welcome.rules import LAST_DAY
from tests import cast, factories
from tests.welcome.cases import case

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""Seven in the morning in Stockholm and Oslo."""
DAY = timedelta(days=1)


@pytest.fixture
def monday(app: Flask):
    """A Monday morning at seven."""
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def mona(monday) -> Account:
    """The coordinator."""
    return cast.play("member_coordinator")


@pytest.fixture
def bo(monday) -> Account:
    """An officer of the board."""
    return cast.play("board")


def mails(to: Account | None = None) -> list[Message]:
    """The digests, oldest first."""
    found = db.select(Message).where(Message.source == digest.SOURCE).order_by(Message.id)
    return list(db.session.scalars(found.where(Message.to_email == to.email) if to else found))


def told_on(*mornings: datetime, job: Callable[[], object] = tell_what_is_due) -> list[date]:
    """The days on which a digest was written, if the job runs on these mornings."""
    for morning in mornings:
        with clock.frozen(morning):
            job()
    return [local(mail.written_at).date() for mail in mails()]


def campaign() -> None:
    """The chapter is in a campaign."""
    routine = queries.routine()
    routine.is_campaign = True
    db.session.add(routine)
    db.session.flush()


def test_everyone_is_told_of_their_own_the_most_overdue_first(mona, bo):
    case(mona, 5, first_name="Anna", last_name="Ek"), case(bo, 5, first_name="Bo", last_name="Ny")
    case(mona, 12, "letter", first_name="Cilla", last_name="Dahl")
    tell_what_is_due()

    (mail,) = mails(mona)
    assert mail.subject == "2 nya medlemmar att ta hand om"
    assert mail.text.index("Samtalet är 5 dagar försenat.") < mail.text.index("Brevet är 2 dagar försenat.")
    assert "Cilla D." in mail.text
    assert "Bo N." not in mail.text


def test_a_mail_is_read_by_others_so_nobody_is_named_in_full(mona):
    nora = case(mona, 5, last_name="Hemligsson", email="nora@example.org")
    tell_what_is_due()

    (mail,) = mails()
    assert f"/welcome/{nora.id}" in mail.text
    for secret in ("Hemligsson", "nora@example.org", nora.person.mobile):
        assert secret not in mail.text + mail.html


def test_it_tells_of_what_is_due_this_week_and_not_of_what_comes_later(mona):
    soon, later = case(mona, 4, "letter", first_name="Snart"), case(mona, 4, "letter call", first_name="Sedan")
    tell_what_is_due()

    (mail,) = mails()
    assert soon.person.first_name in mail.text
    assert later.person.first_name not in mail.text
    assert "den här veckan" in mail.text


def test_who_has_nothing_due_gets_no_mail(mona, bo):
    actions.pause(case(mona, 30), None, clock.now())
    case(mona, 30, "letter call referral"), case(mona, 30, "letter call follow_up")
    tell_what_is_due()

    assert mails() == []
    assert db.session.get(Welcomer, mona.id) is None


def test_what_is_nobody_s_goes_to_every_coordinator_and_to_no_other(mona, bo):
    second = factories.account(Role.MEMBER_COORDINATOR, name="Stina Ek")
    case(None, 9, first_name="Herrelös"), case(factories.account(name="Avgången"), 9, first_name="Övergiven")
    tell_what_is_due()

    assert {mail.to_email for mail in mails()} == {mona.email, second.email}
    for mail in mails():
        assert "De här har ingen ansvarig." in mail.text
        assert "Herrelös D." in mail.text
        assert "Övergiven D." in mail.text


def test_the_follow_up_is_told_to_the_coordinators_whoever_is_responsible(mona, bo):
    case(bo, 73, "letter call referral", first_name="Bos")
    tell_what_is_due()

    assert mails(bo) == []
    assert "Bos D." in mails(mona)[0].text
    assert "Uppföljningen är 3 dagar försenad." in mails(mona)[0].text


def test_each_reads_it_in_their_own_language(mona, bo):
    bo.language = "nb"
    case(mona, 9), case(bo, 9)
    tell_what_is_due()

    assert "Brevet är 6 dagar försenat." in mails(mona)[0].text
    assert "Brevet er 6 dager forsinket." in mails(bo)[0].text


def test_of_a_great_many_the_first_are_told_and_how_many_more_there_are(mona):
    for number in range(digest.MOST + 3):
        case(mona, 9 + number)
    tell_what_is_due()

    (mail,) = mails()
    assert mail.text.count("/welcome/") == digest.MOST + 1, "and the board"
    assert "Det finns 3 till." in mail.text


def test_coordinators_are_told_two_weeks_before_of_what_is_erased_though_nobody_has_followed_it_up(mona, bo):
    soon, _later = case(bo, LAST_DAY - 14, first_name="Nora"), case(bo, LAST_DAY - 15, first_name="Siri")
    case(bo, LAST_DAY - 14, "letter call referral follow_up", first_name="Ali"), actions.pause(soon, None, clock.now())
    tell_what_is_due()

    (mail,) = mails(mona)
    assert mail.subject == "2 nya medlemmar att ta hand om"
    assert "Nora D." in mail.text
    assert "Raderas måndag 7 december." in mail.text
    assert all("Raderas" not in other.text for other in mails(bo))
    assert mail.text.count("Raderas") == 1, "Siri’s follow-up is late, but not yet in danger"


def test_there_is_one_a_week_though_the_job_looks_every_day(mona):
    case(mona, 9)

    assert told_on(*(MONDAY + n * DAY for n in range(15))) == [date(2026, 11, d) for d in (23, 30)] + [
        date(2026, 12, 7)
    ]


def test_in_a_campaign_there_is_one_a_day_of_that_day(mona):
    case(mona, 2, first_name="Idag"), case(mona, 1, first_name="Imorgon")
    campaign()
    with clock.frozen(MONDAY + DAY):
        tell_what_is_due()

    assert "Skicka brevet i dag." in mails()[0].text
    assert "ska göras i dag" in mails()[0].text
    assert len(told_on(MONDAY + 2 * DAY, MONDAY + 3 * DAY)) == 3


def test_when_a_campaign_ends_the_week_that_was_told_is_not_told_again(mona):
    case(mona, 9), campaign()
    told_on(MONDAY, MONDAY + DAY)
    queries.routine().is_campaign = False

    assert len(told_on(MONDAY + 2 * DAY, MONDAY + 6 * DAY)) == 2
    assert len(told_on(MONDAY + 7 * DAY)) == 3


def test_after_a_week_without_a_server_there_is_one_and_not_seven(mona):
    case(mona, 9), campaign()
    db.session.commit()

    assert told_on(MONDAY - DAY, MONDAY, job=jobs.run_due) == [date(2026, 11, 23)]
    assert told_on(MONDAY + 8 * DAY, MONDAY + 8 * DAY, job=jobs.run_due) == [date(2026, 11, 23), date(2026, 12, 1)]


def test_a_monday_that_was_missed_is_made_up_for_in_the_same_week(mona):
    case(mona, 9)

    assert told_on(MONDAY + 3 * DAY, MONDAY + 4 * DAY, MONDAY + 7 * DAY) == [date(2026, 11, 26), date(2026, 11, 30)]


def test_on_a_monday_that_is_a_holiday_it_is_sent_all_the_same(app):
    easter = datetime(2027, 3, 29, 5, 0, tzinfo=UTC)
    with clock.frozen(easter):
        case(cast.play("member_coordinator"), 9)

        assert told_on(easter) == [date(2027, 3, 29)]


def test_it_comes_at_seven_in_the_morning_and_not_before(mona):
    case(mona, 9)
    db.session.commit()

    assert told_on(MONDAY - DAY, job=jobs.run_due) == []
    assert told_on(MONDAY - timedelta(minutes=1), job=jobs.run_due) == []
    assert told_on(MONDAY, job=jobs.run_due) == [date(2026, 11, 23)]


class KilledError(BaseException):
    """The machine went down."""


def test_cut_off_between_writing_and_keeping_a_mail_nobody_is_left_out_or_told_twice(mona, bo, monkeypatch):
    case(mona, 9), case(bo, 9)
    db.session.commit()
    write, first = digest.send, iter([True])
    monkeypatch.setattr(digest, "send", lambda one, now: write(one, now) and (next(first, False) or _die()))
    with pytest.raises(KilledError):
        tell_what_is_due()
    db.session.rollback()
    assert len(mails()) == 1

    monkeypatch.setattr(digest, "send", write)
    tell_what_is_due(), tell_what_is_due()
    assert sorted(mail.to_email for mail in mails()) == sorted([mona.email, bo.email])


def _die() -> bool:
    raise KilledError


def test_that_it_was_sent_is_known_only_if_it_was(mona):
    case(mona, 9)
    db.session.commit()
    (one,) = digest.digests(clock.now())
    assert digest.send(one, clock.now())
    db.session.rollback()

    assert (mails(), db.session.get(Welcomer, mona.id)) == ([], None)


@pytest.mark.parametrize("state", [State.SENT, State.FAILED])
def test_its_words_are_forgotten_when_the_next_one_comes(mona, state):
    case(mona, 9)
    told_on(MONDAY)
    mails()[0].state = state
    told_on(MONDAY + DAY)

    assert [(mail.text, mail.html) for mail in mails()] == [("", "")]


@pytest.mark.parametrize(("state", "left"), [("sent", [""]), ("failed", [""]), ("waiting", []), ("sending", [])])
def test_when_somebody_is_forgotten_it_names_them_no_more(mona, state, left):
    emma = case(mona, 9)
    told_on(MONDAY)
    mails()[0].state = state
    actions_forget.forget(emma, clock.now())

    assert [mail.text + mail.html for mail in mails()] == left


def test_one_that_waited_then_is_written_anew_in_the_morning_without_them(mona):
    emma = case(mona, 9)
    case(mona, 9, first_name="Nora")
    told_on(MONDAY)
    actions_forget.forget(emma, clock.now())
    told_on(MONDAY + DAY, MONDAY + 2 * DAY)

    assert [("Nora D." in mail.text, "Emma D." in mail.text) for mail in mails()] == [(True, False)]
