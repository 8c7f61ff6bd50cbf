"""What runs in the background for sign-ups."""

from chapter import clock
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import every
from chapter.signup import actions


@every(hours=1, label=lazy("Delete sign-ups that nobody confirmed"))
def forget_unconfirmed() -> dict[str, int]:
    """Keep nothing about those who never confirmed their address."""
    gone = actions.forget_unconfirmed(clock.now())
    db.session.commit()
    return {"deleted": gone}
