"""A front page with words, a picture (drawn for it), groups and news, as a chapter has it that looks after it."""

import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.db import db
from chapter.front import actions
from chapter.groups.models import Group
from chapter.i18n import local
from chapter.media import actions as media
from chapter.settings.demo import Plan

SHOWN = 4
"""Of the groups, so many; the chapter has kept one to itself."""


def fill(plan: Plan) -> None:
    """The coordinator has written it."""
    here = Path(__file__).parent
    words = json.loads((here / "demo_words.json").read_text())
    coordinator = db.session.scalars(select(Account).where(Account.email == "coordinator@example.org")).one()
    groups = [str(id) for id in db.session.scalars(select(Group.id).order_by(Group.id).limit(SHOWN))]
    place = words["place"][plan.country]
    heading = {code: text.replace("{place}", place) for code, text in words["heading"].items()}
    picture = media.keep((here / "demo_picture.png").read_bytes(), "demo.png", coordinator.name, plan.now)
    seen = {"picture_id": picture.id, "picture_says": words["picture"]}
    actions.change({"heading": heading, "text": words["text"], "arranged": {"groups": groups}, **seen}, coordinator, 0)
    for said in words["news"]:
        day = local(plan.now).date() - timedelta(days=said["days"])
        kept = {"audience": Audience(said["for"]), "day": day, "is_published": said["is_out"]}
        facts = {"title": said["title"], "text": said["text"], "is_pinned": said["on_top"]}
        actions.write(None, {**facts, **kept}, coordinator.name)
