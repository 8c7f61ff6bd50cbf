"""A contact's answer from a mail: whether somebody who was referred has come. The link signs nobody in."""

from flask import Response, flash, request, url_for

from chapter import clock
from chapter.access import ANYONE, allow
from chapter.db import db
from chapter.errors import Refused
from chapter.groups import actions_answers, queries_answers
from chapter.groups.routes_join import bp
from chapter.i18n import _
from chapter.pages import render, see_other
from chapter.people.looks import What, saw

ANSWERS = {"yes": True, "no": False}


@bp.get("/answer/<token>")
@allow(ANYONE)
def answer(token: str) -> Response:
    """The question. A mail's link says the answer, and the page sends it by itself when it has been seen for a second.

    So one click is enough, and a mail scanner that only fetches links answers nothing. One that runs the page as a
    browser does, and looks at it that long, can give the first answer, which people change with a button.
    """
    place, account = queries_answers.asked(token, clock.now())
    saw(What.GROUP, [place.person_id], account)
    come = ANSWERS.get(request.args.get("come", "")) if place.has_come is None else None
    return render("groups/answer.html", place=place, account=account, token=token, come=come)


@bp.post("/answer/<token>")
@allow(ANYONE)
def answered(token: str) -> Response:
    """Note the answer: that of a button, else the page's own. It can be changed on the same page."""
    place, account = queries_answers.asked(token, clock.now())
    pressed, by_itself = request.form.get("come"), request.form.get("by_itself", "")
    come = ANSWERS.get(pressed or by_itself)
    if come is not None:
        try:
            actions_answers.answer(place, come, account, clock.now(), by_itself=not pressed)
        except Refused as settled:
            flash(settled.words, "warning")
            return see_other(url_for(".answer", token=token))
        db.session.commit()
        if place.has_come is come:
            flash(_("Thank you, it’s noted."), "success")
    return see_other(url_for(".answer", token=token))
