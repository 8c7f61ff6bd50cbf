"""One's own data: read it, save it, have it put right, take back a yes, be erased."""

from typing import Any

from flask import Blueprint, Response, flash, request, stream_template, stream_with_context, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import SIGNED_IN, Permission, allow, may_open
from chapter.accounts.actions import TooSoon, note_attempt
from chapter.accounts.queries import wait_until
from chapter.db import db, only_read
from chapter.errors import Missing, Refused
from chapter.home.waiting import waits
from chapter.i18n import _, lazy, local, ngettext
from chapter.pages import file_response, render, see_other
from chapter.privacy import queries as privacy
from chapter.privacy.rules import Keep
from chapter.rights import actions, forms, queries, queries_own, showing, words
from chapter.rights.rules import Kind
from chapter.spreadsheet import file_name

bp = Blueprint("rights", __name__)
bp.app_context_processor(lambda: {"request_kinds": words.KINDS})
AT_MOST = 100
"""So many rows of a table on a page; the file has all."""

waits(
    Permission.RIGHTS_HANDLE,
    lazy("Requests about data"),
    "rights.queue",
    queries.waiting,
    lambda number: ngettext("%(num)s waits for an answer", "%(num)s wait for an answer", number),
)


@bp.get("/my/data")
@allow(SIGNED_IN)
def mine() -> Response:
    """What there is about whoever is signed in, by kind, and what they can do about it."""
    own = queries_own.own(current_user)
    told = queries_own.told(own)
    return render(
        "rights/mine.html",
        told=[each for each in told if each.number],
        nothing=[each.kind for each in told if not each.number],
        requests=queries.of_account(current_user),
        is_in_doubt=queries_own.is_in_doubt(current_user),
        read_log=url_for("readlog.mine") if may_open("readlog.mine") else None,
        results=words.RESULTS,
    )


@bp.get("/my/data/<name>")
@allow(SIGNED_IN)
def kind(name: str) -> Response:
    """All that there is of one kind."""
    own = queries_own.own(current_user)
    told = next((each for each in queries_own.told(own) if each.name == name), None)
    if told is None:
        raise Missing
    tables = [showing.table(part, own, AT_MOST) for part in told.parts]
    return render("rights/kind.html", told=told, tables=tables, most=AT_MOST)


@bp.post("/my/data/file")
@allow(SIGNED_IN)
def file() -> Response:
    """All of it as a file, for people or for programs; their address is told, as it may be somebody else's doing."""
    now, key = clock.now(), f"own-data:{current_user.id}"
    if until := wait_until(key, now=now):
        flash(TooSoon(until).words, "error")
        return see_other(url_for(".mine"))
    note_attempt(key, now)
    actions.saved(current_user, now)
    db.session.commit()
    return as_file(queries_own.own(current_user), request.form.get("form", ""))


def as_file(own: queries_own.Own, form: str) -> Response:
    """A file with all that is about somebody, made while it is sent."""
    only_read()
    now = clock.now()
    title = " ".join([_("My data"), local(now).date().isoformat()])
    if form == "json":
        text = stream_with_context(showing.in_chunks(showing.as_json(own, now)))
        return file_response(text, "application/json", file_name(title, "json"))
    page = stream_template("rights/document.html", now=now, **showing.document(own))
    return file_response(showing.in_chunks(page), "text/html", file_name(title, "html"))


@bp.get("/my/data/ask")
@allow(SIGNED_IN)
def ask() -> Response:
    """What one wants, in words."""
    wanted = request.args.get("kind")
    form = forms.Wish(formdata=None, kind=wanted if wanted in set(Kind) else None)
    return render("rights/ask.html", form=form)


@bp.post("/my/data/ask")
@allow(SIGNED_IN)
def send() -> Response:
    """Ask for it."""
    form = forms.Wish()
    if not form.validate():
        return render("rights/ask.html", form=form, status=422)
    actions.ask(current_user, Kind(form.kind.data), form.words.data or "", clock.now())
    db.session.commit()
    flash(_("We have it. You get a mail, and an answer within a month."), "success")
    return see_other(url_for(".mine", _anchor="requests"))


@bp.post("/my/data/requests/<int:request_id>/take-back")
@allow(SIGNED_IN)
def take_back(request_id: int) -> Response:
    """Not any more."""
    try:
        actions.take_back(queries.own_request(current_user, request_id), clock.now())
    except Refused as refused:
        flash(str(refused.words), "warning")
        return see_other(url_for(".mine"))
    db.session.commit()
    flash(_("It is taken back."), "success")
    return see_other(url_for(".mine"))


@bp.get("/my/data/stop")
@allow(SIGNED_IN)
def stop() -> Response:
    """What one can say no to, and what follows."""
    return _stop(forms.Stop(formdata=None))


def _stop(form: forms.Stop, status: int = 200) -> Response:
    person = current_user.person
    return render("rights/stop.html", status=status, form=form, is_member=_is_member(), person=person)


def _is_member() -> bool:
    person = current_user.person
    return person is not None and person.left_on is None and bool(person.joined_on or person.member_number)


@bp.post("/my/data/stop")
@allow(SIGNED_IN)
def stop_it() -> Response:
    """It ends at once."""
    form, now = forms.Stop(), clock.now()
    if not form.validate():
        return _stop(form, 422)
    if form.what.data == "calls":
        actions.stop_calls(current_user, now)
        said = _("Done. Nobody rings you from now on.")
    else:
        actions.withdraw(current_user, now)
        said = _("Your yes is taken back. The coordinator sees to the rest, and you get a mail.")
    db.session.commit()
    flash(said, "success")
    return see_other(url_for(".mine"))


@bp.get("/my/data/erase")
@allow(SIGNED_IN)
def erase() -> Response:
    """What would go, what would stay and why, and what it means."""
    own = queries_own.own(current_user)
    told = [each for each in queries_own.told(own) if each.parts]
    found = [(each.kind.title, sum(part.number for part in each.parts)) for each in told]
    kept = privacy.kept([own.person], clock.now())[own.person.id] if own.person.id else None
    facts: dict[str, Any] = {"has_office": bool(kept and Keep.OFFICE in kept.why), "is_member": _is_member()}
    stays = words.stays(own.person.do_not_call_at is not None)
    waits = queries.own_open(current_user, Kind.ERASE)
    return render("rights/erase.html", known=found, stays=stays, asked=waits, **facts)


@bp.post("/my/data/erase")
@allow(SIGNED_IN)
def ask_to_be_erased() -> Response:
    """Ask for it; it can be taken back until it is done."""
    actions.ask(current_user, Kind.ERASE, "", clock.now())
    db.session.commit()
    flash(_("You have asked to be erased. You can take it back here until it is done."), "success")
    return see_other(url_for(".mine", _anchor="requests"))
