"""The coordinator's queue of requests, and one of them. What people see themselves is in ``routes_own``."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import Missing, Refused
from chapter.forms import Form
from chapter.i18n import _, lazy, local
from chapter.pages import render, section, see_other
from chapter.people.looks import What, saw
from chapter.people.models import Person
from chapter.rights import actions, forms, queries, queries_own, routes_outside, words
from chapter.rights.models import Request
from chapter.rights.routes_own import as_file, bp
from chapter.rights.rules import Kind, Result, Way, may_extend

__all__ = ["bp", "routes_outside"]
WITHIN = "rights.request_page", "rights.answer", "rights.more_time", "rights.enter", "rights.write_down"
section("register", 75, lazy("Requests"), "rights.queue", Permission.RIGHTS_HANDLE, *WITHIN)


@bp.get("/requests")
@allow(Permission.RIGHTS_HANDLE)
def queue() -> Response:
    """What waits for an answer, the most urgent first, and what has been answered."""
    waiting, answered = queries.queue(), queries.answered()
    saw(What.REQUEST, [asked.person_id for asked in (*waiting, *answered)])
    return render(
        "rights/queue.html",
        waiting=waiting,
        answered=answered,
        in_time=queries.in_time(),
        today=local(clock.now()).date(),
        words=words,
    )


@bp.get("/requests/<int:request_id>")
@allow(Permission.RIGHTS_HANDLE)
def request_page(request_id: int) -> Response:
    """One: who, what, until when, and what to do."""
    return _page(queries.request(request_id))


def _page(asked: Request, status: int = 200, **given: Form) -> Response:
    saw(What.REQUEST, [asked.person_id])
    today = local(clock.now()).date()
    blank: dict[str, Any] = {"answer": forms.Answer(formdata=None), "more": forms.MoreTime(formdata=None)}
    return render(
        "rights/request.html",
        status=status,
        asked=asked,
        forms=blank | given,
        steps=words.STEPS[asked.kind],
        may_extend=asked.is_open and may_extend(asked.due_on, asked.extended_at is not None, today),
        today=today,
        words=words,
    )


def _act(request_id: int, said: str, form: Form | None, do: Callable[[Request], None], **given: Form) -> Response:
    """Do something with a request and show it again; with its form again if that isn't right."""
    asked = queries.request(request_id, for_change=True)
    if form is not None and not form.validate():
        return _page(asked, 422, **given)
    try:
        do(asked)
    except Refused as refused:
        flash(str(refused.words), "error")
        return see_other(url_for(".request_page", request_id=request_id))
    db.session.commit()
    flash(said, "success")
    return see_other(url_for(".request_page", request_id=request_id))


@bp.post("/requests/<int:request_id>/answer")
@allow(Permission.RIGHTS_HANDLE)
def answer(request_id: int) -> Response:
    """Done or declined, with words to the person."""
    form, now = forms.Answer(), clock.now()

    def close(asked: Request) -> None:
        actions.answer(asked, Result(form.result.data), form.words.data or "", current_user, now)

    return _act(request_id, _("Answered. They are told by mail, if we have an address."), form, close, answer=form)


@bp.post("/requests/<int:request_id>/more-time")
@allow(Permission.RIGHTS_HANDLE)
def more_time(request_id: int) -> Response:
    """Two months more, and why."""
    form, now = forms.MoreTime(), clock.now()
    said = _("There are two months more, and they are told why.")
    return _act(request_id, said, form, lambda asked: actions.extend(asked, form.why.data or "", now), more=form)


@bp.post("/requests/<int:request_id>/let-them-read")
@allow(Permission.RIGHTS_HANDLE)
def let_them_read(request_id: int) -> Response:
    """They read it by themselves."""
    said = _("They are told by mail how to sign in and read everything.")
    return _act(request_id, said, None, lambda asked: actions.let_them_read(asked, clock.now()))


@bp.post("/requests/<int:request_id>/file")
@allow(Permission.RIGHTS_HANDLE)
def file_for(request_id: int) -> Response:
    """All that is about somebody in the register, to hand over; that it was made stands in their history."""
    asked = queries.request(request_id, for_change=True)
    if asked.person is None:
        raise Missing
    saw(What.EXPORTED, [asked.person_id])
    actions.note_file(asked.person, current_user, clock.now())
    db.session.commit()
    return as_file(queries_own.of_person(asked.person), request.form.get("form", ""))


@bp.get("/requests/new")
@allow(Permission.RIGHTS_HANDLE)
def enter() -> Response:
    """Somebody asked on the phone or in a letter: who it is, then what they asked for."""
    person = _person(request.args.get("person", ""))
    kept = {"person": str(person.id) if person else "", "received_on": local(clock.now()).date()}
    return _entering(forms.Entered(formdata=None, **kept), person)


def _person(number: str) -> Person | None:
    return db.session.get(Person, int(number)) if number.isdecimal() and len(number) < 10 else None


def _entering(form: forms.Entered, person: Person | None, status: int = 200) -> Response:
    called = request.args.get("q", "")
    found = [] if person else queries.people_called(called)
    saw(What.SEARCH, [one.id for one in ([person] if person else found)])
    return render("rights/enter.html", status=status, form=form, person=person, called=called, found=found)


@bp.post("/requests/new")
@allow(Permission.RIGHTS_HANDLE)
def write_down() -> Response:
    """Write it down; the month counts from the day on which they asked."""
    form = forms.Entered()
    person = _person(form.person.data or "")
    if not form.validate():
        return _entering(form, person, 422)
    who: dict[str, Any] = {"received_on": form.received_on.data, "phone": form.phone.data or ""}
    who |= {} if person else {"name": form.name.data or ""}
    who["email"] = form.email.data or ""
    kind, way = Kind(form.kind.data), Way(form.way.data)
    made = actions.enter(kind, way, form.words.data or "", person, clock.now(), current_user, **who)
    db.session.commit()
    flash(_("It is written down."), "success")
    return see_other(url_for(".request_page", request_id=made.id))
