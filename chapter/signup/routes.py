"""The public page of a link, and the officers' pages about links."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, after_this_request, flash, request, session, url_for
from flask_login import current_user
from wtforms import SelectChoice

from chapter import clock
from chapter import qr as codes
from chapter.access import ANYONE, SIGNED_IN, Permission, allow
from chapter.accounts import hooks
from chapter.accounts.actions import note_attempt
from chapter.accounts.models import Account
from chapter.accounts.queries import wait_until
from chapter.accounts.rules import network
from chapter.db import db
from chapter.errors import Missing, error_page
from chapter.i18n import LANGUAGES, _, in_language, language, lazy, speaking
from chapter.pages import file_response, place, public_url, render, see_other
from chapter.settings.queries import consent_text
from chapter.signup import actions, queries
from chapter.signup.forms import ConnectForm, JoinForm, LinkForm
from chapter.signup.models import SignupLink
from chapter.signup.queries import Standing
from chapter.signup.rules import State

HEADINGS = {
    State.OPEN: lazy("Sign up"),
    State.CLOSED: lazy("The sign-up has closed"),
    State.NOT_YET: lazy("The sign-up hasn’t opened yet"),
    State.FULL: lazy("All the places are taken"),
}

bp = Blueprint("signup", __name__)
place(30, lazy("Sign-up links"), "signup.links", Permission.SIGNUP_MANAGE)


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
    now, from_here = clock.now(), f"signup:{network(request.remote_addr)}"
    standing = queries.standing(slug, now)
    if standing is None or standing.state in (State.CLOSED, State.NOT_YET):
        return _no_way_in(standing)
    form = JoinForm()
    form.ask(standing.link.tasks, consent_text().id)
    if not form.validate():
        return _page(standing, form, status=422)
    if wait_until(from_here, now=now):
        return error_page(429)
    note_attempt(from_here, now)
    return _write_down(standing, form)


def _write_down(standing: Standing, form: JoinForm) -> Response:
    """Hold a place and mail a link. On a full link everybody reads the same, also whoever holds a place."""
    try:
        if not form.website.data:
            actions.sign_up(standing.link, form.details(language()), clock.now())
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


def _on_sign_in(account: Account, now: Any) -> str | None:
    """Carry out what the account signed up for, and say so."""
    connected, too_late = actions.connect_pending(account, now)
    for signup in connected:
        after_this_request(partial(_welcome_later, signup.link))
    if too_late:
        return url_for("signup.no_place", slug=too_late[0].link.slug)
    return url_for("home.my_page") if connected else None


hooks.on_sign_in.append(_on_sign_in)


@bp.get("/links")
@allow(Permission.SIGNUP_MANAGE)
def links() -> Response:
    """All links with their figures."""
    return render("signup/links.html", standings=queries.standings(clock.now()))


@bp.get("/links/new")
@allow(Permission.SIGNUP_MANAGE)
def new_link() -> Response:
    """The form for a new link."""
    return _form_page(_link_form(), None)


@bp.post("/links/new")
@allow(Permission.SIGNUP_MANAGE)
def make_link() -> Response:
    """Make a link."""
    form = _link_form()
    if form.validate():
        try:
            link = actions.make_link(form.facts(), clock.now())
            db.session.commit()
            return see_other(url_for(".link", link_id=link.id))
        except actions.SlugTaken as error:
            form.slug.errors = [str(error.words)]
    return _form_page(form, None, status=422)


@bp.get("/links/<int:link_id>")
@allow(Permission.SIGNUP_MANAGE)
def link(link_id: int) -> Response:
    """A link: what to share, and who signed up."""
    standing = queries.standing_of(link_id, clock.now())
    return render(
        "signup/link.html",
        standing=standing,
        link=standing.link,
        address=public_url("signup.join", slug=standing.link.slug),
        signups=queries.signups(standing.link),
        languages=LANGUAGES,
    )


@bp.get("/links/<int:link_id>/edit")
@allow(Permission.SIGNUP_MANAGE)
def edit_link(link_id: int) -> Response:
    """The form for a link that there is."""
    link = queries.standing_of(link_id, clock.now()).link
    form = _link_form(link)
    form.show(link)
    return _form_page(form, link)


@bp.post("/links/<int:link_id>/edit")
@allow(Permission.SIGNUP_MANAGE)
def change_link(link_id: int) -> Response:
    """Change a link."""
    link = queries.standing_of(link_id, clock.now()).link
    form = _link_form(link)
    if form.validate():
        try:
            actions.change_link(link, form.facts())
            db.session.commit()
            return see_other(url_for(".link", link_id=link.id))
        except actions.SlugTaken as error:
            form.slug.errors = [str(error.words)]
    return _form_page(form, link, status=422)


def _link_form(link: SignupLink | None = None) -> LinkForm:
    """The form for ``link`` or a new one, with the assignments that it can lead to."""
    form = LinkForm(obj=link)
    offered = list(queries.assignments(clock.now()))
    if link and link.assignment and link.assignment not in offered:
        offered.append(link.assignment)
    choices = [SelectChoice(a.id, in_language(a.title)) for a in offered]
    form.assignment_id.choices = [SelectChoice(0, _("Choose an assignment")), *choices]
    return form


def _form_page(form: LinkForm, link: SignupLink | None, status: int = 200) -> Response:
    return render(
        "signup/link_form.html", status=status, form=form, link=link, start=public_url("signup.join", slug="")
    )


@bp.get("/links/<int:link_id>/qr.svg")
@allow(Permission.SIGNUP_MANAGE)
def qr(link_id: int) -> Response:
    """The link's address for phones to scan; black on white in any scheme."""
    link = queries.standing_of(link_id, clock.now()).link
    return file_response(codes.svg(public_url("signup.join", slug=link.slug)), "image/svg+xml")


@bp.get("/links/<int:link_id>/poster")
@allow(Permission.SIGNUP_MANAGE)
def poster(link_id: int) -> Response:
    """A page to print and put up, in the language that is asked for."""
    link = queries.standing_of(link_id, clock.now()).link
    wanted = request.args.get("in", "")
    with speaking(wanted if wanted in LANGUAGES else language()):
        address = public_url("signup.join", slug=link.slug)
        return render("signup/poster.html", link=link, address=address, qr=codes.inline(address), languages=LANGUAGES)
