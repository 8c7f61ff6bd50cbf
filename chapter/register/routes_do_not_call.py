"""Who is not to be called: the list of them, and setting and lifting it for one person."""

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.i18n import _, lazy
from chapter.pages import render, section, see_other
from chapter.people import actions, history, queries
from chapter.people.looks import What, saw
from chapter.register import queries_person
from chapter.register.forms_person import DoNotCall, Lift
from chapter.register.routes_people import bp
from chapter.register.routes_person import person_page

LIST = "register.do_not_call", Permission.DO_NOT_CALL_LIFT
section("register", 70, lazy("Not to be called"), *LIST, "register.lift")


@bp.get("/do-not-call")
@allow(Permission.DO_NOT_CALL_LIFT)
def do_not_call() -> Response:
    """Who is not to be called: since when, why, and from which call."""
    return _list()


@bp.post("/<int:person_id>/do-not-call/lift")
@allow(Permission.DO_NOT_CALL_LIFT)
def lift(person_id: int) -> Response:
    """Let somebody be called again, with a reason; asked on the list, or on the person's own page."""
    person, form = queries.not_called(person_id), _form(person_id)
    is_own_page = "own" in request.args
    if not form.validate():
        return person_page(person, 422, lift=form) if is_own_page else _list(422, **{str(person_id): form})
    actions.lift_do_not_call(person, form.reason.data, clock.now(), current_user)
    db.session.commit()
    flash(_("%(name)s may be called again.", name=person.name), "success")
    if is_own_page:
        return see_other(url_for(".person", person_id=person.id))
    return see_other(url_for(".do_not_call", q=request.args.get("q") or None))


@bp.post("/<int:person_id>/do-not-call")
@allow(Permission.REGISTER_CHANGE)
def never_call(person_id: int) -> Response:
    """Nobody rings the person from now on."""
    person, form = queries_person.person(person_id, for_change=True), DoNotCall()
    if not form.validate():
        return person_page(person, 422, never_call=form)
    actions.set_do_not_call(person, form.why.data or "", clock.now(), current_user)
    db.session.commit()
    flash(_("Saved. Nobody rings %(name)s from now on.", name=person.name), "success")
    return see_other(url_for(".person", person_id=person.id))


def _form(person_id: int) -> Lift:
    return Lift(prefix=f"person-{person_id}-")


def _list(status: int = 200, **filled: Lift) -> Response:
    """The list, with a form for each person; ``filled`` are those that were sent, by the person's id."""
    words = request.args.get("q", "").strip()
    page = queries.not_to_be_called(words, max(request.args.get("page", 1, int), 1))
    saw(What.LIST, [person.id for person in page])
    return render(
        "register/do_not_call.html",
        "register/_do_not_call.html",
        status=status,
        words=words,
        page=page,
        forms={person.id: filled.get(str(person.id)) or _form(person.id) for person in page},
        calls=queries.calls_before_do_not_call(page.items),
        sentence=history.sentence,
    )
