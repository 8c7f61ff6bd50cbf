"""Who needs a second step is given time for it; what passkeys have answered is forgotten."""

from chapter import clock
from chapter.db import db
from chapter.factors import actions
from chapter.i18n import lazy
from chapter.jobs import every


@every(hours=1, label=lazy("See who needs a second step to sign in"))
def ask() -> dict[str, int]:
    """Give those who need a second step two weeks for it, from now on."""
    actions.forget_spent(clock.now())
    asked = actions.ask(clock.now())
    db.session.commit()
    return {"found": asked}
