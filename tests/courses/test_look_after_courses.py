"""Whoever looks after courses makes, changes and removes them, gives them dates and pages, and notes who came."""

from collections.abc import Sequence

import pytest
from flask import Flask

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.courses import actions, queries
from chapter.courses.models import Course
from chapter.db import db
from chapter.handbook import actions as handbook
from chapter.messages.models import Message
from tests import factories
from tests.cast import play
from tests.conftest import NOW, Client
from tests.courses import made

TYPED = {
    "title_sv": "Ringkväll",
    "about_sv": "Vi ringer.",
    "category": "basic",
    "audience": "volunteers",
    "leader_id": "0",
    "version": "1",
}
DATE = {"starts_at": "2026-12-03T18:00", "place": "Biblioteket"}


@pytest.fixture
def leader(client: Client) -> Client:
    """A call leader's browser."""
    return client.sign_in(play("call_leader"))


def all_courses() -> Sequence[Course]:
    """All that there are."""
    return db.session.scalars(db.select(Course)).all()


def mails() -> list[str]:
    """To whom mails about courses went."""
    return list(db.session.scalars(db.select(Message.to_email).where(Message.source.startswith("course:"))))


def test_a_course_is_made(leader: Client):
    answer = leader.post("/courses/new", data=TYPED)
    (course,) = all_courses()

    assert answer.location == f"/courses/{course.id}/"
    assert (course.title["sv"], course.changed_by) == ("Ringkväll", "Call Leader Ek")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title_sv": ""}, "minst ett språk"),
        ({"about_sv": "Ring {nobody.phone}"}, "{nobody.phone}"),
        ({"audience": "everyone"}, "audience"),
        ({"leader_id": "999"}, "leader_id"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(leader: Client, wrong: dict[str, str], said: str):
    answer = leader.post("/courses/new", data={**TYPED, "about_nb": "Vi ringer sammen.", **wrong})

    assert (answer.status_code, all_courses()) == (422, [])
    assert said in answer.text
    assert "Vi ringer sammen." in answer.text


def test_a_course_is_changed(leader: Client):
    course = made.course()
    leader.post(f"/courses/{course.id}/edit", data={**TYPED, "title_sv": "Ringmorgon"})

    assert (course.title["sv"], course.version) == ("Ringmorgon", 2)


def test_of_two_who_change_at_once_the_second_is_told(leader: Client):
    course = made.course()
    actions.change(course, {"title": {"sv": "Min"}}, 1, "Bo Ek")
    answer = leader.post(f"/courses/{course.id}/edit", data={**TYPED, "title_sv": "Din"})

    assert (answer.status_code, course.title["sv"]) == (422, "Min")
    assert "Bo Ek" in answer.text
    assert "Din" in answer.text


def test_the_form_shows_what_is_kept(leader: Client):
    course = made.course(audience=Audience.MEMBERS)

    assert '<option selected value="members">' in leader.get(f"/courses/{course.id}/edit").text


def test_a_course_is_removed_with_all_that_hangs_on_it(leader: Client):
    course, _pages = made.reading_course("Först")
    made.occasion(course)
    made.interested(course, factories.account())
    assert leader.get(f"/courses/{course.id}/remove").status_code == 200
    leader.post(f"/courses/{course.id}/remove")

    assert all_courses() == []
    assert "Ringkväll" not in leader.get("/search?q=ringkväll").text.split('id="found"')[1]


def test_those_who_are_interested_get_one_mail_about_a_date(leader: Client):
    course, eva = made.course(), factories.account(email="eva@example.org")
    made.interested(course, eva, factories.account(email="ny@example.org", confirmed_at=None))
    for _twice in range(2):
        leader.post(f"/courses/{course.id}/occasions/new", data=DATE)

    assert mails() == ["eva@example.org"]
    assert len(course.occasions) == 1


def test_the_mail_is_in_the_reader_s_language(leader: Client):
    course = made.course()
    made.interested(course, factories.account(email="eva@example.org", language="nb"))
    leader.post(f"/courses/{course.id}/occasions/new", data=DATE)
    mail = db.session.scalars(db.select(Message)).one()

    assert "Ringekveld" in mail.subject
    assert "torsdag 3. desember" in mail.text


def test_a_mail_says_when_it_ends_and_that_one_meets_digitally(leader: Client):
    course, eva = made.course(), play("volunteer")
    made.interested(course, eva)
    digital = {"starts_at": "2026-12-03T18:00", "ends_at": "2026-12-03T20:00", "link": "https://meet.example.org"}
    leader.post(f"/courses/{course.id}/occasions/new", data=digital)

    assert "kl. 18.00–20.00, digitalt möte" in db.session.scalars(db.select(Message)).one().text
    assert "digitalt möte" in leader.get("/courses/").text


def test_who_may_no_longer_see_the_course_gets_no_mail(leader: Client):
    course, volunteer = made.course(audience=Audience.MEMBERS), factories.account()
    made.interested(course, volunteer)
    leader.post(f"/courses/{course.id}/occasions/new", data=DATE)

    assert mails() == []


def test_of_a_date_that_is_over_nobody_is_told(leader: Client):
    course = made.course()
    made.interested(course, factories.account())
    leader.post(f"/courses/{course.id}/occasions/new", data={**DATE, "starts_at": "2026-11-01T18:00"})

    assert mails() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": ""},
        {"place": ""},
        {"ends_at": "2026-12-03T17:00"},
        {"link": "javascript:alert(1)"},
        {"places": "0"},
    ],
)
def test_a_date_that_cannot_be_is_refused(leader: Client, wrong: dict[str, str]):
    course = made.course()
    answer = leader.post(f"/courses/{course.id}/occasions/new", data={**DATE, **wrong})

    assert (answer.status_code, course.occasions) == (422, [])


def test_a_date_is_changed_and_removed(leader: Client):
    course = made.course()
    occasion = made.occasion(course)
    address = f"/courses/{course.id}/occasions/{occasion.id}"
    assert "Biblioteket" in leader.get(address).text
    leader.post(address, data={**DATE, "place": "Folkets hus", "version": str(occasion.version)})
    assert occasion.place == "Folkets hus"
    leader.post(f"{address}/remove")

    assert course.occasions == []


def titles(course: Course) -> list[str]:
    """Its pages, in their order."""
    return [reading.line.title for reading in queries.readings(course, frozenset(Audience), "sv", None)]


def test_pages_are_added_moved_and_taken_out(leader: Client):
    course, (first, _second) = made.reading_course("A", "B")
    third = made.page("C")
    leader.post(f"/courses/{course.id}/pages", data={"page_id": third.id})
    leader.post(f"/courses/{course.id}/pages/{third.id}/move", data={"way": "up"})
    assert titles(course) == ["A", "C", "B"]
    leader.post(f"/courses/{course.id}/pages/{first.id}/move", data={"way": "down"})
    leader.post(f"/courses/{course.id}/pages/{third.id}/remove")

    assert titles(course) == ["A", "B"]


@pytest.mark.parametrize("wrong", ["0", "x", "999"])
def test_a_page_must_be_chosen(leader: Client, wrong: str):
    course = made.course()

    assert leader.post(f"/courses/{course.id}/pages", data={"page_id": wrong}).status_code == 422


@pytest.mark.parametrize("way", ["up", "down", "sideways"])
def test_the_ends_of_the_list_hold(leader: Client, way: str):
    course, (page,) = made.reading_course("A")

    assert leader.post(f"/courses/{course.id}/pages/{page.id}/move", data={"way": way}).status_code == 303
    assert titles(course) == ["A"]


def test_who_took_part_is_noted_and_taken_back(leader: Client, app: Flask):
    course, eva = made.course(), factories.account(name="Eva Öst")
    made.interested(course, eva)
    assert "Eva Öst" in leader.get(f"/courses/{course.id}/people").text
    leader.post(f"/courses/{course.id}/people", data={"shown": eva.id, "came": eva.id})
    assert queries.own(eva.id).done[course.id].noted_by == "Call Leader Ek"
    leader.post(f"/courses/{course.id}/people", data={"shown": eva.id})

    assert (queries.own(eva.id).done, queries.own(eva.id).interests) == ({}, {course.id})


def test_what_people_say_of_themselves_is_nobody_else_s_business(leader: Client):
    course, eva = made.course(), factories.account(name="Eva Öst")
    actions.have_done(course, eva, NOW)

    assert "Eva Öst" not in leader.get(f"/courses/{course.id}/people").text


def test_names_are_for_those_who_look_after_courses(client: Client):
    course = made.course()
    made.interested(course, factories.account(name="Eva Öst"))
    browser = client.sign_in(play("member"))

    assert browser.get(f"/courses/{course.id}/people").status_code == 403
    assert "Eva Öst" not in browser.get(f"/courses/{course.id}/").text


def test_marks_go_with_the_account(app: Flask):
    course, (page,) = made.reading_course("A")
    eva: Account = factories.account()
    made.interested(course, eva)
    actions.tick(course, page.id, [page.id], eva, NOW)
    db.session.delete(eva)
    db.session.flush()

    assert queries.takers(course) == []
    assert queries.own(eva.id) == queries.Own()


def test_a_course_that_is_saved_twice_is_one(leader: Client):
    answers = [leader.post("/courses/new", data=TYPED) for _press in range(2)]

    assert len(all_courses()) == 1
    assert answers[0].location == answers[1].location


def test_who_changes_a_date_that_another_has_changed_meanwhile_is_told(leader: Client):
    course = made.course()
    date = made.occasion(course)
    seen, address = date.version, f"/courses/{course.id}/occasions/{date.id}"
    actions.change_occasion(date, {"place": "Folkets hus"}, seen)
    answer = leader.post(address, data={**DATE, "version": str(seen)})
    assert (answer.status_code, date.place) == (422, "Folkets hus")
    assert "Folkets hus" in answer.text

    leader.post(address, data={**DATE, "version": str(date.version)})
    assert date.place == "Biblioteket"


def test_who_said_it_first_and_was_seen_there_is_among_those_who_took_part(leader: Client):
    course, eva = made.course(), play("volunteer")
    actions.have_done(course, eva, NOW)
    actions.be_interested(course, eva, NOW)
    leader.post(f"/courses/{course.id}/people", data={"shown": [eva.id], "came": [eva.id]})

    assert [taker.account.name for taker in queries.takers(course)] == ["Volunteer Ek"]


def test_a_page_is_moved_past_the_next_that_is_shown(leader: Client):
    course, (first, hidden, _last) = made.reading_course("Ett", "Två", "Tre")
    for language in ("sv", "nb"):
        handbook.hide(hidden, language)
    leader.post(f"/courses/{course.id}/pages/{first.id}/move", data={"way": "down"})
    page = leader.get(f"/courses/{course.id}/pages").text

    assert "1. Tre" in page
    assert "2. Ett" in page
