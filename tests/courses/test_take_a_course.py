"""Somebody finds a course, says that they are interested, reads its pages, and has done it."""

import pytest
from flask import Flask

from chapter.access import Audience, audiences
from chapter.accounts.models import Account
from chapter.courses import actions, queries
from tests.cast import CAST, play
from tests.conftest import NOW, Client
from tests.courses import made


@pytest.fixture
def eva(app: Flask) -> Account:
    """A volunteer."""
    return play("volunteer")


def test_the_courses_are_listed_basic_ones_first(client: Client, eva: Account):
    made.course(title={"sv": "Avancerat"}, category="further")
    made.course(title={"sv": "Ringkväll"})
    page = client.sign_in(eva).get("/courses/").text

    assert page.index("Ringkväll") < page.index("Avancerat")


def test_without_courses_the_page_says_so(client: Client, eva: Account):
    assert "inga kurser" in client.sign_in(eva).get("/courses/").text


def test_one_s_own_courses_come_first(client: Client, eva: Account):
    made.course(title={"sv": "Aaa"})
    made.interested(made.course(title={"sv": "Zzz"}), eva)
    page = client.sign_in(eva).get("/courses/").text

    assert page.index("Dina kurser") < page.index("Zzz") < page.index("Aaa")


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("part", CAST)
def test_a_course_is_there_for_its_audience_alone(client: Client, part: str, audience: Audience):
    course, reader = made.course(audience=audience), play(part)
    expected = 200 if audience in audiences(reader.roles) else 404
    browser = client.sign_in(reader)

    assert browser.get(f"/courses/{course.id}/").status_code == expected
    assert ("Ringkväll" in browser.get("/courses/").text) == (expected == 200)
    assert browser.post(f"/courses/{course.id}/interest").status_code in (303, 404)
    assert (course.id in queries.own(reader.id).interests) == (expected == 200)


def test_a_stranger_is_asked_to_sign_in_whether_a_course_is_there_or_not(client: Client):
    course = made.course()
    answers = [client.get(f"/courses/{number}/").status_code for number in (course.id, 999)]

    assert answers == [303, 303]


def test_a_stranger_sees_a_public_course_but_not_its_link(client: Client):
    course = made.course(audience=Audience.PUBLIC)
    made.occasion(course, link="https://example.org/hemligt")
    page = client.get(f"/courses/{course.id}/").text

    assert "Ringkväll" in page
    assert "hemligt" not in page


def test_interest_is_one_tap_and_can_be_taken_back(client: Client, eva: Account):
    course = made.course()
    browser = client.sign_in(eva)
    for _twice in range(2):
        assert browser.post(f"/courses/{course.id}/interest").status_code == 303
    assert queries.own(eva.id).interests == {course.id}
    browser.post(f"/courses/{course.id}/no-interest")

    assert queries.own(eva.id).interests == set()


def test_pages_are_ticked_off_and_with_the_last_the_course_is_done(client: Client, eva: Account):
    course, pages = made.reading_course("Först", "Sedan")
    browser = client.sign_in(eva)
    for page in pages:
        browser.post(f"/courses/{course.id}/pages/{page.id}/tick")

    assert queries.progress(frozenset(Audience), eva.id) == {course.id: (2, 2)}
    assert course.id in queries.own(eva.id).done


def test_a_tick_can_be_taken_away(client: Client, eva: Account):
    course, (page, _other) = made.reading_course("Först", "Sedan")
    browser = client.sign_in(eva)
    browser.post(f"/courses/{course.id}/pages/{page.id}/tick")
    browser.post(f"/courses/{course.id}/pages/{page.id}/untick")

    assert queries.progress(frozenset(Audience), eva.id)[course.id].read == 0


def test_a_page_that_one_may_not_read_is_neither_shown_nor_needed(client: Client, eva: Account):
    course, (page,) = made.reading_course("Först")
    secret = made.page("Hemligt", Audience.OFFICERS)
    actions.add_page(course, secret.id)
    browser = client.sign_in(eva)
    browser.post(f"/courses/{course.id}/pages/{secret.id}/tick")
    browser.post(f"/courses/{course.id}/pages/{page.id}/tick")

    assert "Hemligt" not in browser.get(f"/courses/{course.id}/").text
    assert course.id in queries.own(eva.id).done


def test_a_page_that_one_may_not_read_is_not_counted_either(client: Client, eva: Account):
    course, (page, _other) = made.reading_course("Först", "Sedan")
    actions.add_page(course, made.page("Hemligt", Audience.OFFICERS).id)
    browser = client.sign_in(eva)
    assert "På egen hand: 2 sidor" in browser.get("/courses/").text
    browser.post(f"/courses/{course.id}/pages/{page.id}/tick")

    assert "Du har läst 1 av 2 sidor" in browser.get("/courses/").text


def test_a_course_can_be_done_and_not_done_after_all(client: Client, eva: Account):
    course, browser = made.course(), client.sign_in(eva)
    made.interested(course, eva)
    browser.post(f"/courses/{course.id}/done")
    assert (queries.own(eva.id).interests, course.id in queries.own(eva.id).done) == (set(), True)
    browser.post(f"/courses/{course.id}/not-done")

    assert queries.own(eva.id).done == {}


def test_a_date_goes_into_one_s_calendar(client: Client, eva: Account):
    course = made.course()
    occasion = made.occasion(course, link="https://example.org/rum")
    answer = client.sign_in(eva).get(f"/courses/{course.id}/{occasion.id}.ics")

    assert answer.mimetype == "text/calendar"
    assert "SUMMARY:Ringkväll" in answer.text
    assert "https://example.org/rum" in answer.text


def test_the_date_of_another_course_is_not_there(client: Client, eva: Account):
    occasion = made.occasion(made.course(audience=Audience.OFFICERS))
    other = made.course()

    assert client.sign_in(eva).get(f"/courses/{other.id}/{occasion.id}.ics").status_code == 404


def test_a_date_that_is_over_is_not_shown(client: Client, eva: Account):
    course = made.course()
    made.occasion(course, starts_at=NOW - made.WEEK, place="Folkets hus")

    assert "Folkets hus" not in client.sign_in(eva).get(f"/courses/{course.id}/").text


def test_a_course_is_found_by_search(client: Client, eva: Account):
    made.course(about={"sv": "Vi övar på svåra samtal."})

    assert "/courses/" in client.sign_in(eva).get("/search?q=svårt+samtal").text
    assert "Ringkväll" not in client.get("/sign-out").text


def test_strangers_are_told_that_there_may_be_more(client: Client):
    assert "/sign-in?next=/courses/" in client.get("/courses/").text
