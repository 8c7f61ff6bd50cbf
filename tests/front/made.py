"""What the tests of the front page begin with."""

from datetime import timedelta
from typing import Any

from chapter import clock
from chapter.access import Audience
from chapter.db import db
from chapter.front import actions
from chapter.front.models import FrontPage, News
from chapter.handbook import actions as handbook
from chapter.handbook.models import Page
from chapter.handbook.rules import Section
from tests import factories


def front(**facts: Any) -> FrontPage:
    """A front page that somebody has changed once."""
    by = factories.account(name="Malin Åkerlund")
    page = actions.change({"heading": {"sv": "Tillsammans", "nb": "Sammen"}, **facts}, by, 0)
    db.session.flush()
    return page


def news(days: int = 0, **facts: Any) -> News:
    """News of so many days ago, out for everybody."""
    given = {
        "title": {"sv": "Bussen blir kvar", "nb": "Bussen blir"},
        "text": {"sv": "På **måndagen** backade kommunen.", "nb": "På **mandag** snudde kommunen."},
        "audience": Audience.PUBLIC,
        "day": (clock.now() - timedelta(days=days)).date(),
        "is_published": True,
    }
    return actions.write(None, given | facts, "Malin Åkerlund")


def page(title: str = "Vad vi vill", audience: Audience = Audience.PUBLIC, section: Section = Section.ABOUT) -> Page:
    """A published page."""
    made = handbook.make(section, title, audience, clock.now())
    handbook.write(made, "sv", title, "Ett gott liv för alla.", "", clock.now())
    handbook.publish(made, "sv")
    return made
