"""Forgetting a case: when it happens by itself, and by hand before that."""

from datetime import datetime

from flask import Response, flash, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import _, local
from chapter.pages import render, see_other
from chapter.welcome import actions_forget, queries, queries_forget
from chapter.welcome.models import WelcomeCase
from chapter.welcome.panels import Facts, panel
from chapter.welcome.queries import Standing
from chapter.welcome.routes_board import bp


@bp.get("/<int:case_id>/forget")
@allow(Permission.WELCOME_MANAGE)
def forget(case_id: int) -> Response:
    """What goes and what stays, before it is done."""
    case = queries.case_for(current_user, case_id)
    return render("welcome/forget.html", case=case, going=queries_forget.going(case), **_when(case, clock.now()))


@bp.post("/<int:case_id>/forget")
@allow(Permission.WELCOME_MANAGE)
def forget_now(case_id: int) -> Response:
    """Forget the case; pressed twice, it is forgotten once."""
    try:
        case = queries.case_for(current_user, case_id, for_change=True)
    except Missing:
        flash(_("It is erased already."), "success")
        return see_other(url_for(".board"))
    name = case.person.name
    actions_forget.forget(case, clock.now())
    db.session.commit()
    flash(_("How %(name)s was welcomed is erased. They are still in the register.", name=name), "success")
    return see_other(url_for(".board"))


def _when(case: WelcomeCase, now: datetime) -> Facts:
    erase_on = queries_forget.erase_on(case)
    ended, days = queries_forget.ended(case), (erase_on - local(now).date()).days
    return {"erase_on": erase_on, "days": days, "has_ended": ended is not None}


@panel(90, "welcome/_forgetting.html")
def forgetting(reader: Account, standing: Standing, now: datetime) -> Facts:
    """When everything here is erased, and what stays."""
    may_forget = Permission.WELCOME_MANAGE in reader.permissions
    return {"case": standing.case, "may_forget": may_forget, **_when(standing.case, now)}
