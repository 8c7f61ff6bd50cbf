"""The page of those who are not to be called, for whoever may lift that."""

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.i18n import _, lazy
from chapter.pages import place, render, see_other
from chapter.people import actions, history, queries
from chapter.people.forms import Lift

bp = Blueprint("people", __name__)
place(27, lazy("Not to be called"), "people.do_not_call", Permission.DO_NOT_CALL_LIFT)


@bp.get("/people/do-not-call")
@allow(Permission.DO_NOT_CALL_LIFT)
def do_not_call() -> Response:
    """Who is not to be called: since when, why, and from which call."""
    return _page()


@bp.post("/people/<int:person_id>/do-not-call/lift")
@allow(Permission.DO_NOT_CALL_LIFT)
def lift(person_id: int) -> Response:
    """Let somebody be called again, with a reason."""
    person = queries.not_called(person_id)
    form = _form(person_id)
    if not form.validate():
        return _page(422, **{str(person_id): form})
    actions.lift_do_not_call(person, form.reason.data, clock.now(), current_user)
    db.session.commit()
    flash(_("%(name)s may be called again.", name=person.name), "success")
    return see_other(url_for("people.do_not_call", q=request.args.get("q") or None))


def _form(person_id: int) -> Lift:
    return Lift(prefix=f"person-{person_id}-")


def _page(status: int = 200, **filled: Lift) -> Response:
    """The list, with a form for each person; ``filled`` are those that were sent, by the person's id."""
    words = request.args.get("q", "").strip()
    page = queries.not_to_be_called(words, max(request.args.get("page", 1, int), 1))
    return render(
        "people/do_not_call.html",
        "people/_do_not_call.html",
        status=status,
        words=words,
        page=page,
        forms={person.id: filled.get(str(person.id)) or _form(person.id) for person in page},
        calls=queries.calls_before_do_not_call(page.items),
        sentence=history.sentence,
    )
