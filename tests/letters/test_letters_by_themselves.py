"""Letters that nobody has sent go by themselves in time, once each, whatever happens to who sends them."""

import os
import signal
from datetime import date, datetime, time, timedelta

import pytest

from chapter import clock, jobs
from chapter.db import db
from chapter.i18n import zone
from chapter.letters import actions as actions_letters
from chapter.letters import jobs as jobs_letters
from chapter.messages.rules import KEPT
from chapter.welcome import actions, queries
from chapter.welcome.models import CaseStep
from chapter.welcome.rules import Closing
from tests import cast
from tests.conftest import NOW
from tests.letters import mailed as letters
from tests.letters.mailed import mails, refuse, standing

TODAY = date(2026, 11, 18)


def morning(day: date, hour: int = 9) -> datetime:
    """That hour on the chapter's clocks."""
    return datetime.combine(day, time(hour), zone())


def run(at: datetime = NOW) -> int:
    """Let the job run then."""
    db.session.rollback()
    with clock.frozen(at):
        return jobs_letters.send_letters()


def with_step(kind: str) -> None:
    """Switch a step of the routine on."""
    letters.routine(
        steps=[{**s, "is_on": True} if s["kind"] in (kind, "meeting") else s for s in queries.routine().steps]
    )


@pytest.mark.parametrize(("days", "goes"), [(0, False), (1, False), (2, True), (3, True), (10, True), (11, False)])
def test_it_goes_the_day_before_its_time_is_up_and_not_when_it_has_become_old_news(app, days, goes):
    case = letters.case(days=days)
    db.session.commit()
    assert run() == goes
    assert len(mails()) == goes
    assert (standing(case) == "done") == goes


def test_the_case_says_that_it_went_by_itself(client):
    case = letters.case(days=2)
    db.session.commit()
    run()
    (step,) = db.session.scalars(db.select(CaseStep)).all()
    assert (step.by, step.how, step.message_id) == ("", "mail", mails()[0].id)
    assert (
        "Skickat automatiskt." in client.sign_in(cast.play("member_coordinator")).get(f"/welcome/{case.id}/letter").text
    )


def test_nobody_writes_letters_in_the_night(app):
    letters.case(days=3)
    db.session.commit()
    assert [run(morning(TODAY, hour)) for hour in (0, 8, 9)] == [0, 0, 1]


def test_after_a_week_without_a_server_each_gets_one_letter_and_old_news_gets_none(app):
    for days, name in ((1, "a"), (4, "b"), (9, "c")):
        letters.case(days=days, email=f"{name}@example.org")
    db.session.commit()
    for hour in (9, 10, 11):
        run(morning(TODAY + timedelta(days=7), hour))
    assert [len(mails(f"{name}@example.org")) for name in "abc"] == [1, 0, 0]


@pytest.mark.parametrize(
    "off", [{"is_on": False}, {"sends_letters": False}], ids=["the routine", "that letters go by themselves"]
)
def test_what_is_switched_off_sends_nothing(app, off):
    letters.routine(**off)
    letters.case(days=3)
    db.session.commit()
    assert run() == 0


@pytest.mark.parametrize("facts", [{"email": None}, {"left_on": TODAY}, {"leaving_at": NOW}])
def test_who_cannot_or_should_not_be_written_to_is_not(app, facts):
    case = letters.case(days=3)
    for name, value in facts.items():
        setattr(case.person, name, value)
    db.session.commit()
    assert run() == 0


def test_a_case_that_rests_or_is_closed_sends_nothing(app):
    rests, closed = letters.case(days=3), letters.case(days=3)
    actions.pause(rests, None, NOW)
    actions.close(closed, Closing.NOT_NOW, cast.play("board"), NOW)
    db.session.commit()
    assert run() == 0


def test_what_was_sent_posted_or_left_out_does_not_go(app):
    sent, posted, left_out = (letters.case(days=3) for _number in range(3))
    actions_letters.send(sent, "welcome", "Ada", NOW)
    actions_letters.posted(posted, "welcome", "Ada", NOW)
    actions.skip(left_out, "letter", "De träffades på torget", "Ada", NOW)
    db.session.commit()
    assert (run(), len(mails())) == (0, 1)


def test_the_message_the_day_after_goes_the_day_after_it_was_noted_that_they_came(app):
    with_step("day_after")
    case = letters.case(days=20)
    actions.skip(case, "letter", "", "Ada", NOW)
    db.session.commit()
    assert run() == 0
    actions.do(case, "meeting", "Ada", NOW)
    db.session.commit()
    assert [run(NOW), run(morning(TODAY + timedelta(days=1))), run(morning(TODAY + timedelta(days=2)))] == [0, 1, 0]
    assert mails()[0].subject == "Tack för att du kom, Emma!"


def test_what_came_back_goes_again_only_when_the_address_has_been_corrected(app):
    case = letters.case(days=2)
    db.session.commit()
    run()
    refuse(mails()[0])
    assert run() == 0
    case.person.email = "rätt@example.org"
    db.session.commit()
    assert (run(), run(), len(mails("rätt@example.org"))) == (1, 0, 1)


def test_that_a_letter_never_arrived_outlives_the_outbox(app):
    case = letters.case()
    actions_letters.send(case, "welcome", "Ada", NOW)
    refuse(mails()[0])
    run(NOW + KEPT - timedelta(days=1))
    db.session.delete(mails()[0])
    db.session.commit()
    assert standing(case) != "done"


def workers(app, number: int, kill: str = "") -> None:
    """So many processes that send letters at once, each killed when it comes to a point, if there is one."""
    db.session.commit()
    db.session.remove()
    db.engine.dispose()
    made = [pid for _number in range(number) if (pid := os.fork()) or _work(kill)]
    for pid in made:
        os.waitpid(pid, 0)


def _work(kill: str) -> None:
    def die(*_given: object, **_named: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    places = {"nothing written": (actions_letters, "_post"), "half written": (actions, "do")}
    places["not committed"] = (jobs, "still_at_it")
    if kill:
        setattr(*places[kill], die)
    jobs_letters.send_letters()
    os._exit(0)


def test_two_workers_at_once_send_one_letter_each_new_member(app):
    for number in range(6):
        letters.case(days=2, email=f"ny{number}@example.org")
    workers(app, 3)
    assert [len(mails(f"ny{number}@example.org")) for number in range(6)] == [1] * 6


@pytest.mark.parametrize("kill", ["nothing written", "half written", "not committed"])
def test_killed_anywhere_it_has_sent_and_noted_or_neither_and_goes_on(app, kill):
    case = letters.case(days=2)
    workers(app, 1, kill)
    assert (len(mails()), standing(case)) == (0, "due")
    assert (run(), len(mails()), standing(case)) == (1, 1, "done")
