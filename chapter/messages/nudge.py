"""Waking the background worker when what was posted has been committed."""

import logging
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from chapter import jobs

log = logging.getLogger(__name__)


def after_commit(session: Any) -> None:
    """Let the background look for work as soon as ``session`` commits."""
    session.info["has_posted"] = True


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    """Nothing is lost if this fails: the background looks every minute."""
    if session.info.pop("has_posted", False):
        try:
            jobs.soon()
        except Exception:
            log.warning("the background could not be told about new mail; it finds it within a minute", exc_info=True)


@event.listens_for(Session, "after_soft_rollback")
def _forgotten(session: Session, previous: Any) -> None:
    if not session.in_nested_transaction() and not session.in_transaction():
        session.info.pop("has_posted", None)
