"""What nobody uses doesn't stay for ever."""

from datetime import time

from chapter import clock
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import daily
from chapter.media import actions


@daily(at=time(3, 40), label=lazy("Delete pictures and files that nothing has shown for two weeks"))
def tidy() -> dict[str, int]:
    """Delete unused media, and files that nobody knows of."""
    deleted = actions.tidy(clock.now())
    db.session.commit()
    return {"deleted": deleted}
