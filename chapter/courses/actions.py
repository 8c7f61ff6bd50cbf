"""Writes: courses, and how far people have come in them. Each tells the search what has become of it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from chapter import i18n
from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.courses import queries
from chapter.courses.models import Course, CourseDone, CourseInterest, CourseOccasion, CoursePage, CourseRead
from chapter.db import db
from chapter.errors import Refused
from chapter.handbook import placeholders, syntax
from chapter.i18n import lazy
from chapter.lookup import actions as lookup
from chapter.media import actions as media
from chapter.messages import readers
from chapter.messages.actions import post
from chapter.pages import public_url

readers.register("course:", Permission.PAGES_WRITE)

Facts = dict[str, Any]
TWICE = timedelta(minutes=10)
"""The same course, made again by the same writer within this, is the same button pressed twice."""


class Stale(Refused):
    """Somebody else has changed the course since the writer opened it."""

    words = lazy("Somebody else changed the course while you were writing. Nothing of yours is saved yet.")


def make(facts: Facts, by: str, now: datetime) -> Course:
    """A new course of ``facts``: title, about, category, audience, leader_id; pressing twice makes one."""
    just_now = select(Course).where(Course.changed_by == by, Course.created_at >= now - TWICE)
    if made := next((each for each in db.session.scalars(just_now) if _is_so(each, facts)), None):
        return made
    course = Course(**facts, changed_by=by, created_at=now)
    db.session.add(course)
    tell(course)
    return course


def change(course: Course, facts: Facts, version: int, by: str) -> None:
    """Set ``facts``, if the course is as the writer saw it. Raises Stale; saving the same twice is no conflict."""
    if _is_so(course, facts):
        return
    if version != course.version:
        raise Stale
    for name, value in facts.items():
        setattr(course, name, value)
    course.version, course.changed_by = course.version + 1, by
    tell(course)


def _is_so(kept: Course | CourseOccasion, facts: Facts) -> bool:
    """Whether what is kept says all of ``facts`` already."""
    return all(getattr(kept, name) == value for name, value in facts.items())


def tell(course: Course) -> None:
    """Tell the search what can be read of ``course``, and the pictures who may see them."""
    db.session.flush()
    source = f"course:{course.id}"
    lookup.drop(source)
    for language, title in course.title.items():
        if title:
            with i18n.speaking(language):
                about = syntax.plain(course.about.get(language, ""), placeholders.kept)
            lookup.put(source, language, "course", course.audience, title, about, f"/courses/{course.id}/")
    media.use(source, course.audience, media.named_in(*course.about.values()))


def remove(course: Course) -> None:
    """Delete ``course`` with all that people had to do with it."""
    lookup.drop(f"course:{course.id}")
    media.use(f"course:{course.id}", course.audience, ())
    db.session.delete(course)
    db.session.flush()


def add_occasion(course: Course, facts: Facts, now: datetime) -> int:
    """Give ``course`` at a time; it says how many have been told, who were interested. Pressed twice, it is one."""
    if any(_is_so(each, facts) for each in course.occasions):
        return 0
    occasion = CourseOccasion(course=course, **facts)
    db.session.add(occasion)
    db.session.flush()
    told = queries.interested(course) if occasion.starts_at > now else []
    for account in told:
        _tell_of(occasion, account, now)
    return len(told)


def _tell_of(occasion: CourseOccasion, account: Account, now: datetime) -> None:
    course, template = occasion.course, "courses/mail/occasion.md"
    facts: Facts = {"first_name": account.first_name, "course": course, "occasion": occasion}
    facts |= {"source": f"course:{course.id}", "link": public_url("courses.course", course_id=course.id)}
    post(account.name, account.email, account.language, template, now, **facts)


def change_occasion(occasion: CourseOccasion, facts: Facts, version: int) -> None:
    """Set ``facts``: starts_at, ends_at, place, link, places; if it is as the writer saw it. Raises Stale."""
    if version != occasion.version and not _is_so(occasion, facts):
        raise Stale
    for name, value in facts.items():
        setattr(occasion, name, value)
    db.session.flush()


def remove_occasion(occasion: CourseOccasion) -> None:
    """The course isn't given then."""
    db.session.delete(occasion)
    db.session.flush()


def add_page(course: Course, page_id: int) -> None:
    """Put a page last among those to read."""
    if all(each.page_id != page_id for each in course.pages):
        last = max((each.position for each in course.pages), default=-1)
        course.pages.append(CoursePage(page_id=page_id, position=last + 1))
        db.session.flush()


def move_page(course: Course, page_id: int, steps: int, shown: Sequence[int]) -> None:
    """Put a page ``steps`` further down, or up if it is less than nothing, among those that are ``shown`` in order;
    what nobody reads just now stays where it is."""
    place = shown.index(page_id) + steps if page_id in shown else -1
    if not 0 <= place < len(shown):
        return
    order = [each.page_id for each in course.pages]
    there = order.index(shown[place])
    order.remove(page_id)
    order.insert(there, page_id)
    for each in course.pages:
        each.position = order.index(each.page_id)
    db.session.flush()
    db.session.expire(course, ["pages"])


def remove_page(course: Course, page_id: int) -> None:
    """Take a page out of the course; it stays where it stands."""
    course.pages[:] = [each for each in course.pages if each.page_id != page_id]
    db.session.flush()


def be_interested(course: Course, account: Account, now: datetime) -> None:
    """Somebody would like to take ``course``."""
    if db.session.get(CourseInterest, (course.id, account.id)) is None:
        db.session.add(CourseInterest(course_id=course.id, account_id=account.id, since=now))
        db.session.flush()


def be_interested_no_more(course: Course, account: Account) -> None:
    """They take it back, and get no more mails about it."""
    theirs = CourseInterest.course_id == course.id, CourseInterest.account_id == account.id
    db.session.execute(delete(CourseInterest).where(*theirs))


def tick(course: Course, page_id: int, readable: Collection[int], account: Account, now: datetime) -> bool:
    """Somebody has read a page, one of those ``readable`` to them; with the last they have done the course, and it
    says so."""
    if page_id not in readable:
        return False
    if db.session.get(CourseRead, (course.id, page_id, account.id)) is None:
        db.session.add(CourseRead(course_id=course.id, page_id=page_id, account_id=account.id, read_at=now))
        db.session.flush()
    theirs = CourseRead.course_id == course.id, CourseRead.account_id == account.id
    is_last = set(db.session.scalars(select(CourseRead.page_id).where(*theirs))) >= set(readable)
    if is_last:
        have_done(course, account, now)
    return is_last


def untick(course: Course, page_id: int, account: Account) -> None:
    """They would like to read it once more."""
    theirs = CourseRead.course_id == course.id, CourseRead.account_id == account.id
    db.session.execute(delete(CourseRead).where(*theirs, CourseRead.page_id == page_id))


def have_done(course: Course, account: Account, now: datetime, noted_by: str = "") -> None:
    """Somebody has done ``course``: they say so, or a leader who saw them there. They need no mails about it."""
    be_interested_no_more(course, account)
    done = db.session.get(CourseDone, (course.id, account.id))
    if done is None:
        db.session.add(CourseDone(course_id=course.id, account_id=account.id, done_at=now, noted_by=noted_by))
    else:
        done.noted_by = done.noted_by or noted_by
    db.session.flush()


def have_not_done(course: Course, account: Account) -> None:
    """They haven't after all."""
    theirs = CourseDone.course_id == course.id, CourseDone.account_id == account.id
    db.session.execute(delete(CourseDone).where(*theirs))


def note_who_came(course: Course, shown: Collection[int], came: Collection[int], by: str, now: datetime) -> int:
    """Of the accounts ``shown`` to the leader those in ``came`` have done the course, the others haven't; it says how
    many are new."""
    new = 0
    for taker in queries.takers(course):
        if taker.account.id not in shown:
            continue
        if taker.account.id in came and not taker.done:
            have_done(course, taker.account, now, by)
            new += 1
        elif taker.done and taker.account.id not in came:
            have_not_done(course, taker.account)
            be_interested(course, taker.account, now)
    return new
