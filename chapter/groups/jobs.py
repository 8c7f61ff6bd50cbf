"""What groups do in the background."""

from datetime import time

from chapter import clock
from chapter.db import db
from chapter.groups import actions_answers
from chapter.i18n import lazy
from chapter.jobs import daily


@daily(at=time(9, 30), label=lazy("Ask groups whether those who were referred have come"))
def remind() -> int:
    """Ask a group's contacts once more whether somebody who was referred to it has come."""
    asked = actions_answers.remind(clock.now())
    db.session.commit()
    return asked
