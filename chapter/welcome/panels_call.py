"""What the call leaves on the case's page, and what the welcome routine adds to calls."""

from datetime import datetime

from flask import url_for

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling import beside
from chapter.calling.beside import Beside, Panel
from chapter.calling.models import Call
from chapter.calling.rules import Purpose
from chapter.welcome import actions_call, queries_call, words_call
from chapter.welcome.panels import Facts, panel
from chapter.welcome.queries import Standing
from chapter.welcome.routes_call import wishes_form
from chapter.welcome.routes_invite import invite_form


@panel(20, "welcome/_calls.html")
def calls(reader: Account, standing: Standing, now: datetime) -> Facts:
    """The calls, what they have come to, and what the new member wishes for."""
    case, rung = standing.case, queries_call.rung(standing.case)
    return {
        "case": case,
        "rung": rung,
        "done": {step.key: step for step in case.done},
        "is_own": rung.correctable(reader, now),
        "is_mine": rung.open is not None and rung.open.caller_id == reader.id,
        "may_handle": Permission.WELCOME_MANAGE in reader.permissions,
        "wishes": words_call.wishes_in_words(case.wishes),
        "now": now,
    }


@panel(30, "welcome/_invitations.html")
def invitations(_reader: Account, standing: Standing, now: datetime) -> Facts | None:
    """What they were invited to, and whether they came."""
    case = standing.case
    if not case.invitations and case.closed_on is not None:
        return None
    return {"case": case, "invitations": case.invitations, "answers": words_call.ANSWERS, "now": now}


def _beside_call(call: Call, reader: Account, now: datetime) -> Panel | None:
    case = queries_call.case_with(reader, call)
    if case is None:
        return None
    facts = {"case": case, "checklist": words_call.CHECKLIST, "wishes": wishes_form(case)}
    return Panel("welcome/_beside.html", facts | {"invite": invite_form(case, now, formdata=None)})


def _case_page(call: Call, reader: Account) -> str | None:
    case = queries_call.case_with(reader, call)
    return url_for("welcome.case", case_id=case.id) if case else None


beside.register(Purpose.WELCOME, Beside(_beside_call, _case_page, actions_call.settle))
