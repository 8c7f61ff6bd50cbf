"""When fees are due and how long leavers are kept, and those who haven't paid and whose time is out."""

from datetime import date

from flask import Response, flash, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.i18n import _, local, ngettext
from chapter.pages import render, see_other
from chapter.people.looks import What, saw
from chapter.register import actions, queries_leaving
from chapter.register.forms_leaving import Those
from chapter.register.queries_leaving import Show
from chapter.register.routes_people import bp
from chapter.register.standing import stand
from chapter.settings import actions as settings
from chapter.settings.fees import Fees
from chapter.settings.queries import chapter

AT_ONCE = 50


@bp.get("/leaving/how")
@allow(Permission.LEAVING_HANDLE)
def leaving_custom() -> Response:
    """How it is here."""
    return _custom(Fees(formdata=None, obj=chapter()))


@bp.post("/leaving/how")
@allow(Permission.LEAVING_HANDLE)
def change_leaving_custom() -> Response:
    """Change it."""
    form = Fees()
    if not form.validate():
        return _custom(form, 422)
    settings.change("membership", form.data, current_user.name, clock.now())
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".leaving", show=Show.UNPAID))


def _custom(form: Fees, status: int = 200) -> Response:
    return render("register/leaving_custom.html", status=status, form=form, country=chapter().country)


@bp.get("/leaving/time-is-out")
@allow(Permission.LEAVING_HANDLE)
def time_is_out() -> Response:
    """Those who haven't paid and may be kept no longer, to be noted as having left."""
    return _time_is_out(Those(formdata=None))


@bp.post("/leaving/time-is-out")
@allow(Permission.LEAVING_HANDLE)
def note_time_is_out() -> Response:
    """Note that those who are ticked have left."""
    form = Those()
    if not form.validate():
        return _time_is_out(form, 422)
    found, _number = queries_leaving.time_is_out(_today(), AT_ONCE, for_change=True)
    wanted = [person for person in found if person.id in (form.people.data or ())]
    left = actions.leave_unpaid(wanted, current_user, clock.now())
    db.session.commit()
    flash(ngettext("%(num)s is noted as having left.", "%(num)s are noted as having left.", left), "success")
    return see_other(url_for(".leaving", show=Show.ERASE))


def _time_is_out(form: Those, status: int = 200) -> Response:
    found, number = queries_leaving.time_is_out(_today(), AT_ONCE)
    form.offer({person.id: person.name for person in found})
    saw(What.LIST, [person.id for person in found])
    facts = stand(found, True, _today())
    return render("register/leaving_time_is_out.html", status=status, form=form, people=found, number=number, **facts)


def _today() -> date:
    return local(clock.now()).date()
