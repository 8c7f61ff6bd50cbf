"""Where a page stands, its address, and who may read it."""

from typing import Any

from flask import Response, flash, request, url_for

from chapter.access import Audience, Permission, allow
from chapter.db import db, only_read
from chapter.editing import actions, desk, places, queries
from chapter.editing.forms import TOP, AddressForm, PlaceForm, ReadersForm, among
from chapter.editing.routes_new import bp
from chapter.editing.words import READERS, SECTIONS, WHO
from chapter.errors import Missing, Refused
from chapter.handbook import actions as handbook
from chapter.handbook.models import Page
from chapter.handbook.rules import Section
from chapter.i18n import _
from chapter.pages import render, see_other

LAST = 10**6
"""A place after all that there are."""


@bp.get("/<int:page_id>/place")
@allow(Permission.PAGES_WRITE)
def place(page_id: int) -> Response:
    """Under which page the page stands; another is found by its title."""
    page = _in_a_tree(queries.page(page_id))
    form = PlaceForm(formdata=None, under=request.args.get("under", page.parent_id or TOP, int))
    return _place(page, form)


@bp.post("/<int:page_id>/place")
@allow(Permission.PAGES_WRITE)
def put(page_id: int) -> Response:
    """Put it there, last; or look for another page."""
    page, form = _in_a_tree(queries.page(page_id, for_change=True)), PlaceForm()
    if "find" in request.form:
        only_read()
        return _place(queries.page(page_id), form)
    offers = _offer(page, form)
    if not form.validate():
        return _place(page, form, 422, offers)
    try:
        handbook.put(page, form.under.data or None, LAST)
    except Refused as refused:
        form.under.errors = [str(refused.words)]
        return _place(page, form, 422, offers)
    db.session.commit()
    flash(_("Moved. Its address is the same."), "success")
    return see_other(url_for(".tree", section=page.section, page=page.id, _anchor=f"page-{page.id}"))


@bp.get("/<int:page_id>/address")
@allow(Permission.PAGES_WRITE)
def address(page_id: int) -> Response:
    """The page's address, which one can change."""
    page = queries.page(page_id)
    return _address(page, AddressForm(formdata=None, section=str(page.section), slug=page.slug))


@bp.post("/<int:page_id>/address")
@allow(Permission.PAGES_WRITE)
def change_address(page_id: int) -> Response:
    """Change it; the old one leads to the new."""
    page, form = queries.page(page_id, for_change=True), AddressForm()
    form.section.choices = among(SECTIONS)
    if not form.validate():
        return _address(page, form, 422)
    handbook.move(page, Section(form.section.data), form.slug.data or "")
    db.session.commit()
    flash(_("The address is %(address)s. The old one leads there.", address=desk.address(page)), "success")
    return see_other(url_for(".page", page_id=page_id))


@bp.get("/<int:page_id>/readers")
@allow(Permission.PAGES_WRITE)
def readers(page_id: int) -> Response:
    """Who may read the page; and for another choice, who gets to read it and who no longer can."""
    page, asked = queries.page(page_id), request.args.get("audience")
    wanted = next((one for one in Audience if one == asked and one is not page.audience), None)
    return _readers(page, ReadersForm(formdata=None, audience=str(page.audience)), wanted=wanted)


@bp.post("/<int:page_id>/readers")
@allow(Permission.PAGES_WRITE)
def show_to(page_id: int) -> Response:
    """Let others read it."""
    page, form = queries.page(page_id, for_change=True), ReadersForm()
    form.audience.choices = among(READERS)
    if not form.validate():
        return _readers(page, form, 422)
    wanted = Audience(form.audience.data)
    actions.show_to(page, wanted)
    db.session.commit()
    flash(_("From now on this reads it: %(readers)s.", readers=READERS[wanted]), "success")
    return see_other(url_for(".page", page_id=page_id))


def _in_a_tree(page: Page) -> Page:
    """The page, if it stands somewhere: from A to Ö, the alphabet decides."""
    if page.section is Section.STANDPOINTS:
        raise Missing
    return page


def _offer(page: Page, form: PlaceForm) -> list[places.Offer]:
    words = request.values.get("q", "").strip()[:100]
    offers = places.offer(queries.sheets(page.section), words, form.under.data or TOP, page.id)
    form.under.choices = among({one.id: one.title for one in offers})
    return offers


def _place(page: Page, form: PlaceForm, status: int = 200, offers: list[places.Offer] | None = None) -> Response:
    facts: dict[str, Any] = {"page": page, "form": form, "offers": offers or _offer(page, form)}
    facts |= {"title": queries.title(page), "words": request.values.get("q", "").strip()[:100]}
    return render("editing/place.html", "editing/_under.html", status, **facts)


def _address(page: Page, form: AddressForm, status: int = 200) -> Response:
    form.section.choices = among(SECTIONS)
    facts: dict[str, Any] = {"page": page, "form": form, "title": queries.title(page), "address": desk.address(page)}
    return render("editing/address.html", status=status, children=queries.children(page), **facts)


def _readers(page: Page, form: ReadersForm, status: int = 200, wanted: Audience | None = None) -> Response:
    form.audience.choices = among(READERS)
    facts: dict[str, Any] = {
        "page": page,
        "form": form,
        "title": queries.title(page),
        "called": READERS,
        "who_words": WHO,
    }
    facts |= {"wanted": wanted, "change": places.change(page.audience, wanted) if wanted else None}
    return render("editing/readers.html", status=status, pictures=queries.pictures(page), **facts)
