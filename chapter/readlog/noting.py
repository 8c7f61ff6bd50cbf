"""What a view shows of people is noted by the view, and written down before the answer leaves.

What is done with people's data is written with the deed itself, in the same transaction.
"""

from datetime import datetime
from typing import Any

from flask import Response, current_app, g, has_request_context, request
from flask_login import current_user
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from chapter import clock
from chapter.accounts.models import Account
from chapter.db import db, writing
from chapter.errors import complain, error_page
from chapter.i18n import lazy
from chapter.people.looks import What, saw
from chapter.people.models import PersonChange
from chapter.readlog import actions, queries
from chapter.readlog.roles import used
from chapter.readlog.rules import DEEDS

SHOWN = {200, 422}
NOT_WRITTEN = (
    lazy("This can’t be shown just now"),
    lazy("Here it is written down who looks at people’s data, and just now that can’t be done. Try again in a minute."),
)


def write_down(response: Response) -> Response:
    """Write down what the request has shown, in a transaction of its own; nothing is shown that can't be."""
    if response.status_code in SHOWN and (seen := _seen()):
        try:
            _write(seen, g.seen_by, _need())
        except SQLAlchemyError as error:
            complain("writing down what was shown", error)
            response.close()
            return _not_shown()
    return response


def _seen() -> dict[What, set[int]]:
    """What the view has noted. An address with somebody's number shows them, whether or not it says so."""
    person_id = (request.view_args or {}).get("person_id")
    if person_id is not None and not any(person_id in ids for ids in g.get("seen", {}).values()):
        saw(What.PERSON, [person_id])
    return dict(g.pop("seen", {}))


def _not_shown() -> Response:
    response = error_page(503, NOT_WRITTEN)
    response.headers["Retry-After"] = "60"
    return response


def _need() -> str:
    return getattr(current_app.view_functions[request.endpoint or ""], "need", "")


def _write(seen: dict[What, set[int]], by: Account, need: str) -> None:
    """Only what is new takes the lock for writing; and under it once more what is new, as another tab may be as far."""
    now, roles = clock.now(), used(by.roles, need)
    if any(_new(seen, by, now).values()):
        with writing():
            for what, people in _new(seen, by, now).items():
                if people:
                    actions.append(what, people, by, roles, now)


def _new(seen: dict[What, set[int]], by: Account, now: datetime) -> dict[What, actions.Numbers]:
    """What hasn't been written down within the hour, and all that was done; with people's numbers."""
    return {
        what: queries.numbers(ids) if what in DEEDS else queries.unseen(by, what, ids, now)
        for what, ids in seen.items()
    }


@event.listens_for(PersonChange, "after_insert")
def _changed(_mapper: Any, _connection: Any, change: PersonChange) -> None:
    """Whoever changes something about somebody by hand is written down with it; jobs say so themselves."""
    if has_request_context() and current_user.is_authenticated:
        db.session().info.setdefault("changed", set()).add(change.person_id)


@event.listens_for(db.session, "before_commit")
def _with_the_deed(session: Any) -> None:
    if session.in_nested_transaction():
        return  # A part of the deed; the whole is still to come.
    session.flush()
    if changed := session.info.pop("changed", None):
        actions.write(What.CHANGED, changed, current_user._get_current_object(), _need(), clock.now())


@event.listens_for(db.session, "after_rollback")
def _undone(session: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop("changed", None)
