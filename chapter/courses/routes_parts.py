"""Pages for those who look after courses: when one is given, what there is to read, and who takes part."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow, reader_s
from chapter.courses import actions, queries
from chapter.courses.forms import AddPage, OccasionForm, WhoCame
from chapter.courses.models import Course, CourseOccasion
from chapter.courses.routes_take import bp
from chapter.db import db
from chapter.i18n import _, daytime, language, ngettext
from chapter.pages import render, see_other
from chapter.people.looks import What, saw

STEPS = {"up": -1, "down": 1}


@bp.get("/<int:course_id>/occasions/new")
@allow(Permission.PAGES_WRITE)
def new_occasion(course_id: int) -> Response:
    """The form for a new date."""
    return _occasion_page(queries.course(course_id, reader_s()), None, OccasionForm(formdata=None))


@bp.post("/<int:course_id>/occasions/new")
@allow(Permission.PAGES_WRITE)
def add_occasion(course_id: int) -> Response:
    """Add a date, and tell those who are interested."""
    course, form = queries.course(course_id, reader_s(), for_change=True), OccasionForm()
    if not form.validate():
        return _occasion_page(course, None, form, 422)
    told = actions.add_occasion(course, form.facts(), clock.now())
    db.session.commit()
    mailed = ngettext(
        "%(num)s person who is interested gets an e-mail.", "%(num)s people who are interested get an e-mail.", told
    )
    flash(f"{_('The date is added.')} {mailed if told else ''}".strip(), "success")
    return see_other(url_for(".course", course_id=course_id))


@bp.get("/<int:course_id>/occasions/<int:occasion_id>")
@allow(Permission.PAGES_WRITE)
def occasion(course_id: int, occasion_id: int) -> Response:
    """The form as it was filled in."""
    course = queries.course(course_id, reader_s())
    there = queries.occasion(course, occasion_id)
    return _occasion_page(course, there, OccasionForm(formdata=None, obj=there))


@bp.post("/<int:course_id>/occasions/<int:occasion_id>")
@allow(Permission.PAGES_WRITE)
def change_occasion(course_id: int, occasion_id: int) -> Response:
    """Save the date as it is now."""
    course, form = queries.course(course_id, reader_s(), for_change=True), OccasionForm()
    there = queries.occasion(course, occasion_id)
    if not form.validate():
        return _occasion_page(course, there, form, 422)
    try:
        actions.change_occasion(there, form.facts(), form.seen)
    except actions.Stale:
        form.version.data = str(there.version)
        return _occasion_page(course, there, form, 422, is_stale=True)
    db.session.commit()
    flash(_("Saved. Nobody has been told: tell those who are coming."), "success")
    return see_other(url_for(".course", course_id=course_id))


@bp.post("/<int:course_id>/occasions/<int:occasion_id>/remove")
@allow(Permission.PAGES_WRITE)
def remove_occasion(course_id: int, occasion_id: int) -> Response:
    """The course isn't given then."""
    course = queries.course(course_id, reader_s(), for_change=True)
    there = queries.occasion(course, occasion_id)
    words = _("%(date)s is removed. Nobody has been told: tell those who were coming.", date=daytime(there.starts_at))
    actions.remove_occasion(there)
    db.session.commit()
    flash(words, "success")
    return see_other(url_for(".course", course_id=course_id))


def _occasion_page(
    course: Course, there: CourseOccasion | None, form: OccasionForm, status: int = 200, is_stale: bool = False
) -> Response:
    told = 0 if there else len(queries.interested(course))
    facts: dict[str, Any] = {"course": course, "occasion": there, "form": form, "told": told, "is_stale": is_stale}
    return render("courses/occasion.html", status=status, **facts)


@bp.get("/<int:course_id>/pages")
@allow(Permission.PAGES_WRITE)
def pages(course_id: int) -> Response:
    """Which pages there are to read, and in which order."""
    course = queries.course(course_id, reader_s())
    return _pages_page(course, _add_form(course, None))


@bp.post("/<int:course_id>/pages")
@allow(Permission.PAGES_WRITE)
def add_page(course_id: int) -> Response:
    """Add a page to read."""
    course = queries.course(course_id, reader_s(), for_change=True)
    form = _add_form(course)
    if not form.validate():
        return _pages_page(course, form, 422)
    actions.add_page(course, form.page_id.data)
    db.session.commit()
    return see_other(url_for(".pages", course_id=course_id))


@bp.post("/<int:course_id>/pages/<int:page_id>/move")
@allow(Permission.PAGES_WRITE)
def move_page(course_id: int, page_id: int) -> Response:
    """Move a page one place up or down."""
    course = queries.course(course_id, reader_s(), for_change=True)
    shown = [reading.line.id for reading in queries.readings(course, reader_s(), language(), None)]
    actions.move_page(course, page_id, STEPS.get(request.form.get("way", ""), 0), shown)
    db.session.commit()
    return see_other(url_for(".pages", course_id=course_id))


@bp.post("/<int:course_id>/pages/<int:page_id>/remove")
@allow(Permission.PAGES_WRITE)
def remove_page(course_id: int, page_id: int) -> Response:
    """Take a page out of the course."""
    course = queries.course(course_id, reader_s(), for_change=True)
    actions.remove_page(course, page_id)
    db.session.commit()
    flash(_("The page is taken out of the course. It is still where it stands."), "success")
    return see_other(url_for(".pages", course_id=course_id))


def _add_form(course: Course, *formdata: None) -> AddPage:
    form = AddPage(*formdata)
    form.choose_among((line.id, line.title) for line in queries.addable(course, language()))
    return form


def _pages_page(course: Course, form: AddPage, status: int = 200) -> Response:
    readings = queries.readings(course, reader_s(), language(), None)
    return render("courses/pages.html", course=course, form=form, readings=readings, status=status)


@bp.get("/<int:course_id>/people")
@allow(Permission.PAGES_WRITE)
def people(course_id: int) -> Response:
    """Who would like to take the course, and who has taken part."""
    return _people_page(queries.course(course_id, reader_s()), None)


@bp.post("/<int:course_id>/people")
@allow(Permission.PAGES_WRITE)
def note_people(course_id: int) -> Response:
    """Note who has taken part."""
    course = queries.course(course_id, reader_s(), for_change=True)
    form = _who_form(queries.takers(course))
    if not form.validate():
        return _people_page(course, form, 422)
    new = actions.note_who_came(course, form.shown.data or [], form.came.data or [], current_user.name, clock.now())
    db.session.commit()
    flash(
        ngettext("Saved: %(num)s more has done the course.", "Saved: %(num)s more have done the course.", new),
        "success",
    )
    return see_other(url_for(".people", course_id=course_id))


def _who_form(takers: list[queries.Taker], **given: None) -> WhoCame:
    form = WhoCame(**given)
    form.offer({taker.account.id: taker.account.name for taker in takers})
    return form


def _people_page(course: Course, form: WhoCame | None, status: int = 200) -> Response:
    takers = queries.takers(course)
    saw(What.ACCOUNT, [taker.account.person_id for taker in takers])
    if form is None:
        form = _who_form(takers, formdata=None)
        form.came.data = [taker.account.id for taker in takers if taker.done]
    return render("courses/people.html", course=course, form=form, takers=takers, status=status)
