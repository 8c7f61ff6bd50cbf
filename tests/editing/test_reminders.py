"""Those who look after pages are told when their day has come."""

from datetime import date, timedelta

import pytest

from chapter import clock
from chapter.accounts.models import Account
from chapter.db import db
from chapter.editing.jobs import remind
from chapter.handbook.models import Page
from chapter.messages.models import Message
from tests.cast import play
from tests.conftest import NOW
from tests.editing import made

TODAY = date(2026, 11, 18)


@pytest.fixture
def due(writer: Account) -> Page:
    """A page whose day is today."""
    page = made.page(owner_id=writer.id, check_by=TODAY)
    db.session.commit()
    return page


def mails() -> list[Message]:
    """What was posted."""
    return list(db.session.scalars(db.select(Message).order_by(Message.id)))


def test_the_owner_is_told_on_the_day(due: Page):
    assert remind() == {"sent": 1}

    mail = mails()[0]
    assert mail.to_email == "call_leader@example.org"
    assert mail.subject == "Stämmer den här sidan fortfarande?"
    assert f"/write/{due.id}" in mail.text


def test_nobody_is_told_twice_on_a_day(due: Page):
    assert [remind(), remind()] == [{"sent": 1}, {"sent": 0}]


def test_a_week_later_they_are_told_again_and_not_before(due: Page):
    remind()
    told = []
    for days in (6, 7):
        with clock.frozen(NOW + timedelta(days=days)):
            told.append(remind()["sent"])

    assert told == [0, 1]


def test_who_has_seen_to_it_is_not_told_again(due: Page):
    due.check_by = date(2027, 5, 18)
    db.session.commit()

    assert remind() == {"sent": 0}


def test_all_pages_of_somebody_come_in_one_mail(due: Page, writer: Account):
    remind()
    made.page("Annan", owner_id=writer.id, check_by=TODAY + timedelta(days=1))
    db.session.commit()
    with clock.frozen(NOW + timedelta(days=1)):
        assert remind() == {"sent": 1}

    assert mails()[1].subject == "Stämmer de här 2 sidorna fortfarande?"


def test_who_may_not_write_is_not_told(app: object):
    made.page(owner_id=play("member").id, check_by=TODAY)
    db.session.commit()

    assert remind() == {"sent": 0}


def test_nobody_s_page_reminds_nobody_and_stays_when_its_owner_goes(due: Page, writer: Account):
    db.session.delete(writer)
    db.session.commit()
    db.session.expire_all()

    assert due.owner_id is None
    assert remind() == {"sent": 0}
