"""Who may be leaving, who has left, and what becomes of what is known of them."""

from collections.abc import Iterable
from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import ROLE_NAMES, Permission, allow
from chapter.db import db
from chapter.i18n import _, lazy, local
from chapter.pages import render, section, see_other, wants_fragment
from chapter.people.models import Person
from chapter.register import actions, queries_leaving, queries_person, words
from chapter.register.forms_leaving import Left
from chapter.register.queries_leaving import Show
from chapter.register.routes_people import bp
from chapter.register.rules import veiled
from chapter.settings.queries import chapter

LIST = "register.leaving", Permission.LEAVING_HANDLE
section("register", 60, lazy("Leaving"), *LIST, "register.left", "register.has_left")
SHELVES = {
    Show.MISSING: lazy("Missing in the file"),
    Show.WANTS: lazy("Want to leave"),
    Show.LEFT: lazy("Have left"),
}


@bp.get("/leaving")
@allow(Permission.LEAVING_HANDLE)
def leaving() -> Response:
    """On three shelves: who is missing in the register's file, who wants to leave, and who has left."""
    show = next((s for s in Show if s == request.args.get("show")), Show.MISSING)
    typed, numbers = request.args.get("q", "").strip(), queries_leaving.numbers()
    page = queries_leaving.people(show, typed, max(request.args.get("page", 1, int), 1))
    return render(
        "register/leaving.html",
        "register/_leaving.html",
        show=show,
        shelves=[(SHELVES[s], s, numbers[s]) for s in Show],
        typed=typed,
        page=page,
        imports=queries_leaving.imports(page) if show is Show.MISSING else {},
        flags=queries_leaving.open_flags(page) if show is Show.WANTS else {},
        reasons=_reasons() if show is Show.LEFT and not wants_fragment() else [],
        **_countdown(page if show is Show.LEFT else ()),
    )


def _countdown(people: Iterable[Person]) -> dict[str, Any]:
    """By when each of them must be erased, what keeps them, and what the rules are."""
    roles = queries_leaving.offices(people) if people else {}
    return {
        "erase": {person.id: queries_leaving.to_erase_by(person, roles.get(person.id, ())) for person in people},
        "offices": {key: [ROLE_NAMES[role] for role in held] for key, held in roles.items()},
        "why_left": words.why_left,
        "country": chapter().country,
        "today": local(clock.now()).date(),
    }


def _reasons() -> list[tuple[str, int]]:
    """Why people left, the most usual first; without what so few said that somebody could be recognised."""
    found = sorted(queries_leaving.reasons().items(), key=lambda reason: (-reason[1], reason[0]))
    shown = veiled([number for _why, number in found])
    return [(words.why_left(why), number) for (why, _n), number in zip(found, shown, strict=True) if number]


@bp.post("/<int:person_id>/stay")
@allow(Permission.LEAVING_HANDLE)
def stay(person_id: int) -> Response:
    """They are still with us."""
    person = queries_person.person(person_id, for_change=True)
    was_missing = person.missing_since is not None
    actions.stay(person, current_user, clock.now())
    db.session.commit()
    flash(_("Noted: %(name)s is still with us.", name=person.name), "success")
    return _back(person, Show.MISSING if was_missing else Show.WANTS)


@bp.get("/<int:person_id>/left")
@allow(Permission.LEAVING_HANDLE)
def left(person_id: int) -> Response:
    """Since when, and why."""
    person = queries_person.person(person_id)
    form = Left(formdata=None, left_on=local(person.leaving_at or clock.now()).date())
    return _left(person, form.offer(words.LEFT_WHY))


@bp.post("/<int:person_id>/left")
@allow(Permission.LEAVING_HANDLE)
def has_left(person_id: int) -> Response:
    """They have left."""
    person, form = queries_person.person(person_id, for_change=True), Left().offer(words.LEFT_WHY)
    if not form.validate() or form.left_on.data is None:
        return _left(person, form, 422)
    said = (form.why.data, form.words.data or "", form.left_on.data, form.stays_known.data)
    show = Show.MISSING if person.missing_since else Show.WANTS if person.leaving_at else Show.LEFT
    actions.leave(person, *said, by=current_user, now=clock.now())
    db.session.commit()
    text = _("%(name)s has left: nobody rings them, and no search finds them.", name=person.name)
    undo = {"action_url": url_for(".come_back", person_id=person.id), "action_label": _("Undo")}
    flash({"text": text, **undo}, "success")  # type: ignore[arg-type]
    return _back(person, show)


@bp.post("/<int:person_id>/come-back")
@allow(Permission.LEAVING_HANDLE)
def come_back(person_id: int) -> Response:
    """They are back, or hadn't left."""
    person = queries_person.person(person_id, for_change=True)
    actions.come_back(person, current_user, clock.now())
    db.session.commit()
    flash(_("%(name)s is back in the chapter.", name=person.name), "success")
    return see_other(url_for(".person", person_id=person.id))


def _back(person: Person, show: Show) -> Response:
    """To the page that it was asked on: the person's, or the list."""
    if "own" in request.args:
        return see_other(url_for(".person", person_id=person.id))
    return see_other(url_for(".leaving", show=show if show is not Show.MISSING else None))


def _left(person: Person, form: Left, status: int = 200) -> Response:
    return render("register/left.html", status=status, person=person, form=form, country=chapter().country)
