"""A gentle call with somebody who may be leaving, and what comes of it."""

from datetime import datetime

from flask import Response, flash, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.accounts.models import Account
from chapter.calling import actions as calling
from chapter.calling import beside
from chapter.calling.beside import Beside, Panel
from chapter.calling.models import Call
from chapter.calling.refusals import Busy
from chapter.calling.rules import Purpose
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _, local
from chapter.pages import render, see_other
from chapter.register import queries_leaving, queries_person
from chapter.register.routes_leaving import back, shelf_of
from chapter.register.routes_people import bp
from chapter.register.standing import stand
from chapter.register.words_leaving import GUIDE


@bp.get("/<int:person_id>/leaving")
@allow(Permission.LEAVING_HANDLE)
def leaving_of(person_id: int) -> Response:
    """How it stands with one person who may be leaving, and what can come of it."""
    person, today = queries_person.person(person_id), local(clock.now()).date()
    facts = stand([person], queries_leaving.fees_are_known(today), today)
    return render("register/leaving_of.html", person=person, show=shelf_of(person), **facts)


@bp.post("/<int:person_id>/leaving/ring")
@allow(Permission.LEAVING_HANDLE)
def ring_leaving(person_id: int) -> Response:
    """Ring somebody, and ask."""
    person, today = queries_person.person(person_id), local(clock.now()).date()
    if person.id not in stand([person], queries_leaving.fees_are_known(today), today)["ring"]:
        flash(_("%(name)s isn’t to be rung about that now.", name=person.name), "error")
        return back(person, shelf_of(person))
    try:
        call = calling.ring(current_user, person, Purpose.LEAVING, clock.now())
    except Busy as busy:
        db.session.rollback()
        flash(str(busy.words), "error")
        return see_other(url_for("calling.call", call_id=busy.call.id))
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.words), "error")
        return back(person, shelf_of(person))
    db.session.commit()
    return see_other(url_for("calling.call", call_id=call.id))


def _panel(_call: Call, _account: Account, _now: datetime) -> Panel:
    return Panel("register/_leaving_guide.html", {"guide": GUIDE})


def _back(call: Call, account: Account) -> str | None:
    may = Permission.LEAVING_HANDLE in account.permissions
    return url_for("register.leaving_of", person_id=call.person_id) if may else None


beside.register(Purpose.LEAVING, Beside(panel=_panel, back=_back))
