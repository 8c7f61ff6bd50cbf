"""What features above do when somebody signs in, asks for a link to do so, or is signed in."""

from collections.abc import Callable
from datetime import datetime

from chapter.access import Role
from chapter.accounts.models import Account

on_sign_in: list[Callable[[Account, datetime, str | None], str | None]] = []
"""Called in the same transaction as the sign-in, with what the mailed link was about (``about`` of ``send_link``), if
one was used; each may give a path of this site to go to."""

on_link_asked: list[Callable[[Account, datetime], bool]] = []
"""Called when a browser asks for a link; each may send a mail with one itself, and says whether it did."""

on_request: list[Callable[[Account, datetime], frozenset[Role]]] = []
"""Called in every request of somebody who is signed in, so they read nothing; each gives roles that rest for now."""
