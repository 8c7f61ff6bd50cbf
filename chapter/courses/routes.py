"""Pages for those who look after courses: making, changing and removing them. The other parts are in routes_parts."""

from typing import Any

from flask import Response, flash, url_for
from flask_login import current_user
from wtforms.validators import ValidationError

from chapter import clock
from chapter.access import Permission, allow, reader_s
from chapter.courses import actions, queries, routes_parts, routes_take
from chapter.courses.forms import CourseForm
from chapter.courses.models import Course
from chapter.db import db
from chapter.handbook.rendering import troubles
from chapter.i18n import LANGUAGES, _, in_language
from chapter.media import places
from chapter.pages import render, see_other

bp = routes_take.bp
__all__ = ["bp", "routes_parts"]


def _shown(sources: list[str]) -> dict[str, tuple[str, str]]:
    """Which courses show an upload, for whoever looks after uploads."""
    titles = queries.titles([int(source.partition(":")[2]) for source in sources])
    return {f"course:{id}": (in_language(title), url_for("courses.course", course_id=id)) for id, title in titles}


places.register("course:", _shown)


@bp.get("/new")
@allow(Permission.PAGES_WRITE)
def new() -> Response:
    """The form for a new course."""
    return _editor(None, _form(None, formdata=None))


@bp.post("/new")
@allow(Permission.PAGES_WRITE)
def make() -> Response:
    """Make a course; dates and pages come next, on its own page."""
    form = _form(None)
    if not _is_good(form):
        return _editor(None, form, status=422)
    course = actions.make(form.facts(), current_user.name, clock.now())
    db.session.commit()
    flash(_("The course is there. Add dates, or pages to read."), "success")
    return see_other(url_for(".course", course_id=course.id))


@bp.get("/<int:course_id>/edit")
@allow(Permission.PAGES_WRITE)
def edit(course_id: int) -> Response:
    """The form as it was filled in."""
    course = queries.course(course_id, reader_s())
    form = _form(course, formdata=None)
    form.show(course)
    return _editor(course, form)


@bp.post("/<int:course_id>/edit")
@allow(Permission.PAGES_WRITE)
def change(course_id: int) -> Response:
    """Save the changes, unless somebody else has made some meanwhile."""
    course = queries.course(course_id, reader_s(), for_change=True)
    form = _form(course)
    if not _is_good(form):
        return _editor(course, form, status=422)
    try:
        actions.change(course, form.facts(), form.seen, current_user.name)
    except actions.Stale:
        form.version.data = str(course.version)
        return _editor(course, form, is_stale=True, status=422)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".course", course_id=course_id))


def _form(course: Course | None, **given: None) -> CourseForm:
    form = CourseForm(**given)
    form.choose_among({leader.id: leader.name for leader in queries.leaders(course)})
    return form


def _is_good(form: CourseForm) -> bool:
    """Whether the form can be saved: also, all that its texts refer to is there."""
    return form.validate(extra_validators={f"about_{code}": [_refers_well] for code in LANGUAGES})


def _refers_well(form: CourseForm, field: Any) -> None:
    if found := troubles(field.data or "", field.name.rpartition("_")[2]):
        raise ValidationError(found[0])


def _editor(course: Course | None, form: CourseForm, is_stale: bool = False, status: int = 200) -> Response:
    return render("courses/edit.html", course=course, form=form, is_stale=is_stale, status=status)


@bp.get("/<int:course_id>/remove")
@allow(Permission.PAGES_WRITE)
def remove(course_id: int) -> Response:
    """Ask whether the course is to go, and say what goes with it."""
    course = queries.course(course_id, reader_s())
    takers, coming = queries.takers(course), queries.to_come(course, clock.now())
    return render("courses/remove.html", course=course, takers=takers, coming=coming)


@bp.post("/<int:course_id>/remove")
@allow(Permission.PAGES_WRITE)
def remove_now(course_id: int) -> Response:
    """Remove the course."""
    course = queries.course(course_id, reader_s(), for_change=True)
    actions.remove(course)
    db.session.commit()
    flash(_("%(course)s is removed.", course=in_language(course.title)), "success")
    return see_other(url_for(".courses"))
