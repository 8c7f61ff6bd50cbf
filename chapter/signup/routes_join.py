"""The public page of a link, and what becomes of those who sign up."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Blueprint, Response, after_this_request, flash, session, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import ANYONE, SIGNED_IN, allow
from chapter.accounts import hooks
from chapter.accounts.actions import note_attempt
from chapter.accounts.models import Account
from chapter.accounts.network import whereabouts
from chapter.accounts.queries import wait_until
from chapter.accounts.rules import LIMITS, Quota
from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import _, clocktime, in_language, language, lazy
from chapter.pages import render, see_other
from chapter.settings.queries import consent_text
from chapter.signup import actions, queries
from chapter.signup.forms import ConnectForm, JoinForm
from chapter.signup.models import SignupLink
from chapter.signup.queries import Standing
from chapter.signup.rules import State

HEADINGS = {
    State.OPEN: lazy("Sign up"),
    State.CLOSED: lazy("The sign-up has closed"),
    State.NOT_YET: lazy("The sign-up hasn’t opened yet"),
    State.FULL: lazy("All the places are taken"),
}

LIMITS["signup"] = Quota(300, timedelta(hours=1))  # a whole meeting may share one address on the network

bp = Blueprint("signup", __name__)


@bp.get("/join/<slug>")
@allow(ANYONE)
def join(slug: str) -> Response:
    """The face of the chapter for most people."""
    standing = queries.standing(slug, clock.now())
    if current_user.is_authenticated and standing and queries.has_joined(standing.link, current_user):
        return render("signup/joined.html", link=standing.link)
    if standing is None or standing.state is not State.OPEN:
        return _no_way_in(standing)
    return _page(standing, _asked(standing.link), counts=True)


def _asked(link: SignupLink) -> ConnectForm:
    """The form that this reader needs, with what the link asks for."""
    if current_user.is_authenticated:
        form = ConnectForm()
        form.ask(link.tasks, consent_text().id, queries.needs_consent(current_user))
        return form
    form = JoinForm()
    form.ask(link.tasks, consent_text().id)
    return form


def _page(standing: Standing, form: ConnectForm, status: int = 200, counts: bool = False) -> Response:
    """The page of an open link; ``counts`` if this is a visit."""
    page: dict[str, Any] = {
        "standing": standing,
        "link": standing.link,
        "form": form,
        "consent": consent_text(),
        "counts": counts,
    }
    if current_user.is_authenticated:
        return render("signup/connect.html", status=status, needs_consent=queries.needs_consent(current_user), **page)
    return render("signup/join.html", status=status, **page)


def _no_way_in(standing: Standing | None, just_now: bool = False) -> Response:
    """A kind page that says why one can't sign up here, and where one can; ``just_now`` if somebody tried."""
    link = standing.link if standing else None
    return render(
        "signup/no_way_in.html",
        status=200 if standing else 404,
        link=link,
        state=standing.state if standing else None,
        heading=HEADINGS[standing.state] if standing else _("There is no sign-up here"),
        just_now=just_now,
        others=queries.open_links(clock.now(), besides=link),
    )


@bp.post("/join/<slug>")
@allow(ANYONE)
def sign_up(slug: str) -> Response:
    """Sign up; the answer is the same whether or not the address has an account."""
    now, from_here = clock.now(), f"signup:{whereabouts()}"
    standing = queries.standing(slug, now)
    if standing is None or standing.state in (State.CLOSED, State.NOT_YET):
        return _no_way_in(standing)
    form = JoinForm()
    form.ask(standing.link.tasks, consent_text().id)
    if not form.validate():
        return _page(standing, form, status=422)
    if until := wait_until(from_here, now=now):
        form.form_errors.append(_too_many(until))
        return _page(standing, form, status=429)
    note_attempt(from_here, now)
    return _write_down(standing, form)


def _too_many(until: datetime) -> str:
    minute = clocktime(until + timedelta(seconds=59))
    return _(
        "Many have signed up from the place where you are. What you wrote is still here. Try again at %(time)s.",
        time=minute,
    )


def _write_down(standing: Standing, form: JoinForm) -> Response:
    """Hold a place and mail a link. On a full link everybody reads the same, also whoever holds a place."""
    try:
        if not form.website.data:
            signup = actions.sign_up(standing.link, form.details(language()), clock.now())
            session["signed_up"] = sorted({*session.get("signed_up", ()), signup.id})[-10:]
    except actions.NotOpen:
        db.session.commit()
        return _no_way_in(queries.standing(standing.link.slug, clock.now()), just_now=True)
    db.session.commit()
    if standing.state is State.FULL:
        return _no_way_in(standing, just_now=True)
    session["asked"] = {"email": form.email.data, "at": clock.now().isoformat(), "next": None, "is_sure": True}
    return see_other(url_for("accounts.link_sent"))


@bp.post("/join/<slug>/connect")
@allow(SIGNED_IN)
def connect(slug: str) -> Response:
    """One button for somebody who is signed in."""
    now = clock.now()
    standing = queries.standing(slug, now)
    if standing is None:
        return _no_way_in(None)
    form = _asked(standing.link)
    if not form.validate():
        return _page(standing, form, status=422)
    try:
        consent = form.agreed_to if form.consent.data else None
        actions.connect(standing.link, current_user, form.tasks.data or [], consent, now)
    except actions.NotOpen:
        return _no_way_in(queries.standing(slug, now))
    db.session.commit()
    _welcome(standing.link)
    return see_other(url_for("home.my_page"))


@bp.post("/join/<slug>/visit")
@allow(ANYONE)
def visit(slug: str) -> Response:
    """Count a visit: browsers with scripts tell us by themselves, scanners and previews don't."""
    actions.count_visit(slug)
    db.session.commit()
    return Response(status=204)


@bp.get("/join/<slug>/no-place")
@allow(SIGNED_IN)
def no_place(slug: str) -> Response:
    """Confirmed too late: the account is there, the place isn't."""
    standing = queries.standing(slug, clock.now())
    if standing is None:
        raise Missing
    others = queries.open_links(clock.now(), besides=standing.link)
    return render("signup/no_place.html", link=standing.link, others=others)


def _welcome(link: SignupLink) -> None:
    flash(_("Welcome! You have signed up: %(title)s.", title=in_language(link.title)), "success")


def _welcome_later(link: SignupLink, response: Response) -> Response:
    """The welcome is said when the new session has begun, else it would be lost with the old one."""
    _welcome(link)
    return response


def _on_sign_in(account: Account, now: datetime, about: str | None) -> str | None:
    """Carry out what the account signed up for here or in the mail that was used, and say so.

    Other sign-ups may be a stranger's with this address: my page asks about them.
    """
    connected, too_late = actions.connect_pending(account, _own_signups(about), now)
    for signup in connected:
        after_this_request(partial(_welcome_later, signup.link))
    if too_late:
        return url_for("signup.no_place", slug=too_late[0].link.slug)
    return url_for("home.my_page") if connected else None


def _own_signups(about: str | None) -> set[int]:
    """The sign-ups that were made in this browser, and the one whose mail was used."""
    mailed = {int(about.removeprefix("signup:"))} if about and about.startswith("signup:") else set()
    return mailed.union(session.get("signed_up", ()))


def _on_link_asked(account: Account, now: datetime) -> bool:
    """Whoever has signed up in this browser and asks for another link gets the sign-up's mail again."""
    return actions.remind(account, _own_signups(None), now)


hooks.on_sign_in.append(_on_sign_in)
hooks.on_link_asked.append(_on_link_asked)


@bp.post("/join/<slug>/not-me")
@allow(SIGNED_IN)
def not_me(slug: str) -> Response:
    """Somebody else signed up with the reader's address: forget it."""
    actions.forget_pending(current_user, slug)
    db.session.commit()
    flash(_("Thanks for telling us. The sign-up is gone."), "success")
    return see_other(url_for("home.my_page"))
