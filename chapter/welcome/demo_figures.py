"""What earlier years came to: figures without people, as the routine leaves them."""

from sqlalchemy import select

from chapter.db import db
from chapter.groups.models import Group
from chapter.settings.demo import Plan
from chapter.welcome.models import PromiseTally, WelcomeTally
from chapter.welcome.rules import Kind
from chapter.welcome.rules_figures import NEVER, NO_GROUP, Stage

ALONE = {Stage.NO_LETTER: 2, Stage.LETTER: 11, Stage.SPOKEN: 6, Stage.NOT_NOW: 3, Stage.LEFT: 2}
"""How far those came who were referred to no group."""
IN_A_GROUP = (
    {Stage.ACTIVE: 9, Stage.NOT_NOW: 1, Stage.CAME: 1},
    {Stage.ACTIVE: 5, Stage.ANOTHER_WAY: 2, Stage.REFERRED: 2},
    {Stage.ACTIVE: 2, Stage.NOT_NOW: 4, Stage.LEFT: 1},
    {Stage.ACTIVE: 3},
)
"""The same of those who were, group by group; one of the groups loses people."""
PROMISES = {
    Kind.LETTER: {1: 12, 2: 17, 3: 14, 6: 4, NEVER: 2},
    Kind.CALL: {3: 5, 5: 9, 6: 8, 7: 6, 12: 5, NEVER: 13},
    Kind.FOLLOW_UP: {58: 9, 63: 8, 70: 10, 84: 3, NEVER: 6},
}
"""After how many days each promise was kept, and how often."""
LIMITS = {Kind.LETTER: 3, Kind.CALL: 7, Kind.FOLLOW_UP: 70}


def fill_figures(plan: Plan) -> None:
    """Last year's figures."""
    year = plan.now.year - 1
    groups = db.session.scalars(select(Group.id).order_by(Group.id).limit(len(IN_A_GROUP))).all()
    for group_id, stages in ((NO_GROUP, ALONE), *zip(groups, IN_A_GROUP, strict=False)):
        db.session.add_all(
            WelcomeTally(year=year, group_id=group_id, how_came="", stage=stage, number=number)
            for stage, number in stages.items()
        )
    for key, times in PROMISES.items():
        db.session.add_all(
            PromiseTally(year=year, key=key, days=days, is_kept=NEVER < days <= LIMITS[key], number=number)
            for days, number in times.items()
        )
    db.session.flush()
