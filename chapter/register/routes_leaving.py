"""Who may be leaving, who hasn't paid, who has left, and what becomes of what is known of them."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.forms import FIRST_YEAR
from chapter.i18n import _, lazy, local
from chapter.pages import render, section, see_other, wants_fragment
from chapter.people.looks import What, saw
from chapter.people.models import Person
from chapter.register import actions, queries_leaving, queries_person, words, words_leaving
from chapter.register.forms_leaving import Left
from chapter.register.queries_leaving import Show
from chapter.register.routes_people import bp
from chapter.register.rules import veiled
from chapter.register.rules_leaving import may_call_unpaid
from chapter.register.standing import stand

LIST = "register.leaving", Permission.LEAVING_HANDLE
WITHIN = "register.left", "register.has_left", "register.leaving_of", "register.time_is_out", "register.leaving_custom"
ABOVE = "privacy.erase", "privacy.erase_now", "privacy.leavers", "privacy.ask_leavers", "letters.back"
section("register", 60, lazy("Leaving"), *LIST, *WITHIN, *ABOVE)


@bp.get("/leaving")
@allow(Permission.LEAVING_HANDLE)
def leaving() -> Response:
    """On five shelves: who is missing in the file, hasn't paid, wants to leave, has left, is to be erased."""
    show = next((s for s in Show if s == request.args.get("show")), Show.MISSING)
    typed, today = request.args.get("q", "").strip(), local(clock.now()).date()
    shelves = queries_leaving.shelves(today)
    page = queries_leaving.people(show, typed, max(request.args.get("page", 1, int), 1), today)
    saw(What.LIST, [person.id for person in page])
    return render(
        "register/leaving.html",
        "register/_leaving.html",
        show=show,
        shelves=[(words_leaving.SHELVES[s], s, shelves.numbers[s]) for s in Show],
        typed=typed,
        page=page,
        nobody=words_leaving.NOBODY[show],
        custom=queries_leaving.custom(),
        reasons=_reasons() if show is Show.LEFT and not wants_fragment() else [],
        unpaid=_unpaid(shelves) if show is Show.UNPAID else None,
        **stand(page.items, bool(shelves.have_paid), today),
    )


def _unpaid(shelves: queries_leaving.Shelves) -> dict[str, Any]:
    """What the shelf of those who haven't paid says about all of them."""
    today, custom, number = local(clock.now()).date(), queries_leaving.custom(), shelves.numbers[Show.UNPAID]
    return {
        "is_known": bool(shelves.have_paid),
        "is_much": number > shelves.members / 2,
        "due": custom.due(custom.owed(today)),
        "may_call": may_call_unpaid(custom.owed(today), today),
        "over": queries_leaving.time_is_out(today, 0)[1] if number else 0,
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
    show = shelf_of(person)
    actions.stay(person, current_user, clock.now())
    db.session.commit()
    flash(_("Noted: %(name)s is still with us.", name=person.name), "success")
    return back(person, show)


@bp.post("/<int:person_id>/paid")
@allow(Permission.LEAVING_HANDLE)
def paid(person_id: int) -> Response:
    """They have paid the latest fee; or, to undo that, only the one for ``year`` (0 is none)."""
    person, owed = queries_person.person(person_id, for_change=True), queries_leaving.custom().owed(_today())
    before, year = person.fee_paid_for or 0, request.args.get("year", owed, int)
    if "year" in request.args:
        actions.pay(person, min(year, owed) if year > FIRST_YEAR else None, current_user, clock.now())
    elif before < owed:
        actions.pay(person, owed, current_user, clock.now())
        text = _("Noted: %(name)s has paid for %(year)s.", name=person.name, year=owed)
        undo = url_for(".paid", person_id=person.id, year=before, show=Show.UNPAID)
        flash({"text": text, "action_url": undo, "action_label": _("Undo")}, "success")  # type: ignore[arg-type]
    db.session.commit()
    return back(person, shelf_of(person))


@bp.get("/<int:person_id>/left")
@allow(Permission.LEAVING_HANDLE)
def left(person_id: int) -> Response:
    """Since when, and why; what is known of it already is filled in."""
    person = queries_person.person(person_id)
    form = Left(formdata=None, **_known(person))
    return _left(person, form.offer(words.LEFT_WHY))


def _known(person: Person) -> dict[str, Any]:
    if person.left_on:
        return {"left_on": person.left_on, "why": person.left_why, "stays_known": person.consent_id is not None}
    custom, today = queries_leaving.custom(), _today()
    since = custom.unpaid_since(person.fee_paid_for, person.joined_on, today)
    if "unpaid" in request.args and since:
        return {"left_on": since, "why": "unpaid"}
    return {"left_on": local(person.leaving_at).date() if person.leaving_at else today}


@bp.post("/<int:person_id>/left")
@allow(Permission.LEAVING_HANDLE)
def has_left(person_id: int) -> Response:
    """They have left."""
    person, form = queries_person.person(person_id, for_change=True), Left().offer(words.LEFT_WHY)
    if not form.validate() or form.left_on.data is None:
        return _left(person, form, 422)
    said = (form.why.data, form.words.data or "", form.left_on.data, form.stays_known.data)
    show, is_news = shelf_of(person), person.left_on is None
    actions.leave(person, *said, by=current_user, now=clock.now())
    db.session.commit()
    text = _("%(name)s has left: nobody rings them, and no search finds them.", name=person.name)
    undo = {"action_url": url_for(".come_back", person_id=person.id), "action_label": _("Undo")} if is_news else {}
    flash({"text": text if is_news else _("Saved."), **undo}, "success")  # type: ignore[arg-type]
    return back(person, show)


@bp.post("/<int:person_id>/come-back")
@allow(Permission.LEAVING_HANDLE)
def come_back(person_id: int) -> Response:
    """They are back, or hadn't left."""
    person = queries_person.person(person_id, for_change=True)
    actions.come_back(person, current_user, clock.now())
    db.session.commit()
    flash(_("%(name)s is back in the chapter.", name=person.name), "success")
    return see_other(url_for(".person", person_id=person.id))


def shelf_of(person: Person) -> Show:
    """The shelf that the reader comes from, else one that the person stands on."""
    asked = next((s for s in Show if s == request.args.get("show")), None)
    kept = Show.MISSING if person.missing_since else Show.WANTS if person.leaving_at else Show.LEFT
    return asked or kept


def back(person: Person, show: Show) -> Response:
    """To the page that it was asked on: the person's, or the shelf."""
    if "own" in request.args:
        return see_other(url_for(".person", person_id=person.id))
    where: dict[str, Any] = {name: request.args.get(name) or None for name in ("q", "page")}
    return see_other(url_for(".leaving", show=show if show is not Show.MISSING else None, **where))


def _today() -> Any:
    return local(clock.now()).date()


def _left(person: Person, form: Left, status: int = 200) -> Response:
    return render(
        "register/left.html",
        status=status,
        person=person,
        form=form,
        custom=queries_leaving.custom(),
        show=shelf_of(person),
    )
