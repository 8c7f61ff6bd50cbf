"""A referral: to a group, which is told, or to another way in when none fits."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.groups import queries as groups
from chapter.groups.rules import SHAREABLE, shown
from chapter.groups.words import FACTS
from chapter.i18n import _, in_language
from chapter.pages import render, see_other
from chapter.welcome import actions_referral, queries
from chapter.welcome.forms_referral import AnotherWay, ToGroup
from chapter.welcome.models import WelcomeCase
from chapter.welcome.panels import Facts, panel
from chapter.welcome.queries import Standing
from chapter.welcome.routes_board import bp
from chapter.welcome.ways import ways


@bp.get("/<int:case_id>/refer")
@allow(Permission.WELCOME_WORK)
def refer(case_id: int) -> Response:
    """Which group, and what there is besides."""
    return _page(queries.case_for(current_user, case_id))


@bp.post("/<int:case_id>/refer")
@allow(Permission.WELCOME_WORK)
def refer_now(case_id: int) -> Response:
    """Pass the person on to a group; both are told."""
    case = queries.case_for(current_user, case_id, for_change=True)
    form = _to_group(case)
    if not form.validate():
        return _page(case, 422, to_group=form)
    group = groups.group(int(form.group_id.data), for_change=True)
    try:
        said = form.shares.data or [], form.note.data or ""
        actions_referral.refer(case, group, *said, actor=current_user, now=clock.now())
    except Refused as refused:
        form.group_id.errors = [refused.words]
        return _page(case, 422, to_group=form)
    db.session.commit()
    flash(_("%(group)s is told, and gets in touch.", group=in_language(group.name)), "success")
    if not case.person.email:
        flash(_("We have no e-mail address, so nobody has told them. Please do."), "warning")
    return see_other(url_for(".case", case_id=case_id))


@bp.post("/<int:case_id>/another-way")
@allow(Permission.WELCOME_WORK)
def another_way(case_id: int) -> Response:
    """No group fits: note what was suggested instead."""
    case = queries.case_for(current_user, case_id, for_change=True)
    offered = ways()
    form = AnotherWay().offer([way.words for way in offered])
    if not form.validate():
        return _page(case, 422, another=form)
    chosen = [offered[number] for number in form.ways.data or []]
    words = ", ".join(filter(None, [*(way.words for way in chosen), form.words.data]))
    try:
        told = actions_referral.another_way(case, chosen, words, form.is_told.data, current_user, clock.now())
    except Refused as refused:
        form.ways.errors = [refused.words]
        return _page(case, 422, another=form)
    db.session.commit()
    flash(_("Noted, and mailed to them.") if told else _("Noted."), "success")
    return see_other(url_for(".case", case_id=case_id))


def _to_group(case: WelcomeCase, **given: Any) -> ToGroup:
    facts = shown(groups.facts_of(case.person), SHAREABLE)
    names = {group.id: in_language(group.name) for group in groups.open_groups()}
    return ToGroup(**given).offer(names, facts, FACTS)


def _page(case: WelcomeCase, status: int = 200, **given: Any) -> Response:
    forms = {
        "to_group": _to_group(case, formdata=None, group_id=request.args.get("group", "")),
        "another": AnotherWay(formdata=None).offer([way.words for way in ways()]),
        **given,
    }
    about = {group.id: group for group in groups.open_groups()}
    standing = queries.standing(case, clock.now())
    return render("welcome/refer.html", status=status, standing=standing, about=about, **forms)


@panel(40, "welcome/_referrals.html")
def referrals(_reader: Account, standing: Standing, _now: Any) -> Facts | None:
    """Where the person stands with the groups they were referred to."""
    places = groups.groups_of(standing.case.person)
    return {"places": places, "case": standing.case} if places else None
