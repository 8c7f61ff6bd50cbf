"""The officers' pages about links. The public pages are in ``routes_join``."""

from flask import Response, request, url_for
from wtforms import SelectChoice

from chapter import clock
from chapter import qr as codes
from chapter.access import Permission, allow
from chapter.db import db
from chapter.i18n import _, in_language, language, lazy, offered, speaking
from chapter.pages import file_response, place, public_url, render, see_other
from chapter.signup import actions, queries
from chapter.signup.forms import LinkForm
from chapter.signup.models import SignupLink
from chapter.signup.routes_join import bp

__all__ = ["bp"]
place(30, lazy("Sign-up links"), "signup.links", Permission.SIGNUP_MANAGE)


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
        languages=offered(),
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
    with speaking(wanted if wanted in offered() else language()):
        address = public_url("signup.join", slug=link.slug)
        return render("signup/poster.html", link=link, address=address, qr=codes.inline(address), languages=offered())
