"""Mail that came back: which of ours it was, and noting it."""

from datetime import datetime
from hmac import compare_digest

from chapter.messages import actions, queries, smtp
from chapter.messages.rules import Trouble
from chapter.messages.rules_bounces import read


def take(mail: bytes, now: datetime) -> bool:
    """Note what ``mail`` says came back; whether that was one of ours. Anything else changes nothing."""
    bounce = read(mail)
    for name in bounce.names if bounce else ():
        message = queries.numbered(int(name.partition(".")[0]))
        if bounce and message and compare_digest(smtp.name(message), name):
            actions.mark_came_back(message, now, bounce.words or Trouble.NO_REASON)
            return True
    return False
