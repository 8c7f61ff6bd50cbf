"""The first evening: five screens, which can be left and come back to."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from chapter import clock
from chapter.access import Permission, allow
from chapter.accounts import hooks
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Missing, Refused, error_page
from chapter.forms import Versioned, texts
from chapter.i18n import _, offered
from chapter.media import doors
from chapter.pages import public_url, render, see_other
from chapter.settings import rooms
from chapter.settings.actions import Stale
from chapter.settings.queries import chapter, newest
from chapter.setup import above, actions, queries
from chapter.setup.forms import FirstLink
from chapter.setup.mail_state import state
from chapter.setup.routes_mail import bp
from chapter.setup.rules import Step, after, first
from chapter.setup.words import STEPS, WHY

__all__ = ["above", "bp"]
ROOMS = {
    Step.CHAPTER: ("chapter", "languages"),
    Step.LOOK: ("look",),
    Step.PEOPLE: ("contacts", "hours"),
    Step.MAIL: ("consent",),
    Step.LINK: (),
}
"""The pages of the settings that a screen is made of."""
TAKES_LOGOS = "settings.change_look", "setup.take"
Forms = dict[str, Versioned]


@bp.app_url_value_preprocessor
def _take_logos(endpoint: str | None, _values: object) -> None:
    """A logo is larger than any other form; this comes before anything reads it."""
    if endpoint in TAKES_LOGOS:
        request.max_content_length = doors.LET_IN


@bp.app_errorhandler(RequestEntityTooLarge)
def _far_too_large(_error: RequestEntityTooLarge) -> Response:
    if request.endpoint in TAKES_LOGOS:
        doors.drain(request)
    return error_page(413)


@bp.get("/setup")
@allow(Permission.SETTINGS_CHANGE)
def steps() -> Response:
    """How far one has come, and what comes after."""
    done = chapter().first_steps
    is_over, all_done = done is None, [*Step] if done is None else done
    facts: dict[str, Any] = {"titles": STEPS, "why": WHY, "done": all_done, "is_over": is_over}
    return render("setup/steps.html", **facts, next=first(all_done))


@bp.get("/setup/<name>")
@allow(Permission.SETTINGS_CHANGE)
def step(name: str) -> Response:
    """A screen."""
    which = _step(name)
    return _screen(which, {room: rooms.named(room).open(room) for room in ROOMS[which]})


@bp.post("/setup/<name>")
@allow(Permission.SETTINGS_CHANGE)
def take(name: str) -> Response:
    """Keep what was filled in on a screen, and go on to the next."""
    which = _step(name)
    forms = {room: rooms.named(room).read(room) for room in ROOMS[which]}
    if not all([form.validate() for form in forms.values()]) or not _kept(forms):
        db.session.rollback()
        return _screen(which, forms, status=422)
    return _go_on(which)


@bp.post("/setup/link/make")
@allow(Permission.SETTINGS_CHANGE)
def make_link() -> Response:
    """Make the first sign-up link; the screen then shows it."""
    form = FirstLink()
    if not form.validate():
        return _screen(Step.LINK, {}, form, 422)
    if queries.newest_link(clock.now()) is None:
        actions.make_first_link(texts(form, "title"), texts(form, "text"), clock.now())
    _note(Step.LINK)
    return see_other(url_for(".step", name=Step.LINK))


@bp.post("/setup/<name>/skip")
@allow(Permission.SETTINGS_CHANGE)
def skip(name: str) -> Response:
    """Leave a screen as it is, and go on to the next."""
    return _go_on(_step(name))


@bp.post("/setup/end")
@allow(Permission.SETTINGS_CHANGE)
def end() -> Response:
    """Don't show the steps any more."""
    actions.end()
    db.session.commit()
    flash(_("We won’t show the steps any more. You find them at the foot of the settings."), "success")
    return see_other(url_for("home.my_page"))


@bp.post("/setup/again")
@allow(Permission.SETTINGS_CHANGE)
def again() -> Response:
    """Go through the steps once more; what is set stays as it is."""
    actions.begin()
    db.session.commit()
    return see_other(url_for(".steps"))


def _step(name: str) -> Step:
    if name not in [*Step]:
        raise Missing
    return Step(name)


def _kept(forms: Forms) -> bool:
    """Save every form, or say what is in the way of one."""
    for name, form in forms.items():
        try:
            rooms.named(name).save(form, current_user.name, clock.now())
        except Stale as stale:
            form.version.data = str(newest(name))
            flash(stale.words, "warning")
            return False
        except Refused as refused:
            form["logo"].errors = [str(refused.words)]
            return False
    return True


def _note(step: Step) -> None:
    """A step is done; say so when it was the last."""
    was_over = chapter().first_steps is None
    actions.done(step)
    db.session.commit()
    if chapter().first_steps is None and not was_over:
        flash(_("All five steps are done. Well done!"), "success")


def _go_on(step: Step) -> Response:
    _note(step)
    done = chapter().first_steps
    further = after(step, done) if done is not None else None
    return see_other(url_for(".step", name=further) if further else url_for(".steps"))


def _screen(step: Step, forms: Forms, link_form: FirstLink | None = None, status: int = 200) -> Response:
    beside = {name: value for room in ROOMS[step] for name, value in rooms.named(room).beside().items()}
    facts: dict[str, Any] = {"step": step, "steps": [*Step], "title": STEPS[step], "why": WHY[step], "forms": forms}
    facts |= {"rooms": [rooms.named(room) for room in ROOMS[step]], "offered": sorted(offered(), key=_others_last)}
    if step is Step.LINK:
        facts |= _link(link_form)
    if step is Step.MAIL:
        facts |= state()
    return render("setup/step.html", status=status, **facts, **beside)


def _others_last(code: str) -> bool:
    return code != chapter().language


def _link(form: FirstLink | None) -> dict[str, Any]:
    """The newest link, or the form for the first."""
    standing = queries.newest_link(clock.now())
    if standing is not None:
        return {"link": standing.link, "address": public_url("signup.join", slug=standing.link.slug), "form": None}
    if form is None:
        form = FirstLink(formdata=None)
        form.suggest(chapter().name)
    return {"link": None, "address": "", "form": form}


def _on_sign_in(account: Account, _now: Any, _about: str | None) -> str | None:
    """The first administrator of an empty chapter is led to the first step."""
    return url_for("setup.steps") if actions.is_new(account) else None


hooks.on_sign_in.append(_on_sign_in)
