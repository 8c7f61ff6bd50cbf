"""Once a day, and when somebody asks, the whole installation is looked at."""

from datetime import time, timedelta

from chapter import clock
from chapter.config import data_folder
from chapter.db import db
from chapter.doctor import actions, checks, machine
from chapter.doctor.rules import State
from chapter.i18n import lazy
from chapter.jobs import daily


@daily(at=time(5, 30), label=lazy("See whether all is well with the installation"), lease=timedelta(minutes=15))
def check() -> dict[str, int]:
    """Look at everything, keep what was found, and tell administrators what is newly broken."""
    found = checks.gather(clock.now())
    actions.keep(found, machine.weight(data_folder()), clock.now())
    db.session.commit()
    return {"found": sum(finding.state in (State.BROKEN, State.LOOK) for finding in found)}
