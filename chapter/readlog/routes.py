"""The log's pages: one's own, and the whole of it for administrators. And what is shown is written down."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import SIGNED_IN, Permission, allow, may_open
from chapter.accounts.queries import own_entry
from chapter.db import db
from chapter.i18n import _, lazy
from chapter.pages import area, render, section, see_other
from chapter.people.rules_looks import What
from chapter.readlog import actions_oddities, noting, queries_looks, telling
from chapter.readlog.forms import Filters
from chapter.readlog.queries_looks import PAGE, Look, Wanted

bp = Blueprint("readlog", __name__)
bp.after_app_request(noting.write_down)
area(65, lazy("Upkeep"), "upkeep")
section("upkeep", 20, lazy("Who looked at whom"), "readlog.log", Permission.READ_LOG_READ)


@bp.get("/me/looked")
@allow(SIGNED_IN)
def mine() -> Response:
    """Who has looked at the reader's own data."""
    person = own_entry(current_user)
    found = queries_looks.about(person.id, PAGE + 1, _before()) if person else []
    looks = [(look, telling.said(look)) for look in found[:PAGE]]
    back = url_for("rights.mine") if may_open("rights.mine") else None
    return render("readlog/mine.html", looks=looks, older=_older(found), number=person and person.id, back=back)


@bp.get("/read-log")
@allow(Permission.READ_LOG_READ)
def log() -> Response:
    """Who looked, how, at how many: but at whom is only there for those who may read the register."""
    form = Filters(request.args).offer(queries_looks.readers())
    is_right = form.validate()
    found = queries_looks.log(_wanted(form), PAGE + 1) if is_right else []
    return render(
        "readlog/log.html",
        status=200 if is_right else 422,
        form=form,
        looks=[(look, telling.in_log(look)) for look in found[:PAGE]],
        whom=queries_looks.the_one(found),
        may_open_them=may_open("register.person"),
        older=_older(found),
        filters={name: value for name, value in request.args.items() if name in form and value},
        oddities=[(one, telling.odd(one.account.name, one.kind, one.number)) for one in queries_looks.oddities()],
    )


def _wanted(form: Filters) -> Wanted:
    what: Any = form.what.data or None
    return Wanted(form.reader.data, what and What(what), form.day.data, form.person.data, _before())


def _before() -> int | None:
    """The entry before which the reader goes on."""
    return request.args.get("before", None, int)


def _older(found: list[Look]) -> int | None:
    """Where to go on, if there is more than a page."""
    return found[PAGE - 1].number if len(found) > PAGE else None


@bp.post("/read-log/oddities/<int:oddity_id>/seen")
@allow(Permission.READ_LOG_READ)
def seen(oddity_id: int) -> Response:
    """Note that somebody has asked about it."""
    actions_oddities.see(oddity_id, current_user, clock.now())
    db.session.commit()
    flash(_("Noted. It stays here for a year."), "success")
    return see_other(url_for("readlog.log"))
