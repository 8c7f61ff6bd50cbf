"""The plan of a demo chapter, and the chapter itself."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from chapter.settings import actions


@dataclass
class Plan:
    """How large a demo to make; ``random`` is seeded, so that the same plan gives the same chapter."""

    country: str
    people: int
    callers: int
    now: datetime
    random: Random = field(default_factory=lambda: Random(1917))

    @property
    def is_swedish(self) -> bool:
        """Whether the chapter is Swedish; else it is Norwegian."""
        return self.country == "SE"


def fill(plan: Plan) -> None:
    """The chapter: calling hours are open day and night, so that it can be tried on a Sunday evening."""
    name = "Lokalföreningen Lövåsen" if plan.is_swedish else "Furulia lokallag"
    chapter = actions.found(name, plan.country, plan.now)
    chapter.around_the_clock = True
    chapter.contact_name = "Malin Åkerlund" if plan.is_swedish else "Marit Solheim"
    chapter.contact_email = "coordinator@example.org"
    chapter.contact_phone = "+46701740606" if plan.is_swedish else "+4790000000"
