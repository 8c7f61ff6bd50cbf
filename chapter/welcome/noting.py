"""Every page of a case shows its person, which the read log is to know."""

from flask import Response, request

from chapter.db import db
from chapter.people.looks import What, saw
from chapter.welcome.models import WelcomeCase


def case_shown(response: Response) -> Response:
    """Note that whoever asks has been shown the case that the address names."""
    case_id = (request.view_args or {}).get("case_id")
    case = db.session.get(WelcomeCase, case_id) if case_id and response.status_code in (200, 422) else None
    if case is not None:
        saw(_what(), [case.person_id])
    return response


def _what() -> What:
    if request.blueprint == "letters":
        return What.LETTER
    return What.FOLLOW_UP if "follow_up" in (request.endpoint or "") else What.WELCOME
