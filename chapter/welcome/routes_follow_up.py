"""The follow-up: what is asked after 8 to 10 weeks, and what comes of it. The member coordinator's alone."""

from datetime import datetime
from typing import Any

from flask import Response, flash, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.accounts.models import Account
from chapter.calling import beside, queue
from chapter.calling import queries as calling
from chapter.calling.beside import Beside, Panel
from chapter.calling.models import Call
from chapter.calling.rules import Purpose
from chapter.calling.words import BARRED
from chapter.db import db
from chapter.errors import Refused
from chapter.groups.queries import groups_of
from chapter.i18n import _, day
from chapter.pages import render, see_other, wants_fragment
from chapter.settings.queries import calling_opens_at
from chapter.welcome import actions_call, actions_follow_up, queries, queries_call, queries_forget
from chapter.welcome.actions_follow_up import Closed, Overtaken
from chapter.welcome.forms_follow_up import FollowUpForm
from chapter.welcome.models import WelcomeCase
from chapter.welcome.panels import Facts, panel
from chapter.welcome.queries import Standing
from chapter.welcome.routes_board import bp
from chapter.welcome.rules import Kind
from chapter.welcome.words_follow_up import CAME, RESULTS, TRAINING


@bp.get("/<int:case_id>/follow-up")
@allow(Permission.WELCOME_FOLLOW_UP)
def follow_up(case_id: int) -> Response:
    """What to ask, with what was said so far."""
    case = queries.case_for(current_user, case_id)
    return _page(case, _form(case))


@bp.post("/<int:case_id>/follow-up")
@allow(Permission.WELCOME_FOLLOW_UP)
def keep_follow_up(case_id: int) -> Response:
    """Keep what has been said so far; while one types, without leaving the page."""
    case, form = queries.case_for(current_user, case_id, for_change=True), FollowUpForm()
    if not form.validate() or not _kept(case, form):
        return _page(case, form, 422)
    db.session.commit()
    if wants_fragment():
        return render("welcome/_follow_up_kept.html", form=form, kept_at=clock.now(), alone=True)
    flash(_("Saved. You can go on with it later."), "success")
    return see_other(url_for(".follow_up", case_id=case_id))


@bp.post("/<int:case_id>/follow-up/ring")
@allow(Permission.WELCOME_FOLLOW_UP)
def ring_follow_up(case_id: int) -> Response:
    """Begin the call; what has been written is kept, also if nobody can be rung."""
    case, form = queries.case_for(current_user, case_id, for_change=True), FollowUpForm()
    if not form.validate() or not _kept(case, form):
        return _page(case, form, 422)
    db.session.commit()
    try:
        call = actions_call.ring_for(case, current_user, Kind.FOLLOW_UP, clock.now())
    except Refused as refused:
        flash(refused.words, "error")
        return see_other(url_for(".follow_up", case_id=case_id))
    db.session.commit()
    return see_other(url_for("calling.call", call_id=call.id))


@bp.post("/<int:case_id>/follow-up/done")
@allow(Permission.WELCOME_FOLLOW_UP)
def finish_follow_up(case_id: int) -> Response:
    """The follow-up is done, or was and is corrected."""
    case, form = queries.case_for(current_user, case_id, for_change=True), FollowUpForm()
    if not form.is_finished() or not _kept(case, form):
        return _page(case, form, 422)
    actions_follow_up.finish(case, current_user, clock.now())
    db.session.commit()
    erased = day(queries_forget.erase_on(case))
    flash(_("The follow-up is done. All that was written here is erased on %(day)s.", day=erased), "success")
    return see_other(url_for(".case", case_id=case_id))


def _form(case: WelcomeCase) -> FollowUpForm:
    return FollowUpForm(formdata=None).show(case.follow_up, bool(case.referrals))


def _kept(case: WelcomeCase, form: FollowUpForm) -> bool:
    """Keep what the form says. If something else was written meanwhile, or the case closed, say so, with all that was
    typed; whoever has been told of those other words puts their own in their place by a button, never by typing on."""
    seen = form.seen.data if wants_fragment() else form.told.data or form.seen.data
    try:
        kept = actions_follow_up.keep(case, form.said(), seen, current_user, clock.now())
    except (Closed, Overtaken) as refused:
        form.form_errors.append(refused.words)
        form.told.data = refused.there.at.isoformat() if isinstance(refused, Overtaken) else ""
        return False
    form.seen.data, form.told.data = kept.at.isoformat(), ""
    return True


def _page(case: WelcomeCase, form: FollowUpForm, status: int = 200) -> Response:
    now = clock.now()
    standing = queries.standing(case, now)
    return render(
        "welcome/follow_up.html",
        "welcome/_follow_up_kept.html",
        status=status,
        case=case,
        person=case.person,
        form=form,
        kept_at=None,
        alone=True,
        point=standing.find(Kind.FOLLOW_UP),
        today=standing.today,
        places=groups_of(case.person),
        held=calling.open_call(current_user),
        barred=queue.barred(case.person_id, Purpose.FOLLOW_UP, now),
        barred_words=BARRED,
        opens_at=calling_opens_at(now),
        now=now,
    )


@panel(10, "welcome/_follow_up.html")
def followed_up(reader: Account, standing: Standing, _now: datetime) -> Facts | None:
    """What the follow-up has found, or how far it has come; nobody but the coordinator sees that."""
    case, done = standing.case, standing.case.traces().get(Kind.FOLLOW_UP)
    if Permission.WELCOME_FOLLOW_UP not in reader.permissions or (case.follow_up is None and done is None):
        return None
    is_done = done is not None and not done.is_skipped
    words: dict[str, Any] = {"came_words": CAME, "training_words": TRAINING, "result_words": RESULTS}
    return {"case": case, "said": case.follow_up, "is_done": is_done, **words}


def _beside(call: Call, reader: Account, _now: datetime) -> Panel | None:
    case = _case(call, reader)
    return Panel("welcome/_follow_up_beside.html", {"case": case, "form": _form(case)}) if case else None


def _back(call: Call, reader: Account) -> str | None:
    case = _case(call, reader)
    return url_for("welcome.follow_up", case_id=case.id) if case else None


def _case(call: Call, reader: Account) -> WelcomeCase | None:
    return queries_call.case_with(reader, call) if Permission.WELCOME_FOLLOW_UP in reader.permissions else None


beside.register(Purpose.FOLLOW_UP, Beside(_beside, _back))
