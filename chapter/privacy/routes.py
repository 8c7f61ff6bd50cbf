"""Erasing people: one, after a look at what is known of them, or all leavers whose day has come."""

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import Missing, Refused
from chapter.i18n import _, local, ngettext
from chapter.pages import render, see_other
from chapter.people.looks import What, saw
from chapter.people.models import Person
from chapter.people.traces import traces
from chapter.privacy import actions, queries, words
from chapter.privacy.rules import Keep, stops

bp = Blueprint("privacy", __name__, url_prefix="/privacy")


@bp.get("/people/<int:person_id>/erase")
@allow(Permission.PEOPLE_ERASE)
def erase(person_id: int) -> Response:
    """What is known of somebody and would go, what stays, and what keeps them."""
    return _preview(queries.person(person_id))


def _preview(person: Person, status: int = 200, asks_again: bool = False) -> Response:
    kept, accounts = queries.kept([person], clock.now())[person.id], queries.accounts_of(person)
    who = queries.somebody(person, accounts)
    found = [(trace.label, trace.number(who)) for trace in traces()]
    return render(
        "privacy/erase.html",
        status=status,
        person=person,
        known=words.known(queries.how_much(queries.hanging(person, accounts)), found),
        stays=words.stays(person, bool(accounts)),
        why=words.why_kept(kept),
        is_stopped=stops(kept.why, has_taken_back=True),
        consented=Keep.CONSENT in kept.why,
        is_member=Keep.MEMBER in kept.why,
        asks_again=asks_again,
    )


@bp.post("/people/<int:person_id>/erase")
@allow(Permission.PEOPLE_ERASE)
def erase_now(person_id: int) -> Response:
    """Erase them, if they are still whom the page was about and nothing keeps them."""
    person = queries.person(person_id, for_change=True)
    if request.form.get("added_at") != person.added_at.isoformat():
        raise Missing
    name, has_left, took_back = person.name, person.left_on is not None, "took_back" in request.form
    if person.consent_id is not None and not took_back:
        return _preview(person, 422, asks_again=True)
    try:
        actions.erase(person, current_user.name, clock.now(), took_back)
    except Refused:
        return _preview(person, 422)
    db.session.commit()
    flash(_("%(name)s is erased.", name=name), "success")
    return see_other(url_for("register.leaving", show="left") if has_left else url_for("register.people"))


@bp.get("/leavers")
@allow(Permission.PEOPLE_ERASE)
def leavers() -> Response:
    """Those whose day has come, those who are kept and why, and whether it goes by itself."""
    now = clock.now()
    today = local(now).date()
    due, spared = queries.due(today), queries.spared(today)
    kept = queries.kept([*due, *spared], now)
    going = [person for person in due if not stops(kept[person.id].why)]
    saw(What.LIST, [person.id for person in (*due, *spared)])
    return render(
        "privacy/leavers.html",
        number=queries.how_many_due(today),
        shown=len(due),
        going=going,
        kept=[(p, words.why_kept(kept[p.id])) for p in (*due, *spared) if p not in going],
        switch=queries.switch(),
        has_seen_it=queries.has_seen_it(),
        erasures=queries.erasures(),
        today=today,
    )


@bp.get("/leavers/erase")
@allow(Permission.PEOPLE_ERASE)
def ask_leavers() -> Response:
    """What it means to erase them."""
    now = clock.now()
    due = queries.due(local(now).date())
    kept = queries.kept(due, now)
    saw(What.LIST, [person.id for person in due])
    return render("privacy/ask_leavers.html", going=[person for person in due if not stops(kept[person.id].why)])


@bp.post("/leavers/erase")
@allow(Permission.PEOPLE_ERASE)
def erase_leavers() -> Response:
    """Erase those who were shown and whose day has come still."""
    ids = [int(id) for id in request.form.getlist("person") if id.isdecimal() and len(id) < 18][: queries.AT_ONCE]
    number = actions.erase_leavers(ids, current_user.name, clock.now())
    db.session.commit()
    if number:
        flash(ngettext("%(num)s person is erased.", "%(num)s people are erased.", number), "success")
    else:
        flash(_("Nobody was erased: they have been already, or something keeps them now."), "warning")
    return see_other(url_for("privacy.leavers"))


@bp.post("/leavers/switch")
@allow(Permission.PEOPLE_ERASE)
def switch() -> Response:
    """Let it go by itself from now on, or not any more."""
    is_on = request.form.get("is_on") == "yes"
    try:
        actions.set_switch(is_on, current_user, clock.now())
    except Refused as refused:
        flash(str(refused.words), "error")
        return see_other(url_for("privacy.leavers"))
    db.session.commit()
    said = _("From now on they are erased by themselves, at four in the morning of their day.")
    flash(said if is_on else _("From now on nobody is erased without you."), "success")
    return see_other(url_for("privacy.leavers", _anchor="by-itself"))
