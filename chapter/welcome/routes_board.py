"""The board: who waits for what, and how late it is."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow, may_open
from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import _, in_language, lazy, ngettext
from chapter.pages import place, render, see_other, wants_fragment
from chapter.people.looks import What, saw
from chapter.welcome import actions, noting, paths, queries, queries_board, queries_forget, words
from chapter.welcome.forms_case import HandOverMany
from chapter.welcome.queries_board import Board, Line, Wanted
from chapter.welcome.rules import PLAIN, Kind, Step

WAYS_IN = {
    "register.add": lazy("Add somebody by hand"),
    "imports.imports": lazy("Import a file"),
    "signup.links": lazy("Sign-up links"),
}
MORE = {
    "welcome.routine": lazy("The routine"),
    "letters.letters": lazy("Letters"),
    "letters.signature": lazy("How you sign letters"),
    "welcome.figures": lazy("How new members land"),
}

bp = Blueprint("welcome", __name__, url_prefix="/welcome")
bp.after_request(noting.case_shown)
place(24, lazy("Welcome"), "welcome.board", Permission.WELCOME_WORK)
bp.app_context_processor(
    lambda: {
        "step_words": words.name_of,
        "when_words": words.when,
        "step_sentence": words.sentence,
        "case_sentence": words.case_sentence,
        "ended_words": words.ended,
        "plain_kinds": PLAIN,
        "act_words": words.act,
        "step_path": paths.path,
    }
)


@bp.get("/")
@allow(Permission.WELCOME_WORK)
def board() -> Response:
    """All cases that the reader may see, or those that are asked for, the most overdue first."""
    wanted = _wanted()
    response = _page(queries_board.board(current_user, wanted, clock.now()), wanted)
    if wants_fragment():
        response.headers["HX-Replace-Url"] = url_for(".board", **_args(wanted))
    return response


def _wanted() -> Wanted:
    given = request.values
    whose, words = given.get("whose", ""), given.get("q", "").strip()[:200]
    known = whose if whose in ("mine", "nobody", "ended") else ""
    return Wanted(known, words, given.get("step", ""), given.get("group", type=int))


def _args(wanted: Wanted) -> dict[str, Any]:
    """The query of this board's address."""
    args = {"whose": wanted.whose, "q": wanted.words, "step": wanted.step, "group": wanted.group_id}
    return {name: value for name, value in args.items() if value}


def _page(found: Board, wanted: Wanted, form: HandOverMany | None = None, status: int = 200) -> Response:
    page, tick = found.page(max(request.values.get("page", 1, int), 1)), request.values.get("tick", "")
    if form is None and tick:
        form = HandOverMany(formdata=None).choose_among(queries.workers())
        form.case.data = [line.case_id for line in page] if tick == "all" else []
    manages = Permission.WELCOME_MANAGE in current_user.permissions
    saw(What.WELCOME, [line.person_id for line in page])
    return render(
        "welcome/board.html",
        "welcome/_board.html",
        status=status,
        board=found,
        page=page,
        sections=_sections(page.items, wanted),
        shelves=_shelves(found, wanted, manages),
        wanted=wanted,
        args=_args(wanted),
        form=form,
        noted=None,
        manages=manages,
        steps=_steps(),
        groups=_groups(found),
        routine=queries.routine(),
        ways_in=_ways(WAYS_IN),
        more=_ways(MORE),
        oob=wants_fragment(),
        closing=queries_forget.closing_in(clock.now()) if manages and not wants_fragment() else [],
    )


def _shelves(found: Board, wanted: Wanted, manages: bool) -> list[tuple[str, str, bool]]:
    """Whose cases one can look at, for tabs: words, address, and whether they are on the screen."""
    me = current_user.id
    mine = sum(line.responsible_id == me for line in found.open)
    nobodys = sum(not line.responsible for line in found.open)
    named = [("", _("Everybody’s (%(num)s)", num=len(found.open)))]
    if manages:
        named += [("mine", _("Mine (%(num)s)", num=mine)), ("nobody", _("Nobody’s (%(num)s)", num=nobodys))]
    else:
        named = [("", _("Mine (%(num)s)", num=mine))]
    named.append(("ended", _("Ended")))
    return [(name, url_for(".board", whose=whose or None), whose == wanted.whose) for whose, name in named]


def _steps() -> list[Step]:
    """What one can look for that is to be done."""
    follows_up = Permission.WELCOME_FOLLOW_UP in current_user.permissions
    return [step for step in queries.steps() if step.is_on and (follows_up or step.kind is not Kind.FOLLOW_UP)]


def _groups(found: Board) -> list[tuple[int, str]]:
    """The groups that people on the board were referred to, by name."""
    ids = [line.case_id for line in found.open]
    names = {group: in_language(name) for case in ids for group, name in found.groups.get(case, {}).items()}
    return sorted(names.items(), key=lambda pair: pair[1].casefold())


def _ways(places: dict[str, Any]) -> list[tuple[str, str]]:
    """Those of the places that the reader may open: words and address."""
    return [(str(words), url_for(endpoint)) for endpoint, words in places.items() if may_open(endpoint)]


def _sections(lines: Sequence[Line], wanted: Wanted) -> list[tuple[str, list[Line]]]:
    """The lines under headings that say when it is their turn, if that is their order."""
    if wanted.step or wanted.whose == "ended":
        return [("", list(lines))]
    return [(str(words.TURNS[turn]), list(part)) for turn, part in groupby(lines, key=lambda line: line.turn)]


@bp.post("/hand-over")
@allow(Permission.WELCOME_WORK)
def hand_over_many() -> Response:
    """Let somebody else be responsible for those that are ticked."""
    workers, wanted = queries.workers(), _wanted()
    form = HandOverMany().choose_among(workers)
    if not form.validate():
        return _page(queries_board.board(current_user, wanted, clock.now()), wanted, form, 422)
    to = form.chosen(workers)
    cases = queries.cases_for(current_user, form.case.data or [])
    for case in cases:
        actions.hand_over(case, to)
    db.session.commit()
    flash(said_handed_over(to, len(cases)), "success")
    return see_other(url_for(".board", **_args(wanted)))


def said_handed_over(to: Account | None, number: int) -> str:
    """That so many cases are handed over, in words."""
    if to is None:
        return ngettext("Nobody is responsible for it now.", "Nobody is responsible for them now.", number)
    return ngettext(
        "Handed %(num)s case over to %(name)s.", "Handed %(num)s cases over to %(name)s.", number, name=to.name
    )
