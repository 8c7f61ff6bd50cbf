"""What stands on a case's page besides its steps: each part of the room adds a panel with :func:`panel`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from chapter.accounts.models import Account
from chapter.welcome.queries import Standing

Facts = dict[str, Any]
Source = Callable[[Account, Standing, datetime], Facts | None]


class Panel(NamedTuple):
    """A fragment of the page; what its source gives is ``facts`` in it, nothing (None) if it isn't for the reader."""

    rank: int
    template: str
    source: Source


_panels: list[Panel] = []


def panel(rank: int, template: str) -> Callable[[Source], Source]:
    """Add a panel; lower ranks come first. Its source asks one query at the most."""

    def keep(source: Source) -> Source:
        _panels.append(Panel(rank, template, source))
        return source

    return keep


def panels(reader: Account, standing: Standing, now: datetime) -> list[tuple[str, Facts]]:
    """The panels of a case as ``reader`` may see them: template and facts."""
    found = [(p.template, p.source(reader, standing, now)) for p in sorted(_panels, key=lambda p: p.rank)]
    return [(template, facts) for template, facts in found if facts is not None]
