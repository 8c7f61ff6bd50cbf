"""Pages for whoever takes courses: which there are, what one learns, one’s own marks. The blueprint is made here."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import ANYONE, SIGNED_IN, allow, may, reader_s, sign_in_first
from chapter.courses import actions, queries
from chapter.courses.models import Course, CourseOccasion
from chapter.courses.rules import Event, calendar
from chapter.courses.words import CATEGORIES
from chapter.db import db
from chapter.errors import Missing
from chapter.handbook.rendering import Text, shown
from chapter.i18n import _, in_language, language, lazy
from chapter.pages import file_response, public_url, render, section, see_other

bp = Blueprint("courses", __name__, url_prefix="/courses")
section("handbook", 40, lazy("Courses"), "courses.courses", SIGNED_IN, "courses.course")
bp.app_context_processor(lambda: {"category_words": CATEGORIES})


@bp.get("/")
@allow(ANYONE)
def courses() -> Response:
    """The courses that there are, one's own first."""
    found, now = queries.courses(reader_s()), clock.now()
    own = queries.own(current_user.id) if current_user.is_authenticated else queries.Own()
    coming = {course.id: queries.to_come(course, now) for course in found}
    progress = queries.progress(reader_s(), _reader())
    begun = {id for id, one in progress.items() if one.read}
    mine = [course for course in found if own.has(course) or course.id in begun]
    others = [course for course in found if course not in mine]
    facts: dict[str, Any] = {"own": own, "coming": coming, "progress": progress, "cares": may(queries.CARE)}
    return render("courses/courses.html", mine=mine, others=others, **facts)


def _reader() -> int | None:
    """Whose marks are shown; nobody's to a stranger."""
    return current_user.id if current_user.is_authenticated else None


@bp.get("/<int:course_id>/")
@allow(ANYONE)
def course(course_id: int) -> Response:
    """A course: what one learns, when it is given, and what there is to read."""
    there = _course(course_id)
    if there is None:
        return sign_in_first()
    account_id = _reader()
    return render(
        "courses/course.html",
        course=there,
        about=_about(there),
        coming=queries.to_come(there, clock.now()),
        readings=queries.readings(there, reader_s(), language(), account_id),
        own=queries.own_of(there, account_id),
        cares=may(queries.CARE),
    )


def _course(course_id: int) -> Course | None:
    """The course; None if a stranger might see it once they have signed in, whether it is there or not."""
    try:
        return queries.course(course_id, reader_s())
    except Missing:
        if current_user.is_authenticated:
            raise
        return None


def _about(course: Course) -> Any:
    """What one learns, in the reader's language or else in the other, and which language that is."""
    written = {code: text for code, text in course.about.items() if text}
    code = language() if language() in written else next(iter(written), language())
    return {"language": code, "html": shown(Text(written[code], code)).html if written else ""}


@bp.get("/<int:course_id>/<int:occasion_id>.ics")
@allow(ANYONE)
def occasion_ics(course_id: int, occasion_id: int) -> Response:
    """An occasion for one's own calendar."""
    there = _course(course_id)
    if there is None:
        return sign_in_first()
    found = _event(queries.occasion(there, occasion_id))
    return file_response(calendar(found, clock.now()), "text/calendar", f"course-{occasion_id}.ics")


def _event(occasion: CourseOccasion) -> Event:
    """``occasion`` as a calendar has it; the digital meeting is told to those who have signed in."""
    url = public_url("courses.course", course_id=occasion.course_id)
    link = occasion.link if current_user.is_authenticated else ""
    about = "\n".join(part for part in (link, url) if part)
    uid = f"course-occasion-{occasion.id}@{public_url('home.front').split('/')[2]}"
    title, place = in_language(occasion.course.title), occasion.place or link
    return Event(uid, title, occasion.starts_at, occasion.ends_at, place, about, url)


@bp.post("/<int:course_id>/interest")
@allow(SIGNED_IN)
def interest(course_id: int) -> Response:
    """Be told when the course is given."""
    there = queries.course(course_id, reader_s(), for_change=True)
    actions.be_interested(there, current_user, clock.now())
    db.session.commit()
    flash(_("You get an e-mail when there is a new date."), "success")
    return _back(there)


@bp.post("/<int:course_id>/no-interest")
@allow(SIGNED_IN)
def no_interest(course_id: int) -> Response:
    """Be told no more."""
    there = queries.course(course_id, reader_s(), for_change=True)
    actions.be_interested_no_more(there, current_user)
    db.session.commit()
    flash(_("You get no more e-mails about this course."), "success")
    return _back(there)


@bp.post("/<int:course_id>/pages/<int:page_id>/tick")
@allow(SIGNED_IN)
def tick(course_id: int, page_id: int) -> Response:
    """Tick off a page; with the last one the course is done."""
    there = queries.course(course_id, reader_s(), for_change=True)
    readable = [reading.line.id for reading in queries.readings(there, reader_s(), language(), None)]
    is_last = actions.tick(there, page_id, readable, current_user, clock.now())
    db.session.commit()
    if is_last:
        flash(_("That was the last page. You have done the course!"), "success")
    return _back(there, "pages")


@bp.post("/<int:course_id>/pages/<int:page_id>/untick")
@allow(SIGNED_IN)
def untick(course_id: int, page_id: int) -> Response:
    """Take the tick away."""
    there = queries.course(course_id, reader_s(), for_change=True)
    actions.untick(there, page_id, current_user)
    db.session.commit()
    return _back(there, "pages")


@bp.post("/<int:course_id>/done")
@allow(SIGNED_IN)
def done(course_id: int) -> Response:
    """Note that one has done the course."""
    there = queries.course(course_id, reader_s(), for_change=True)
    actions.have_done(there, current_user, clock.now())
    db.session.commit()
    flash(_("Well done! It stands among your courses."), "success")
    return _back(there)


@bp.post("/<int:course_id>/not-done")
@allow(SIGNED_IN)
def not_done(course_id: int) -> Response:
    """Take that back."""
    there = queries.course(course_id, reader_s(), for_change=True)
    actions.have_not_done(there, current_user)
    db.session.commit()
    return _back(there)


def _back(course: Course, anchor: str | None = None) -> Response:
    return see_other(url_for(".course", course_id=course.id, _anchor=anchor))
