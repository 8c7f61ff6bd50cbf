"""What features above do when somebody signs in."""

from collections.abc import Callable
from datetime import datetime

from chapter.accounts.models import Account

on_sign_in: list[Callable[[Account, datetime], str | None]] = []
"""Called in the same transaction as the sign-in; each may give a path of this site to go to."""
