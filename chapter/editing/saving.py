"""Before a text is kept, and after: what is wrong with it, and where its writer goes on."""

from flask import Response, flash, url_for

from chapter.editing import desk
from chapter.editing.forms import TextForm
from chapter.handbook.models import Page
from chapter.i18n import _
from chapter.pages import see_other

MOST_SAID = 10
"""So many mistakes in a text are told of at once."""


def is_right(form: TextForm, code: str) -> bool:
    """Whether all that a text refers to is there; if not, the form says it, with the lines."""
    found = desk.wrong(form.text.data or "", code)
    if found:
        form.text.errors = ["\n".join(desk.said(trouble) for trouble in found[:MOST_SAID])]
    return not found


def saved(page: Page, code: str) -> Response:
    """On from what was kept: to writing more, or to where the published page is looked after."""
    wording = page.wording(code)
    if wording is None or wording.is_changed:
        flash(_("The draft is saved. Readers don’t see it until you publish."), "success")
        return see_other(url_for(".edit", page_id=page.id, language=code))
    see = {"link_url": desk.address(page), "link_label": _("See the page")}
    flash({"text": _("Published. Readers see it now."), **see}, "success")  # type: ignore[arg-type]
    return see_other(url_for(".page", page_id=page.id))
