"""Which pages show an upload, for whoever looks after uploads."""

from flask import url_for
from sqlalchemy import select

from chapter.db import db
from chapter.handbook.models import Revision, Wording


def pages(sources: list[str]) -> dict[str, tuple[str, str]]:
    """What pages (“page:12”, “draft:12”) are called, and where they are looked after."""
    ids = {source: int(source.partition(":")[2]) for source in sources}
    newest = select(Wording.page_id, Revision.title).join(Revision, Revision.id == Wording.newest_id)
    found = newest.where(Wording.page_id.in_(ids.values())).order_by(Wording.language.desc())
    titles = {row[0]: row[1] for row in db.session.execute(found)}
    return {source: (titles[id], url_for("editing.page", page_id=id)) for source, id in ids.items() if id in titles}
