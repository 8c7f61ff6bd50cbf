"""What there is to look after, and everything about one page: where it stands, who reads it, whose it is."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.accounts.models import Account
from chapter.db import db
from chapter.editing import actions, care, desk, queries
from chapter.editing.forms import OwnerForm, OwnersForm, among
from chapter.editing.routes_new import bp
from chapter.editing.rules import AGAIN_AFTER
from chapter.editing.rules_duties import Duty, duties
from chapter.editing.words import DUTIES, IN_LANGUAGE, READERS, SECTIONS, why
from chapter.handbook.models import Page
from chapter.i18n import LANGUAGES, _, day, language, lazy, local, ngettext, offered
from chapter.pages import render, section, see_other

SHOWN = 5
"""So many of a kind are shown among the others; alone, a kind shows so many hundred."""
ALONE = 200

WITHIN = (
    "owners",
    "share_out",
    "page",
    "edit",
    "write",
    "versions",
    "new",
    "make",
    "tree",
    "place",
    "address",
    "readers",
    "ask_remove",
)
section(
    "handbook",
    90,
    lazy("To look after"),
    "editing.to_look_after",
    Permission.PAGES_WRITE,
    *(f"editing.{name}" for name in WITHIN),
    *("media.media", "media.upload", "media.medium", "media.remove"),
)


@bp.get("/")
@allow(Permission.PAGES_WRITE)
def to_look_after() -> Response:
    """What there is to look after, mine or everybody's; of one kind alone, all of it."""
    whose, word = request.args.get("whose", "all"), request.args.get("kind", "")
    kinds = care.kinds(local(clock.now()).date(), current_user if whose == "mine" else None)
    alone = [kind for kind in kinds if kind.word == word]
    facts: dict[str, Any] = {"kinds": alone or [kind for kind in kinds if kind.lines], "all_kinds": kinds}
    facts |= {"whose": whose, "word": word if alone else "", "most": ALONE if alone else SHOWN}
    facts |= {"sections_called": SECTIONS, "months": AGAIN_AFTER, "check": Duty.CHECK, "ownerless": Duty.OWNERLESS}
    return render("editing/care.html", **facts)


@bp.get("/owners")
@allow(Permission.PAGES_WRITE)
def owners() -> Response:
    """The pages that nobody looks after, to be shared out."""
    return _owners(OwnersForm(formdata=None, owner=current_user.id))


@bp.post("/owners")
@allow(Permission.PAGES_WRITE)
def share_out() -> Response:
    """Let somebody look after all that are ticked."""
    form = OwnersForm()
    writers = _offer(form)
    if not form.validate():
        return _owners(form, 422)
    owner = writers[form.owner.data]
    many = actions.share_out(form.tick.data or [], owner, clock.now())
    db.session.commit()
    said = ngettext(
        "%(name)s looks after %(num)s more page.", "%(name)s looks after %(num)s more pages.", many, name=owner.name
    )
    flash(said, "success")
    return see_other(url_for(".owners"))


@bp.get("/<int:page_id>")
@allow(Permission.PAGES_WRITE)
def page(page_id: int) -> Response:
    """Everything about a page but its words."""
    return _page(queries.page(page_id))


@bp.post("/<int:page_id>/owner")
@allow(Permission.PAGES_WRITE)
def look_after(page_id: int) -> Response:
    """Set who looks after the page, and by when they see that it is right."""
    found, form = queries.page(page_id, for_change=True), OwnerForm()
    writers = _choose_among(form, found)
    if not form.validate():
        return _page(found, form, 422)
    actions.look_after(found, writers.get(form.owner.data), form.check_by.data)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".page", page_id=page_id))


@bp.post("/<int:page_id>/right/<int:months>")
@allow(Permission.PAGES_WRITE)
def still_right(page_id: int, months: int) -> Response:
    """Somebody has read it, and it is still right."""
    found = queries.page(page_id, for_change=True)
    then = actions.still_right(found, months if months in AGAIN_AFTER else AGAIN_AFTER[0], clock.now())
    db.session.commit()
    flash(
        _("Noted that “%(title)s” is right. Next time %(day)s.", title=queries.title(found), day=day(then)), "success"
    )
    return see_other(_back(found))


@bp.post("/<int:page_id>/mine")
@allow(Permission.PAGES_WRITE)
def take(page_id: int) -> Response:
    """The page is mine to look after from now on."""
    found = queries.page(page_id, for_change=True)
    actions.look_after(found, current_user, found.check_by)
    db.session.commit()
    flash(_("You look after “%(title)s” from now on.", title=queries.title(found)), "success")
    return see_other(_back(found))


@bp.post("/<int:page_id>/same/<language>")
@allow(Permission.PAGES_WRITE)
def says_the_same(page_id: int, language: str) -> Response:
    """The page says the same in this language as in the other already."""
    found, code = queries.page(page_id, for_change=True), queries.spoken(language)
    actions.say_the_same(found, clock.now(), code)
    db.session.commit()
    flash(_("Noted: it says the same in both languages."), "success")
    return see_other(url_for(".edit", page_id=page_id, language=code))


def _back(found: Page) -> str:
    """To the list, for who came from there; else to the page."""
    return url_for(".to_look_after") if request.form.get("from") == "list" else url_for(".page", page_id=found.id)


def _choose_among(form: OwnerForm, found: Page) -> dict[int, Any]:
    """Let one choose among those who write; who looked after it until now stays in the list."""
    writers = {account.id: account for account in queries.writers()}
    if found.owner:
        writers.setdefault(found.owner.id, found.owner)
    form.owner.choices = among({0: _("Nobody"), **{id: account.name for id, account in writers.items()}})
    return writers


def _offer(form: OwnersForm) -> dict[int, Account]:
    writers = {account.id: account for account in queries.writers()}
    form.owner.choices = among({id: account.name for id, account in writers.items()})
    form.tick.choices = among({sheet.id: sheet.id for sheet in queries.sheets()})
    return writers


def _owners(form: OwnersForm, status: int = 200) -> Response:
    writers = _offer(form)
    pages = [sheet for sheet in queries.sheets() if sheet.owner_id not in writers]
    facts: dict[str, Any] = {"pages": pages[:ALONE], "many": len(pages), "spoken": language()}
    return render("editing/owners.html", status=status, form=form, sections_called=SECTIONS, **facts)


def _page(found: Page, form: OwnerForm | None = None, status: int = 200) -> Response:
    if form is None:
        form = OwnerForm(formdata=None, owner=found.owner_id or 0, check_by=found.check_by)
        _choose_among(form, found)
    sheet, today = next(iter(queries.sheets(page_id=found.id))), local(clock.now()).date()
    owners = {choice.value for choice in form.owner.choices} - {0}
    facts: dict[str, Any] = {"page": found, "title": queries.title(found), "form": form, "months": AGAIN_AFTER}
    facts |= {"dues": [(DUTIES[due.duty], why(due)) for due in duties(sheet, offered(), today, owners)]}
    facts |= {"languages": LANGUAGES, "in_language": IN_LANGUAGE, "sections_called": SECTIONS, "readers": READERS}
    facts |= {"address": desk.address(found), "today": today, "spoken": language()}
    facts |= {"above": queries.page(found.parent_id) if found.parent_id else None, "called": queries.title}
    return render("editing/page.html", status=status, **facts)
