"""What runs in the background for sign-ups."""

from chapter import clock
from chapter.db import db
from chapter.jobs import every
from chapter.signup import actions


@every(hours=1)
def forget_unconfirmed() -> None:
    """Keep nothing about those who never confirmed their address."""
    actions.forget_unconfirmed(clock.now())
    db.session.commit()
