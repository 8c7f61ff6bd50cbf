"""Courses, their dates and pages, for tests."""

from datetime import timedelta
from typing import Any

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.courses import actions
from chapter.courses.models import Course, CourseOccasion
from chapter.courses.rules import Category
from chapter.db import db
from chapter.handbook import actions as handbook
from chapter.handbook.models import Page
from chapter.handbook.rules import Section
from tests.conftest import NOW

WEEK = timedelta(weeks=1)


def course(**facts: Any) -> Course:
    """A course for whoever is signed in."""
    given = {"title": {"sv": "Ringkväll", "nb": "Ringekveld"}, "about": {"sv": "Vi **ringer**.", "nb": "Vi ringer."}}
    kind = {"category": Category.BASIC, "audience": Audience.VOLUNTEERS}
    return actions.make({**given, **kind, **facts}, "Lo Ledare", NOW)


def occasion(course: Course, **facts: Any) -> CourseOccasion:
    """A date in a week, without anybody being told."""
    given = {"starts_at": NOW + WEEK, "place": "Biblioteket", **facts}
    made = CourseOccasion(course=course, **given)
    db.session.add(made)
    db.session.flush()
    return made


def page(title: str, audience: Audience = Audience.VOLUNTEERS) -> Page:
    """A page of the handbook that can be read."""
    made = handbook.make(Section.HANDBOOK, title, audience, NOW)
    for language in ("sv", "nb"):
        handbook.write(made, language, title, "Text.", "Lo Ledare", NOW)
        handbook.publish(made, language)
    return made


def reading_course(*titles: str, **facts: Any) -> tuple[Course, list[Page]]:
    """A course of pages to read by oneself, and the pages."""
    made, pages = course(**facts), [page(title) for title in titles]
    for each in pages:
        actions.add_page(made, each.id)
    return made, pages


def interested(course: Course, *accounts: Account) -> None:
    """They would like to take it."""
    for account in accounts:
        actions.be_interested(course, account, NOW)
