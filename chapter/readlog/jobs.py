"""What is odd in the log is found, and old entries go."""

from datetime import time

from chapter import clock, expiry, ledger
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import daily, every
from chapter.pages import public_url
from chapter.readlog import actions_oddities


@every(minutes=10, label=lazy("Look for what is odd in who looked at whom"))
def look() -> dict[str, int]:
    """Tell the administrators of what somebody should ask about."""
    number = actions_oddities.look(clock.now(), ledger.last_well("readlog.look"), public_url("readlog.log"))
    db.session.commit()
    return {"found": number}


@daily(at=time(3, 40), label=lazy("Delete old lines of who looked at whom"))
def forget() -> dict[str, int]:
    """Delete what is kept no longer."""
    number = expiry.enforce("readlog.entries", clock.now())
    db.session.commit()
    return {"deleted": number}
