"""Links, and people who sign up through them."""

from typing import Any

from werkzeug.test import TestResponse

from chapter import clock
from chapter.db import db
from chapter.signup.models import Signup, SignupLink
from chapter.signup.rules import Purpose
from tests.accounts.mails import link_to
from tests.conftest import Client

INGRID = {"name": "Ingrid Solli", "email": "ingrid@example.org", "mobile": "070-174 06 05", "consent": "y"}
TASKS = [{"sv": "Dela ut flygblad", "nb": "Dele ut løpesedler"}, {"sv": "Baka", "nb": "Bake"}]


def link(**facts: Any) -> SignupLink:
    """A link to become active, at /join/bli-aktiv."""
    given = {
        "slug": "bli-aktiv",
        "purpose": Purpose.BECOME_ACTIVE,
        "title": {"sv": "Bli aktiv", "nb": "Bli aktiv hos oss"},
        "text": {"sv": "Vi är **många**.", "nb": "Vi er **mange**."},
        "tasks": [],
        "visits": 0,
        "created_at": clock.now(),
        **facts,
    }
    made = SignupLink(**given)
    db.session.add(made)
    db.session.flush()
    return made


def sign_up(client: Client, slug: str = "bli-aktiv", **changed: Any) -> TestResponse:
    """Fill in the form as Ingrid, but for what is ``changed``."""
    return client.post(f"/join/{slug}", data=INGRID | changed)


def confirm(client: Client, email: str = INGRID["email"]) -> TestResponse:
    """Open the newest link that was mailed, and press its button."""
    return client.post(link_to(email))


def signups() -> list[Signup]:
    """All sign-ups, in order."""
    return list(db.session.scalars(db.select(Signup).order_by(Signup.id)))
