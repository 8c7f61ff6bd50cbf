"""The plan of a demo chapter, and the chapter itself."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from chapter.settings import actions

PASSWORD = "demo-password"

MOBILES = tuple(f"+46701740{n}" for n in range(605, 700))
"""The mobile numbers that the Swedish regulator PTS keeps for fiction: nobody answers there.

The Norwegian demo uses them too: we know of no Norwegian numbers that are kept for fiction.
"""

ABOUT = {
    "sv": "Vi är grannar, arbetskamrater och studenter som vill göra orten bättre tillsammans. Du behöver inte kunna "
    "något särskilt för att vara med. Det räcker att du vill.",
    "nb": "Vi er naboer, arbeidskamerater og studenter som vil gjøre stedet bedre sammen. Du trenger ikke å kunne noe "
    "spesielt for å være med. Det holder at du vil.",
}


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

    @property
    def language(self) -> str:
        """The chapter's language."""
        return "sv" if self.is_swedish else "nb"

    @property
    def coordinator(self) -> str:
        """The member coordinator's name, whom pages name as the contact."""
        return "Malin Åkerlund" if self.is_swedish else "Marit Hovland"


def fill(plan: Plan) -> None:
    """The chapter: calling hours are open day and night, so that it can be tried on a Sunday evening."""
    name = "Lokalföreningen Lövåsen" if plan.is_swedish else "Furulia lokallag"
    chapter = actions.found(name, plan.country, plan.now)
    chapter.is_demo = chapter.around_the_clock = True
    chapter.about = ABOUT
    chapter.first_steps = None
    chapter.needs_factor = False
    chapter.contact_name = plan.coordinator
    chapter.contact_email = "coordinator@example.org"
    chapter.contact_phone = MOBILES[1]
