"""Reads: courses, as far as the reader may know of them, and how far each person has come in them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from chapter import i18n
from chapter.access import GRANTS, Audience, Permission, audiences
from chapter.accounts.models import Account, AccountRole
from chapter.courses.models import Course, CourseDone, CourseInterest, CourseOccasion, CoursePage, CourseRead
from chapter.courses.rules import Category
from chapter.db import db, rows
from chapter.errors import Missing
from chapter.handbook import queries as handbook
from chapter.handbook.models import Page
from chapter.i18n import in_language
from chapter.people.rules import sort_name

Readers = Collection[Audience]
CARE = Permission.PAGES_WRITE
"""Who has it looks after courses, and sees who would like to take them."""


@dataclass(frozen=True)
class Own:
    """What one person has to do with courses, by their ids: no more than they themselves see."""

    interests: frozenset[int] = frozenset()
    done: dict[int, CourseDone] = field(default_factory=dict)

    def has(self, course: Course) -> bool:
        """Whether they would like to take ``course``, or have done it."""
        return course.id in self.interests or course.id in self.done


class Progress(NamedTuple):
    """How many pages of a course the reader may read, and how many of them they have ticked off."""

    pages: int
    read: int


class Reading(NamedTuple):
    """A page of a course; ``read_at`` is when the reader ticked it off."""

    line: handbook.Line
    read_at: datetime | None


class Taker(NamedTuple):
    """Somebody who would like to take a course or has done it."""

    account: Account
    since: datetime | None
    done: CourseDone | None


def courses(readers: Readers) -> list[Course]:
    """The courses that ``readers`` may know of, basic ones first, by title; with their occasions."""
    query = select(Course).where(Course.audience.in_(readers))
    found = db.session.scalars(query.options(selectinload(Course.occasions)))
    return sorted(found, key=lambda course: (course.category is Category.FURTHER, _sorted_by(course), course.id))


def _sorted_by(course: Course) -> str:
    return sort_name("", in_language(course.title), i18n.country())


def course(course_id: int, readers: Readers, for_change: bool = False) -> Course:
    """A course; locked if it is to be changed. Raises Missing if it isn't there, or isn't for ``readers``."""
    query = select(Course).where(Course.id == course_id, Course.audience.in_(readers))
    query = query.options(joinedload(Course.leader))
    if for_change:
        query = query.with_for_update(of=Course).execution_options(populate_existing=True)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def titles(ids: Collection[int]) -> list[tuple[int, dict[str, str]]]:
    """The titles of these courses, with their numbers."""
    return [(row[0], row[1]) for row in db.session.execute(select(Course.id, Course.title).where(Course.id.in_(ids)))]


def occasion(course: Course, occasion_id: int) -> CourseOccasion:
    """An occasion of ``course``; raises Missing."""
    found = next((each for each in course.occasions if each.id == occasion_id), None)
    if found is None:
        raise Missing
    return found


def to_come(course: Course, now: datetime) -> list[CourseOccasion]:
    """The occasions of ``course`` that aren't over."""
    return [each for each in course.occasions if (each.ends_at or each.starts_at) >= now]


def own(account_id: int) -> Own:
    """What somebody has to do with all courses."""
    interests = select(CourseInterest.course_id).where(CourseInterest.account_id == account_id)
    done = select(CourseDone).where(CourseDone.account_id == account_id)
    by_course = {each.course_id: each for each in db.session.scalars(done)}
    return Own(frozenset(db.session.scalars(interests)), by_course)


def progress(readers: Readers, account_id: int | None) -> dict[int, Progress]:
    """For each course with pages that ``readers`` may read, how far somebody has come in them."""
    query = (
        select(CoursePage.course_id, func.count(), func.count(CourseRead.read_at))
        .join(Page, Page.id == CoursePage.page_id)
        .outerjoin(CourseRead, _ticked(account_id))
        .where(*handbook.seen_by(readers))
        .group_by(CoursePage.course_id)
    )
    return {course_id: Progress(pages, read) for course_id, pages, read in rows(query)}


def _ticked(account_id: int | None) -> ColumnElement[bool]:
    """That somebody has ticked off a page of a course."""
    same = CourseRead.course_id == CoursePage.course_id, CourseRead.page_id == CoursePage.page_id
    return and_(*same, CourseRead.account_id == (account_id or 0))


def own_of(course: Course, account_id: int | None) -> Own:
    """What somebody has to do with one course, without its pages; nobody has nothing."""
    if account_id is None:
        return Own()
    of_course = CourseInterest.course_id == course.id, CourseDone.course_id == course.id
    query = (
        select(CourseInterest.since, CourseDone)
        .select_from(Account)
        .outerjoin(CourseInterest, and_(CourseInterest.account_id == Account.id, of_course[0]))
        .outerjoin(CourseDone, and_(CourseDone.account_id == Account.id, of_course[1]))
    )
    since, done = db.session.execute(query.where(Account.id == account_id)).one()
    return Own(frozenset({course.id} if since else ()), {course.id: done} if done else {})


def readings(course: Course, readers: Readers, language: str, account_id: int | None) -> list[Reading]:
    """The pages of ``course`` that ``readers`` may read, in order, with what somebody has ticked off."""
    there = db.session.execute(
        select(Page.id, CourseRead.read_at)
        .join(CoursePage, CoursePage.page_id == Page.id)
        .outerjoin(CourseRead, _ticked(account_id))
        .where(CoursePage.course_id == course.id, Page.audience.in_(readers))
        .order_by(CoursePage.position, CoursePage.page_id)
    ).all()
    lines = handbook.lines([id for id, _read in there], language) if there else {}
    return [Reading(lines[id], read_at) for id, read_at in there if id in lines]


def addable(course: Course, language: str) -> list[handbook.Line]:
    """The pages that can be read somewhere and aren't in ``course`` yet, by section and title."""
    taken = {each.page_id for each in course.pages}
    lines = handbook.lines([id for id in db.session.scalars(select(Page.id)) if id not in taken], language)
    return sorted(lines.values(), key=lambda line: (line.section, line.title.casefold()))


def interested(course: Course) -> list[Account]:
    """Those who would like to take ``course`` and may still know of it."""
    query = select(Account).join(CourseInterest, CourseInterest.account_id == Account.id)
    found = db.session.scalars(query.where(CourseInterest.course_id == course.id).options(selectinload(Account.given)))
    return [each for each in found if each.is_active and course.audience in audiences(each.roles)]


def takers(course: Course) -> list[Taker]:
    """Those who would like to take ``course`` or were seen there, by name; not who only says that they have done it,
    which is nobody's business."""
    wishes = select(CourseInterest).where(CourseInterest.course_id == course.id)
    seen = select(CourseDone).where(CourseDone.course_id == course.id, CourseDone.noted_by != "")
    found = [
        Taker(w.account, w.since, None) for w in db.session.scalars(wishes.options(joinedload(CourseInterest.account)))
    ]
    found += [Taker(d.account, None, d) for d in db.session.scalars(seen.options(joinedload(CourseDone.account)))]
    return sorted(found, key=lambda taker: (taker.account.name.casefold(), taker.account.id))


def leaders(course: Course | None) -> list[Account]:
    """Those who can lead a course: whoever looks after courses, and who leads this one."""
    roles = [role for role, granted in GRANTS.items() if CARE in granted]
    able = Account.confirmed_at.is_not(None) & Account.given.any(AccountRole.role.in_(roles))
    if course and course.leader_id:
        able = able | (Account.id == course.leader_id)
    return sorted(db.session.scalars(select(Account).where(able)), key=lambda account: account.name.casefold())
